//! Trailers of commits, by a hook that touches no file of the user's repository.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

/// The hook that adds trailers. It is found by `core.hooksPath`, which hides the repository's own hooks: it calls those too.
const MESSAGE_HOOK: &str = include_str!("prepare-commit-msg.sh");
/// Calls the repository's own hook of the same name.
const PASS_ON: &str = include_str!("pass-on.sh");

/// Hooks that a repository may have and that run on this side.
const PASSED_ON: [&str; 13] = [
    "applypatch-msg",
    "pre-applypatch",
    "post-applypatch",
    "pre-commit",
    "pre-merge-commit",
    "commit-msg",
    "post-commit",
    "pre-rebase",
    "pre-push",
    "pre-auto-gc",
    "post-checkout",
    "post-merge",
    "post-rewrite",
];

/// Which trailers a session's commits get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trailers {
    /// `T34`
    pub task: Option<String>,
    /// `S56`
    pub session: String,
}

impl Trailers {
    /// What the agent inherits, so that git finds the hooks in `folder` and they know what to write.
    pub fn environment(&self, folder: &Path) -> BTreeMap<String, String> {
        let mut set: BTreeMap<String, String> = [
            ("GIT_CONFIG_COUNT", "1".to_owned()),
            ("GIT_CONFIG_KEY_0", "core.hooksPath".to_owned()),
            ("GIT_CONFIG_VALUE_0", folder.to_string_lossy().into_owned()),
            ("MAESTRO_SESSION_KEY", self.session.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        set.extend(self.task.clone().map(|task| ("MAESTRO_TASK_KEY".to_owned(), task)));
        set
    }
}

/// Writes the hooks into `folder`; where they are there already, they are replaced.
pub fn install_hooks(folder: &Path) -> io::Result<PathBuf> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    put(folder, "prepare-commit-msg", MESSAGE_HOOK)?;
    for name in PASSED_ON {
        put(folder, name, PASS_ON)?;
    }
    Ok(folder.to_owned())
}

/// Whole or not at all: a commit may be under way.
fn put(folder: &Path, name: &str, script: &str) -> io::Result<()> {
    let new = folder.join(format!("{name}.new"));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o700).open(&new)?;
    file.write_all(script.as_bytes())?;
    drop(file);
    fs::rename(new, folder.join(name))
}
