//! Where the words of a command lead.

use super::super::risk::{Assessment, Risk};

/// The folder that a command may work in, and where in it the command stands.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Absolute, without a slash at its end.
    root: &'a str,
    /// Below the root; none once it is not known where the command stands.
    below: Option<Vec<String>>,
}

/// Files that are no files.
const HARMLESS: [&str; 6] = ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty", "/dev/zero"];

/// Folders whose files change how git or the agent itself behaves.
const GUARDED: [&str; 6] = [".git", ".claude", ".codex", ".agents", ".githooks", ".husky"];

impl<'a> Place<'a> {
    /// At the root of `folder`, which is absolute.
    pub fn at(folder: &'a str) -> Self {
        Self { root: folder.trim_end_matches('/'), below: Some(Vec::new()) }
    }

    /// Does this path stay below the root?
    pub fn holds(&self, path: &str) -> bool {
        HARMLESS.contains(&path) || self.resolve(path).is_some()
    }

    /// Does this path lead into what git or the agent trusts?
    fn guards(&self, path: &str) -> bool {
        self.resolve(path).is_some_and(|parts| parts.iter().any(|part| GUARDED.contains(&part.as_str())))
    }

    /// What it means to read or to change this file.
    pub fn judge(&self, path: &str, risk: Risk) -> Assessment {
        if !self.holds(path) {
            return Assessment::loose(risk, format!("{path} is outside the session's folder"));
        }
        if risk >= Risk::Writes && self.guards(path) {
            return Assessment::loose(risk, format!("{path} changes how git or the agent behaves"));
        }
        Assessment::known(risk)
    }

    /// Goes there; from then on nothing is known when it leads out.
    pub fn enter(&mut self, path: &str) {
        self.below = self.resolve(path);
    }

    /// The command stands below the root, as far as is known.
    pub fn is_known(&self) -> bool {
        self.below.is_some()
    }

    /// The parts below the root.
    fn resolve(&self, path: &str) -> Option<Vec<String>> {
        if path.starts_with('~') {
            return None;
        }
        let (mut parts, rest) = if path.starts_with('/') {
            let rest = path.strip_prefix(self.root).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
            (Vec::new(), rest)
        } else {
            (self.below.clone()?, path)
        };
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part.to_owned()),
            }
        }
        Some(parts)
    }
}

/// Judges files that are read or changed without a shell.
pub fn assess_paths<'p>(paths: impl IntoIterator<Item = &'p str>, folder: &str, risk: Risk) -> Assessment {
    let place = Place::at(folder);
    let judged = paths.into_iter().map(|path| place.judge(path, risk));
    judged.fold(Assessment::known(risk), Assessment::and)
}
