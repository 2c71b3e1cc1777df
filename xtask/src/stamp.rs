//! Skipping what is already done: one hash over all that goes into the client.

use crate::{web::Profile, workspace::Workspace};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Everything that the client is made of. `src/server` is not: it never reaches a browser.
const INPUTS: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "index.html",
    "assets",
    "src/lib.rs",
    "src/main.rs",
    "src/domain",
    "src/rpc",
    "src/ui",
    "xtask/Cargo.toml",
    "xtask/src",
];

/// The first 16 hexadecimal digits of the SHA-256 of `bytes`.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The hash of every input, by path and content.
pub fn of_inputs(workspace: &Workspace, profile: Profile) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(profile.cargo_name());
    for input in INPUTS {
        for file in files(&workspace.root.join(input))? {
            let bytes = fs::read(&file).with_context(|| format!("read {}", file.display()))?;
            digest.update(file.strip_prefix(&workspace.root).unwrap_or(&file).to_string_lossy().as_bytes());
            digest.update((bytes.len() as u64).to_le_bytes());
            digest.update(bytes);
        }
    }
    Ok(hex(&digest.finalize()))
}

/// All files below `path`, or itself, in the order of their names; none if it is not there.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut entries: Vec<PathBuf> = fs::read_dir(path)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    let below: Vec<Vec<PathBuf>> = entries.iter().map(|e| files(e)).collect::<Result<_>>()?;
    Ok(below.concat())
}

fn hex(digest: &[u8]) -> String {
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_names() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("b")).unwrap();
        for name in ["c", "a", "b/z", "b/y"] {
            fs::write(dir.path().join(name), name).unwrap();
        }
        let found: Vec<_> = files(dir.path()).unwrap().iter().map(|f| f.strip_prefix(dir.path()).unwrap().to_owned()).collect();
        assert_eq!(found, ["a", "b/y", "b/z", "c"].map(PathBuf::from));
    }
}
