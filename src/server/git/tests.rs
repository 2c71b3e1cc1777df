//! Against the real git.

use super::{Error, State, Trailers, add, changed_files, commits, diff, discard, fingerprint, install_hooks, resolve, run, state};
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

/// A repository with one commit, and a place for worktrees.
struct Desk {
    root: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { root: tempfile::tempdir().unwrap() };
        fs::create_dir(desk.repository()).unwrap();
        desk.git(&desk.repository(), &["init", "-q", "-b", "main"], &BTreeMap::new());
        fs::write(desk.repository().join("a.txt"), "one\ntwo\n").unwrap();
        desk.git(&desk.repository(), &["add", "."], &BTreeMap::new());
        desk.git(&desk.repository(), &["commit", "-q", "-m", "Begin"], &BTreeMap::new());
        desk
    }

    fn repository(&self) -> PathBuf {
        self.root.path().join("repository")
    }

    fn place(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn git(&self, folder: &Path, arguments: &[&str], environment: &BTreeMap<String, String>) -> String {
        let mut command = Command::new("git");
        command.current_dir(folder).args(arguments).env("HOME", self.root.path()).envs(environment);
        for (role, name) in [("AUTHOR", "A"), ("COMMITTER", "A")] {
            command.env(format!("GIT_{role}_NAME"), name).env(format!("GIT_{role}_EMAIL"), "a@example.org");
        }
        let done = command.output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap().trim().to_owned()
    }
}

#[tokio::test]
async fn a_branch_that_is_taken_gets_a_number_and_nothing_is_an_option() {
    let desk = Desk::new();
    let first = add(&desk.repository(), &desk.place("w"), "maestro/t1-x", "main").await.unwrap();
    let second = add(&desk.repository(), &desk.place("w"), "maestro/t1-x", "main").await.unwrap();
    assert_eq!((first.branch.as_str(), second.branch.as_str()), ("maestro/t1-x", "maestro/t1-x-2"));
    assert!(second.folder.ends_with("w-2") && second.folder.join("a.txt").exists());
    for base in ["--help", "nowhere", "main..main"] {
        let refused = add(&desk.repository(), &desk.place("v"), "maestro/t2", base).await.unwrap_err();
        assert!(matches!(refused, Error::Unknown(_)), "{base}: {refused}");
    }
}

#[tokio::test]
async fn work_that_is_nowhere_else_is_never_taken_away() {
    let desk = Desk::new();
    let tree = add(&desk.repository(), &desk.place("w"), "maestro/t1", "main").await.unwrap();
    fs::write(tree.folder.join("new.txt"), "x").unwrap();
    assert_eq!(state(&tree.folder, &tree.branch).await.unwrap(), State { uncommitted: 1, alone: 0 });
    assert!(matches!(discard(&desk.repository(), &tree.folder, &tree.branch).await, Err(Error::Unsaved(_))));
    desk.git(&tree.folder, &["add", "."], &BTreeMap::new());
    desk.git(&tree.folder, &["commit", "-qm", "Work"], &BTreeMap::new());
    assert_eq!(state(&tree.folder, &tree.branch).await.unwrap(), State { uncommitted: 0, alone: 1 });
    assert!(matches!(discard(&desk.repository(), &tree.folder, &tree.branch).await, Err(Error::Unsaved(_))));
    desk.git(&desk.repository(), &["merge", "-q", &tree.branch], &BTreeMap::new());
    discard(&desk.repository(), &tree.folder, &tree.branch).await.unwrap();
    assert!(!tree.folder.exists() && resolve(&desk.repository(), "maestro/t1").await.is_err());
}

#[tokio::test]
async fn a_commit_names_its_task_and_session_and_the_own_hooks_still_run() {
    let desk = Desk::new();
    let tree = add(&desk.repository(), &desk.place("w"), "maestro/t1", "main").await.unwrap();
    let own = desk.repository().join(".git/hooks/pre-commit");
    fs::write(&own, "#!/bin/sh\ntouch \"$(git rev-parse --show-toplevel)/own-hook-ran\"\n").unwrap();
    fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).unwrap();
    let hooks = install_hooks(&desk.place("hooks")).unwrap();
    let trailers = Trailers { task: Some("T1".into()), session: "S7".into() }.environment(&hooks);
    fs::create_dir(tree.folder.join("tests")).unwrap();
    fs::write(tree.folder.join("tests/b.rs"), "one\n").unwrap();
    desk.git(&tree.folder, &["add", "tests"], &trailers);
    desk.git(&tree.folder, &["commit", "-qm", "Über, \"quoted\"\ttab"], &trailers);
    assert!(tree.folder.join("own-hook-ran").exists());
    desk.git(&tree.folder, &["commit", "-q", "--amend", "--no-edit"], &trailers);
    let body = desk.git(&tree.folder, &["log", "-1", "--format=%B"], &BTreeMap::new());
    assert_eq!(body.matches("Maestro-Session: S7").count(), 1, "{body}");
    assert!(body.contains("Maestro-Task: T1"));
    // Somebody else's commit that is only moved keeps its message.
    desk.git(&desk.repository(), &["commit", "-q", "--allow-empty", "-m", "Theirs"], &BTreeMap::new());
    desk.git(&tree.folder, &["cherry-pick", "--allow-empty", "main"], &trailers);
    assert_eq!(desk.git(&tree.folder, &["log", "-1", "--format=%B"], &BTreeMap::new()), "Theirs");
    let found = commits(&tree.folder, &tree.base_sha, "S7").await.unwrap();
    let [ours, theirs] = &found[..] else { panic!("{found:?}") };
    assert_eq!((ours.title.as_str(), ours.marked, ours.files, ours.tests_added), ("Über, \"quoted\"\ttab", true, 1, 1));
    assert!(!theirs.marked);
    assert!(!run::text(&desk.repository(), &["config", "--local", "--list"]).await.unwrap().contains("hookspath"));
}

#[tokio::test]
async fn the_diff_has_all_that_changed_committed_or_not() {
    let desk = Desk::new();
    let tree = add(&desk.repository(), &desk.place("w"), "maestro/t1", "main").await.unwrap();
    let before = fingerprint(&tree.folder, &tree.base_sha).await.unwrap();
    desk.git(&tree.folder, &["mv", "a.txt", "with space.txt"], &BTreeMap::new());
    desk.git(&tree.folder, &["commit", "-qm", "Move"], &BTreeMap::new());
    fs::write(tree.folder.join("new\nline.txt"), "1\n2\n").unwrap();
    fs::write(tree.folder.join("b.bin"), [0, 159, 146, 150]).unwrap();
    let files = changed_files(&tree.folder, &tree.base_sha).await.unwrap();
    let told: Vec<_> = files.iter().map(|f| (f.path.as_str(), f.kind.as_str(), f.lines_added, f.uncommitted)).collect();
    let expected = [("b.bin", "added", None, true), ("new\nline.txt", "added", Some(2), true), ("with space.txt", "moved", Some(0), false)];
    assert_eq!(told, expected);
    assert_eq!(files[2].from.as_deref(), Some("a.txt"));
    let one = diff(&tree.folder, &tree.base_sha, Some("new\nline.txt")).await.unwrap();
    assert!(one.patch.contains("+1\n+2\n") && !one.patch.contains("with space"), "{}", one.patch);
    assert!(!one.cut);
    let after = fingerprint(&tree.folder, &tree.base_sha).await.unwrap();
    assert_ne!(before, after);
    fs::write(tree.folder.join("b.bin"), [1]).unwrap();
    assert_ne!(after, fingerprint(&tree.folder, &tree.base_sha).await.unwrap());
}
