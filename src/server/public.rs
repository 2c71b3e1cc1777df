//! The files that browsers are served: made by `make build`, open to everyone.

use anyhow::{Context, Result, bail};
use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// The public folder, as it was when the server started.
#[derive(Clone, Debug)]
pub struct Public {
    dir: PathBuf,
    files: HashSet<String>,
    stylesheet: Option<String>,
}

impl Public {
    /// Reads the folder; says what to do where it is missing or damaged.
    pub fn open(dir: &Path) -> Result<Self> {
        let index = std::fs::read_to_string(dir.join("index.html")).with_context(|| {
            format!("the pages are missing: there is no {}; run `make build` and start dist/maestro", dir.join("index.html").display())
        })?;
        if !index.contains("id=\"main\"") {
            bail!("{} is damaged: it has no place for the page; run `make build` again", dir.join("index.html").display());
        }
        let mut files = HashSet::new();
        collect(dir, "", &mut files).with_context(|| format!("read {}", dir.display()))?;
        files.remove("/index.html");
        Ok(Self { dir: dir.to_owned(), files, stylesheet: stylesheet(&index) })
    }

    /// Whether `path` is one of the files.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The address of the styles.
    pub fn stylesheet(&self) -> Option<&str> {
        self.stylesheet.as_deref()
    }

    /// Where the script of that name lies, whatever hash it carries.
    pub fn script(&self, name: &str) -> Option<PathBuf> {
        let prefix = format!("/assets/{name}-");
        let path = self.files().find(|path| path.starts_with(&prefix) && path.ends_with(".js"))?;
        Some(self.dir.join(path.trim_start_matches('/')))
    }

    /// The addresses of all files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut HashSet<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

fn stylesheet(index: &str) -> Option<String> {
    let tag = index.split('<').find(|tag| tag.starts_with("link") && tag.contains("rel=\"stylesheet\""))?;
    Some(tag.split_once("href=\"")?.1.split_once('"')?.0.to_owned())
}

/// Serves the files; everything else goes on.
pub async fn serve(State(public): State<Arc<Public>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if !matches!(*request.method(), Method::GET | Method::HEAD) || !public.has(&path) {
        return next.run(request).await;
    }
    let files = ServeDir::new(&public.dir).append_index_html_on_directories(false).precompressed_br();
    let Ok(mut response) = files.oneshot(request).await.map(IntoResponse::into_response);
    let cache = if is_hashed(&path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

/// `start-dxh1a2b.js`: the name changes with the content.
fn is_hashed(path: &str) -> bool {
    let hash = path.rsplit_once("-dxh").and_then(|(_, rest)| rest.split_once('.')).map(|(hash, _)| hash);
    hash.is_some_and(|hash| !hash.is_empty() && hash.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_in_the_folder_is_a_file() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Public::open(dir.path()).unwrap_err().to_string().contains("make build"));
        std::fs::create_dir(dir.path().join("assets")).unwrap();
        std::fs::write(dir.path().join("assets/app-dxh1f.js"), "").unwrap();
        let page = r#"<html><head><link rel="stylesheet" href="/assets/m.css"></head><body><div id="main"></div></body></html>"#;
        std::fs::write(dir.path().join("index.html"), page).unwrap();
        let public = Public::open(dir.path()).unwrap();
        assert!(public.has("/assets/app-dxh1f.js"));
        assert!(!public.has("/index.html") && !public.has("/assets") && !public.has("/assets/../assets/app-dxh1f.js"));
        assert_eq!(public.stylesheet(), Some("/assets/m.css"));
        assert!(is_hashed("/assets/app-dxh1f.js") && !is_hashed("/icon.svg") && !is_hashed("/app-dxhxyz.js"));
    }
}
