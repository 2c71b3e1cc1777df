//! The program that runs in the browser, and the script that starts it.

use crate::{web::Profile, workspace::Workspace};
use anyhow::{Context, Result, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
};
use wasm_bindgen_cli_support::Bindgen;

/// Compiles the client and writes `app.js`, `app_bg.wasm` and the snippets that it imports into `out`.
pub fn build(workspace: &Workspace, profile: Profile, out: &Path) -> Result<()> {
    let wasm = compile(workspace, profile)?;
    let _ = fs::remove_dir_all(out);
    fs::create_dir_all(out)?;
    let release = profile == Profile::Release;
    Bindgen::new()
        .input_path(&wasm)
        .web(true)?
        .typescript(false)
        .keep_debug(!release)
        .remove_name_section(release)
        .remove_producers_section(release)
        .out_name("app")
        .generate(out)
        .context("bind the client to the browser")
}

fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let done = workspace
        .cargo()
        .args(["build", "--package", "maestro", "--bin", "maestro", "--target", "wasm32-unknown-unknown"])
        .args(["--no-default-features", "--features", "web", "--profile", profile.cargo_name()])
        .status()
        .context("start cargo")?;
    ensure!(done.success(), "the client does not compile");
    Ok(workspace.target.join("wasm32-unknown-unknown").join(profile.folder()).join("maestro.wasm"))
}
