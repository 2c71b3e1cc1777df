//! Where the executables of the agents are. The only part of this capability that reads the disk.

use crate::domain::dispatch::AgentKind;
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

/// The executable of `kind`: the one that is set, else the first of that name in these folders (those of `PATH`).
///
/// npm puts a script for node there whose death does not end the agent; the native program beside it is given instead.
pub fn find(kind: AgentKind, set: Option<&Path>, folders: &[PathBuf]) -> Option<PathBuf> {
    let name = match kind {
        AgentKind::ClaudeCode => "claude",
        AgentKind::Codex => "codex",
    };
    let found = match set {
        Some(program) if program.components().count() > 1 => program.is_file().then(|| std::path::absolute(program).ok()).flatten(),
        set => on_path(set.map_or(OsStr::new(name), Path::as_os_str), folders),
    }?;
    Some(native(kind, &found).unwrap_or(found))
}

fn on_path(name: &OsStr, folders: &[PathBuf]) -> Option<PathBuf> {
    folders.iter().filter(|folder| folder.is_absolute()).map(|folder| folder.join(name)).find(|file| is_executable(file))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// The native program that belongs to npm's script.
fn native(kind: AgentKind, found: &Path) -> Option<PathBuf> {
    let script = fs::canonicalize(found).ok()?;
    let modules = script.ancestors().find(|folder| folder.file_name().is_some_and(|name| name == "node_modules"))?;
    let package = match kind {
        AgentKind::ClaudeCode => "@anthropic-ai/claude-code-",
        AgentKind::Codex => "@openai/codex-",
    };
    let (scope, start) = package.split_once('/')?;
    // Beside the package, or inside it where npm did not flatten.
    let own = script.ancestors().find(|folder| folder.parent().and_then(Path::file_name).is_some_and(|name| name == scope))?;
    let places = [modules.join(scope), own.join("node_modules").join(scope)];
    let platforms = places.iter().filter_map(|place| fs::read_dir(place).ok()).flatten().flatten();
    let mut platforms: Vec<PathBuf> =
        platforms.filter(|entry| entry.file_name().to_string_lossy().starts_with(start)).map(|entry| entry.path()).collect();
    platforms.sort();
    platforms.iter().flat_map(|platform| programs(kind, platform)).find(|file| is_executable(file))
}

fn programs(kind: AgentKind, platform: &Path) -> Vec<PathBuf> {
    match kind {
        AgentKind::ClaudeCode => vec![platform.join("claude")],
        AgentKind::Codex => {
            let targets = fs::read_dir(platform.join("vendor")).into_iter().flatten().flatten();
            let mut found: Vec<PathBuf> = targets.map(|target| target.path().join("bin/codex")).collect();
            found.sort();
            found
        }
    }
}
