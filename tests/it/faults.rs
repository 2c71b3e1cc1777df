//! What goes wrong around the program, each with its clear error and nothing lost.

use crate::{
    program::{self, Program, post},
    support::{TestApp, standin::eventually},
};
use chrono::Duration;
use maestro::domain::auth::Scope;
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    fs::{self, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;

#[test]
fn a_second_server_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = Program::start(folder.path()).unwrap();
    let said = Program::start(folder.path()).err().expect("the second server must not start");
    assert!(said.contains(&format!("process {}", first.pid())), "it names the process that is in the way: {said}");
    assert!(said.contains("--data-dir"), "it says what to do: {said}");
    first.kill();
    Program::start(folder.path()).expect("the lock of a dead process is no lock");
}

#[tokio::test]
async fn a_server_that_nobody_hears_any_more_still_stops_when_it_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let server = RefCell::new(Program::start_unheard(folder.path()));
    let pid = server.borrow().pid().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    eventually("it ends", || server.borrow_mut().code() == Some(0)).await;
}

#[tokio::test]
async fn a_corrupted_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    Program::start(folder.path()).unwrap().kill();
    // What is not yet in the file is in the log beside it; a new start brings it in.
    program::token(folder.path(), Scope::Read).await;
    let file = folder.path().join("maestro.db");
    fs::remove_file(folder.path().join("maestro.db-wal")).ok();
    let mut database = OpenOptions::new().write(true).open(&file).unwrap();
    // Past the first page, so that it still looks like a database.
    database.seek(SeekFrom::Start(4096)).unwrap();
    database.write_all(&[0xA5; 64 * 1024]).unwrap();
    let said = Program::start(folder.path()).err().expect("a damaged database must not be served");
    assert!(said.contains("damaged") && said.contains("maestro restore"), "it says how to get well: {said}");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("maestro.db"), "this is a letter, not a database".repeat(200)).unwrap();
    let said = Program::start(folder.path()).err().expect("a letter must not be served");
    assert!(said.contains("damaged") && said.contains("maestro restore"), "it says how to get well: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_loses_nothing_and_heals() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("not run: a small file system can be mounted only by root on Linux");
        return;
    };
    let ballast = disk.path().join("ballast");
    fs::write(&ballast, vec![0; 4 << 20]).unwrap();
    let server = Program::start(disk.path()).unwrap();
    let token = program::token(disk.path(), Scope::Full).await;
    let http = reqwest::Client::new();
    let send = async |number: usize| {
        let body = json!({ "summary": format!("report {number}"), "details": "x".repeat(100_000) });
        post(&http, format!("{}/api/report", server.base), &token, &body).await.unwrap()
    };

    let mut stored = 0;
    let refused: Value = loop {
        let (status, answer) = send(stored).await;
        if status != 201 {
            assert_eq!(status, 503, "{answer}");
            break answer;
        }
        stored += 1;
        assert!(stored < 1000, "the disk never got full");
    };
    assert!(refused["detail"].as_str().unwrap().contains("full"), "it says what is the matter: {refused}");
    let answer = http.get(format!("{}/healthz", server.base)).send().await.unwrap();
    assert!(answer.status().as_u16() < 600, "it still answers");

    fs::remove_file(ballast).unwrap();
    let (status, answer) = send(stored).await;
    assert_eq!(status, 201, "with space again it goes on, without a restart: {answer}");
    assert_eq!(inbox(&http, &server.base, &token).await, stored + 1, "what was answered 201 is there, what was refused is not");
}

/// The machine's clock was wrong and is set right, hours back, and Maestro was started anew.
#[tokio::test]
async fn a_clock_that_goes_back_breaks_nothing() {
    let app = TestApp::new().await;
    let goal = app.post("/api/goals", json!({ "title": "Before" })).await.ok();
    let report = json!({ "goalId": goal["key"], "summary": "told once" });
    let first = app.post("/api/report", report.clone()).await.ok();
    let cookie = app.cookie().await;

    app.advance(Duration::hours(-3));
    assert_eq!(app.anonymous("GET", "/api/me").header("cookie", &cookie).await.status, 200, "nobody is signed out");
    let again = app.post("/api/report", report).await;
    assert_eq!((again.status, &again.json()["updateId"]), (200, &first["updateId"]), "a repeat is still a repeat");
    let later = app.post("/api/report", json!({ "goalId": goal["key"], "summary": "told later" })).await;
    assert_eq!(later.status, 201, "{}", later.body);
    app.post("/api/goals", json!({ "title": "After" })).await.ok();

    let listed = app.get("/api/goals").await.ok();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let detail = app.get(&format!("/api/goals/{}", goal["key"].as_str().unwrap())).await.ok();
    assert_eq!(detail["updates"].as_array().unwrap().len(), 2);
}

/// How many reports wait in the Inbox.
async fn inbox(http: &reqwest::Client, base: &str, token: &str) -> usize {
    let answer = http.get(format!("{base}/api/inbox?limit=200")).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json::<Value>().await.unwrap()["items"].as_array().unwrap().len()
}

/// A file system of 16 MB in memory.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// None where one may not mount.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let folder: PathBuf = self.0.path().into();
        // Lazily: the server may still be closing its files.
        let unmounted = Command::new("umount").arg("--lazy").arg(&folder).output();
        assert!(unmounted.is_ok_and(|output| output.status.success()), "umount {}", folder.display());
    }
}
