//! `cargo xtask web`: everything that the server serves to browsers, in `target/web/<profile>/public`.

use crate::{client, public::Public, stamp, styles, workspace::Workspace};
use anyhow::{Context, Result};
use std::{fs, path::PathBuf, time::Instant};

/// How the client is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; shares its macros with the server's build.
    Dev,
    /// Small to download.
    Release,
}

impl Profile {
    /// The name of cargo's profile.
    pub fn cargo_name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "wasm-release",
        }
    }

    /// The folder that cargo uses for it.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "wasm-release",
        }
    }
}

/// Builds what has changed and gives the folder.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let started = Instant::now();
    let workspace = Workspace::find()?;
    let out = workspace.target.join("web").join(profile.folder());
    let public = out.join("public");
    let stamp = stamp::of_inputs(&workspace, profile)?;
    let stamp_file = out.join("stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|done| done == stamp) && public.join("index.html").exists() {
        println!("the client is up to date: {}", public.display());
        return Ok(public);
    }
    // An interrupted build must not look finished.
    let _ = fs::remove_file(&stamp_file);
    let bound = out.join("bound");
    client::build(&workspace, profile, &bound)?;
    let made = out.join("public.new");
    lay_out(&workspace, profile, &bound, &made)?;
    let _ = fs::remove_dir_all(&public);
    fs::rename(&made, &public).with_context(|| format!("move into {}", public.display()))?;
    fs::write(&stamp_file, stamp)?;
    println!("built the client in {:.1} s: {}", started.elapsed().as_secs_f32(), public.display());
    Ok(public)
}

fn lay_out(workspace: &Workspace, profile: Profile, bound: &std::path::Path, made: &std::path::Path) -> Result<()> {
    let public = Public::create(made.to_path_buf())?;
    let assets = workspace.root.join("assets");
    let wasm = public.hashed("app_bg", "wasm", &fs::read(bound.join("app_bg.wasm"))?)?;
    let js = public.hashed("app", "js", &fs::read(bound.join("app.js"))?)?;
    let start = format!("import init from \"{js}\";\ninit({{ module_or_path: \"{wasm}\" }});\n");
    let start = public.hashed("start", "js", start.as_bytes())?;
    let css = public.hashed("maestro", "css", styles::bundle(&workspace.root)?.as_bytes())?;
    // One file for both sides: the server draws by it, and a page that explores a chart loads it.
    let scripts = [workspace.echarts()?, assets.join("explore.js")].map(fs::read);
    let [library, ours] = scripts.map(|script| script.context("read the scripts that draw charts"));
    let echarts = public.hashed("echarts", "js", &[library?, ours?].join(&b'\n'))?;
    public.folder(&bound.join("snippets"), "assets/snippets")?;
    public.folder(&assets.join("static"), "")?;
    let page = fs::read_to_string(workspace.root.join("index.html")).context("read index.html")?;
    let page = [("{css}", css), ("{wasm}", wasm), ("{js}", js), ("{start}", start), ("{echarts}", echarts)]
        .iter()
        .fold(page, |page, (mark, address)| page.replace(mark, address));
    public.plain("index.html", page.as_bytes())?;
    match profile {
        Profile::Dev => Ok(()),
        Profile::Release => public.compress(),
    }
}
