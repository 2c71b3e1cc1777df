//! The folder that the server serves: names that carry the hash of their content, so that a browser keeps them for good.

use crate::stamp;
use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What is worth compressing; images are already.
const COMPRESSED: [&str; 6] = ["wasm", "js", "css", "svg", "json", "webmanifest"];

/// A folder in the making.
pub struct Public {
    root: PathBuf,
}

impl Public {
    /// Starts with an empty folder.
    pub fn create(root: PathBuf) -> Result<Self> {
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("assets")).with_context(|| format!("create {}", root.display()))?;
        Ok(Self { root })
    }

    /// Adds an asset as `<stem>-dxh<hash>.<extension>` and gives the address that a page uses.
    pub fn hashed(&self, stem: &str, extension: &str, bytes: &[u8]) -> Result<String> {
        let name = format!("{stem}-dxh{}.{extension}", stamp::hash(bytes));
        fs::write(self.root.join("assets").join(&name), bytes)?;
        Ok(format!("/assets/{name}"))
    }

    /// Adds a file under its own name, at the root.
    pub fn plain(&self, name: &str, bytes: &[u8]) -> Result<()> {
        fs::write(self.root.join(name), bytes).with_context(|| format!("write {name}"))
    }

    /// Copies a folder to `to`; one that is not there is empty.
    pub fn folder(&self, from: &Path, to: &str) -> Result<()> {
        for file in stamp::files(from)? {
            let target = self.root.join(to).join(file.strip_prefix(from)?);
            fs::create_dir_all(target.parent().context("a file lies in a folder")?)?;
            fs::copy(&file, target)?;
        }
        Ok(())
    }

    /// Writes a `.br` beside every file that gains by it.
    pub fn compress(&self) -> Result<()> {
        for file in stamp::files(&self.root)? {
            let extension = file.extension().unwrap_or_default().to_string_lossy().into_owned();
            if COMPRESSED.contains(&extension.as_str()) {
                fs::write(file.with_extension(format!("{extension}.br")), brotli(&fs::read(&file)?)?)?;
            }
        }
        Ok(())
    }
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_its_content() {
        let dir = tempfile::tempdir().unwrap();
        let public = Public::create(dir.path().join("public")).unwrap();
        let one = public.hashed("app", "js", b"1").unwrap();
        assert_eq!(one, public.hashed("app", "js", b"1").unwrap());
        assert_ne!(one, public.hashed("app", "js", b"2").unwrap());
        assert!(one.starts_with("/assets/app-dxh") && one.ends_with(".js"), "{one}");
    }

    #[test]
    fn text_is_compressed_and_pictures_are_not() {
        let dir = tempfile::tempdir().unwrap();
        let public = Public::create(dir.path().join("public")).unwrap();
        public.plain("icons.svg", b"<svg></svg>").unwrap();
        public.plain("icon.png", b"png").unwrap();
        public.compress().unwrap();
        assert!(dir.path().join("public/icons.svg.br").exists());
        assert!(!dir.path().join("public/icon.png.br").exists());
    }
}
