//! Executables on the disk.

#![cfg(unix)]

use super::super::find;
use crate::domain::dispatch::AgentKind;
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
};
use tempfile::TempDir;

fn program(folder: &TempDir, path: &str) -> PathBuf {
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    fs::canonicalize(file).unwrap()
}

#[test]
fn the_script_of_npm_leads_to_the_native_program() {
    let root = TempDir::new().unwrap();
    let script = program(&root, "node_modules/@openai/codex/bin/codex.js");
    let native = program(&root, "node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex");
    let bin = root.path().join("node_modules/.bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(&script, bin.join("codex")).unwrap();
    let found = find(AgentKind::Codex, None, std::slice::from_ref(&bin));
    assert_eq!(found.map(|file| fs::canonicalize(file).unwrap()), Some(native.clone()));
    let set = find(AgentKind::Codex, Some(&bin.join("codex")), &[]);
    assert_eq!(set.map(|file| fs::canonicalize(file).unwrap()), Some(native));
}

#[test]
fn a_native_program_is_taken_as_it_is() {
    let root = TempDir::new().unwrap();
    let claude = program(&root, "bin/claude");
    assert_eq!(
        find(AgentKind::ClaudeCode, None, &[root.path().join("none"), root.path().join("bin")]).map(|f| fs::canonicalize(f).unwrap()),
        Some(claude)
    );
}

#[test]
fn what_is_not_there_or_does_not_run_is_not_found() {
    let root = TempDir::new().unwrap();
    fs::write(root.path().join("claude"), "").unwrap();
    assert_eq!(find(AgentKind::ClaudeCode, None, &[root.path().to_owned(), PathBuf::from(".")]), None);
    assert_eq!(find(AgentKind::Codex, Some(Path::new("/no/such/codex")), &[]), None);
}
