//! `cargo xtask dist`: one folder with the executable and all that it serves, to be copied anywhere.

use crate::{
    stamp,
    web::{self, Profile},
    workspace::Workspace,
};
use anyhow::{Context, Result, ensure};
use std::{fs, path::Path};

/// Builds client and server for release and fills `dist/`.
pub fn build() -> Result<()> {
    let workspace = Workspace::find()?;
    let public = web::build(Profile::Release)?;
    let done = workspace.cargo().args(["build", "--release", "--package", "maestro"]).status().context("start cargo")?;
    ensure!(done.success(), "the server does not compile");
    let dist = workspace.root.join("dist");
    fs::create_dir_all(&dist)?;
    replace_file(&workspace.target.join("release/maestro"), &dist.join("maestro"))?;
    replace_folder(&public, &dist.join("public"))
}

/// By renaming: a server that runs from `to` keeps what it has, instead of "text file busy".
fn replace_file(from: &Path, to: &Path) -> Result<()> {
    let new = to.with_extension("new");
    fs::copy(from, &new).with_context(|| format!("copy {}", from.display()))?;
    fs::rename(&new, to).with_context(|| format!("replace {}", to.display()))
}

fn replace_folder(from: &Path, to: &Path) -> Result<()> {
    let _ = fs::remove_dir_all(to);
    for file in stamp::files(from)? {
        let target = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(target.parent().context("a file lies in a folder")?)?;
        fs::copy(&file, target)?;
    }
    Ok(())
}
