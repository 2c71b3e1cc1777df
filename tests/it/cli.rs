//! The command line, by the real program.

use crate::{
    program::{self, Program, run},
    support::house::{Sweep, make_repository},
};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

/// A command that must go well: what it printed.
fn well(folder: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = run(folder, arguments);
    assert_eq!(code, 0, "{arguments:?}: {err}");
    out
}

/// A command that must fail with that code: its one line.
fn badly(folder: &Path, arguments: &[&str], code: i32) -> String {
    let (found, _, err) = run(folder, arguments);
    assert_eq!(found, code, "{arguments:?}: {err}");
    assert!(err.trim().lines().count() == 1, "one line: {err}");
    err
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn tokens_are_made_listed_and_revoked_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let server = Program::start(dir).unwrap();
    let http = reqwest::Client::new();
    let token = well(dir, &["token", "create", "--name", "ci", "--scope", "read", "--expires", "90d"]);
    let ask = async || http.get(format!("{}/api/me", server.base)).bearer_auth(token.trim()).send().await.unwrap().status().as_u16();
    assert_eq!(ask().await, 200);
    let listed: Value = serde_json::from_str(&well(dir, &["token", "list", "--json"])).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["scope"]), (&"ci".into(), &"read".into()));
    assert!(!listed.to_string().contains(token.trim()), "a secret is shown once");
    assert!(well(dir, &["token", "list"]).contains("read"));
    well(dir, &["token", "revoke", "ci"]);
    assert_eq!(ask().await, 401);
    assert!(badly(dir, &["token", "revoke", "ci"], 1).contains("maestro token list"));
    badly(dir, &["token", "create"], 2);
    badly(dir, &["token", "create", "--name", "x", "--scope", "everything"], 2);
}

#[test]
fn the_data_folder_is_named_before_or_after_the_subcommand() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (dir, place) = (folder.path(), other.path().to_str().unwrap());
    well(dir, &["token", "create", "--name", "after", "--data-dir", place]);
    assert!(well(dir, &["token", "--data-dir", place, "list"]).contains("after"));
    assert!(well(dir, &["token", "list", "--data-dir", place]).contains("after"));
    assert!(!well(dir, &["token", "list"]).contains("after"));
    for help in [["token", "create", "--help"], ["import", "darvis", "--help"], ["skill", "install", "--help"]] {
        let said = well(dir, &help);
        assert!(said.contains("--data-dir") && said.contains("--database-url"), "{said}");
    }
    let project = dir.to_str().unwrap();
    well(dir, &["skill", "--data-dir", place, "install", "--project", project]);
    well(dir, &["skill", "install", "--project", project, "--data-dir", place]);

    let nowhere = other.path().join("nowhere");
    let nowhere = nowhere.to_str().unwrap();
    for command in [vec!["token", "list"], vec!["signin"], vec!["token", "create", "--name", "x"]] {
        let said = badly(dir, &[command, vec!["--data-dir", nowhere]].concat(), 1);
        assert!(said.contains("there is no data folder") && said.contains("maestro serve"), "{said}");
    }
    assert!(!Path::new(nowhere).exists());
}

#[test]
fn arguments_that_do_not_fit_are_said_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    for wrong in [
        vec![],
        vec!["token"],
        vec!["nonsense"],
        vec!["serve", "--nonsense"],
        vec!["token", "create"],
        vec!["export", "--format", "xml", "-o", "x"],
        vec!["export", "--status", "bogus", "-o", "x"],
    ] {
        let said = badly(dir, &wrong, 2);
        assert!(said.starts_with("maestro: ") && said.contains("--help"), "{said}");
    }
    assert!(well(dir, &["--version"]).starts_with("maestro "));
    let (_, out, err) = run(dir, &["export", "--format", "json", "-o", "-"]);
    assert!(serde_json::from_str::<Value>(&out).is_ok(), "{out}{err}");
    assert!(!dir.join("-").exists());
}

#[tokio::test]
async fn a_sign_in_link_leads_to_the_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path()).unwrap();
    let link = well(folder.path(), &["signin"]);
    assert!(link.starts_with(&format!("{}/signin?code=", server.base)), "{link}");
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    assert_eq!(http.get(link.trim()).send().await.unwrap().status().as_u16(), 303);
    assert_eq!(mode(folder.path()), 0o700);
}

#[test]
fn a_sign_in_link_is_for_a_person_who_is_known() {
    let folder = tempfile::tempdir().unwrap();
    well(folder.path(), &["signin"]);
    let said = badly(folder.path(), &["signin", "--person", "Nobody"], 1);
    assert!(said.contains("known are:"), "{said}");
}

#[tokio::test]
async fn a_server_that_is_asked_to_stop_ends_its_streams_and_itself() {
    let folder = tempfile::tempdir().unwrap();
    let server = Program::start(folder.path()).unwrap();
    let token = crate::program::token(folder.path(), maestro::domain::auth::Scope::Read).await;
    let mut stream = reqwest::Client::new().get(format!("{}/api/events", server.base)).bearer_auth(token).send().await.unwrap();
    assert_eq!(stream.status().as_u16(), 200);
    let ended = tokio::task::spawn_blocking(move || server.stop());
    // It ends cleanly: a broken connection would be an error here.
    while stream.chunk().await.unwrap().is_some() {}
    assert_eq!(ended.await.unwrap(), Some(0));
}

#[tokio::test]
async fn a_skill_is_enough_to_report() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let server = Program::start(dir).unwrap();
    well(dir, &["skill", "install"]);
    for place in [".claude/skills/maestro", ".codex/skills/maestro"] {
        let text = fs::read_to_string(dir.join(place).join("SKILL.md")).unwrap();
        let token = dir.join(place).join("token");
        assert!(text.contains(&server.base) && text.contains(token.to_str().unwrap()), "{text}");
        assert!(!text.contains("127.0.0.1:3336") && !text.contains("~/.claude"), "{text}");
        assert_eq!(mode(&token), 0o600);
    }
    let kept = fs::read_to_string(dir.join(".claude/skills/maestro/token")).unwrap();
    well(dir, &["skill", "install", "--agent", "claude"]);
    assert_eq!(fs::read_to_string(dir.join(".claude/skills/maestro/token")).unwrap(), kept, "a valid token is kept");
    let said = well(dir, &["report", "--summary", "Fixed it", "--pr", "https://github.com/acme/app/pull/7", "--metric", "Errors=5:1"]);
    assert!(said.contains("Inbox"), "{said}");
    let first = smallest_body_of(&dir.join(".claude/skills/maestro/SKILL.md"));
    let done = std::process::Command::new("sh").arg("-c").arg(first).output().unwrap();
    let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(answer["ok"], true, "{answer}");
}

/// The first shell block of the skill, as an agent would run it.
fn smallest_body_of(skill: &Path) -> String {
    let text = fs::read_to_string(skill).unwrap();
    text.split("```sh\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

#[test]
fn a_skill_in_a_project_keeps_its_token_out_of_the_repository() {
    let (folder, project) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    well(folder.path(), &["skill", "install", "--agent", "codex", "--project", project.path().to_str().unwrap()]);
    let skill = project.path().join(".agents/skills/maestro");
    assert!(skill.join("SKILL.md").exists() && !project.path().join(".claude").exists());
    assert_eq!(fs::read_to_string(skill.join(".gitignore")).unwrap(), "token\n");
}

#[test]
fn a_report_without_a_server_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = ["report", "--summary", "x", "--url", "http://127.0.0.1:1", "--token", "mst_x"];
    assert!(badly(folder.path(), &nobody, 1).contains("maestro serve"));
    assert!(badly(folder.path(), &["report", "--summary", "x"], 1).contains("MAESTRO_TOKEN"));
}

#[test]
fn a_backup_made_beside_a_running_server_brings_everything_back() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let server = Program::start(dir).unwrap();
    well(dir, &["token", "create", "--name", "before"]);
    fs::write(dir.join("secret.key"), "").unwrap();
    let file = dir.join("my backup's.db");
    let name = file.to_str().unwrap();
    well(dir, &["backup", name]);
    assert_eq!((mode(&file), mode(&dir.join("my backup's.db.key"))), (0o600, 0o600));
    assert!(badly(dir, &["backup", name], 1).contains("exists already"));
    well(dir, &["token", "create", "--name", "after"]);
    assert!(badly(dir, &["restore", name], 1).contains(&format!("process {}", server.pid())));
    server.kill();
    let said = well(dir, &["restore", name]);
    assert!(said.contains("kept"), "{said}");
    let listed = well(dir, &["token", "list", "--json"]);
    assert!(listed.contains("before") && !listed.contains("after"), "{listed}");
    fs::write(&file, "a letter").unwrap();
    assert!(badly(dir, &["restore", name], 1).contains("was not restored"));
    assert!(well(dir, &["token", "list"]).contains("before"), "what was there is still there");
}

#[test]
fn the_doctor_names_each_fault_and_its_cure() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    Program::start(dir).unwrap().kill();
    let found: Value = serde_json::from_str(&well(dir, &["doctor", "--json"])).unwrap();
    let database = found.as_array().unwrap().iter().find(|check| check["name"] == "database").unwrap();
    assert_eq!(database["state"], "ok", "{found}");
    fs::set_permissions(dir, fs::Permissions::from_mode(0o755)).unwrap();
    let (code, out, err) = run(dir, &["doctor"]);
    assert!(code == 1 && out.contains("chmod 700") && err.contains("1 fault"), "{out}{err}");
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(dir.join("maestro.db"), "a letter").unwrap();
    let (code, out, _) = run(dir, &["doctor"]);
    assert!(code == 1 && out.contains("maestro restore"), "{out}");
}

#[tokio::test]
async fn a_sentence_is_shown_before_it_starts_a_session() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let repo = fs::canonicalize(dir).unwrap().join("app");
    make_repository(&repo);
    let server = Program::start_with(dir, &[("MAESTRO_CLAUDE", env!("CARGO_BIN_EXE_standin"))]).unwrap();
    let _sweep = Sweep(dir);
    let token = well(dir, &["token", "create", "--name", "full", "--scope", "full"]).trim().to_owned();
    let http = reqwest::Client::new();
    let post = async |path: &str, body: Value| program::post(&http, format!("{}{path}", server.base), &token, &body).await.unwrap();
    for (path, body) in [("/api/repositories", json!({"path": repo})), ("/api/goals", json!({"title": "Faster start"}))] {
        assert_eq!(post(path, body).await.0, 201, "{path}");
    }
    let say = |more: &[&'static str]| {
        [&["dispatch", "--token", token.as_str()], more].concat().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let run = |more: &[&'static str]| program::run(dir, &say(more).iter().map(String::as_str).collect::<Vec<_>>());
    let sentence = "start a session on making the start faster for G1, use Claude Code, model claude-opus-5-5, budget $2";

    let (code, shown, why) = run(&[sentence]);
    assert_eq!(code, 1, "{shown}{why}");
    for line in ["Start a session:", "goal    G1 Faster start", "agent   Claude Code", "model   claude-opus-5-5", "budget  at most $2.00"] {
        assert!(shown.contains(line), "{line} is not in {shown}");
    }
    assert!(why.contains("add `--yes`") && why.trim().lines().count() == 1, "{why}");
    let sessions = async || -> Value {
        let answer = http.get(format!("{}/api/sessions", server.base)).bearer_auth(&token).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["items"].clone()
    };
    assert_eq!(sessions().await, json!([]));

    let (code, said, why) = run(&["--yes", sentence]);
    assert_eq!(code, 0, "{said}{why}");
    assert!(said.contains("S1 starts: ") && said.trim().ends_with("/sessions/S1"), "{said}");
    assert_eq!(sessions().await[0]["limits"]["costUsd"], 2.0);
    let (_, said, _) = run(&["what did we spend today"]);
    assert!(said.starts_with("You've spent"), "{said}");
    let (code, _, why) = run(&["stop S1"]);
    assert!(code == 1 && why.contains("starts sessions only"), "{why}");
    let (code, _, why) = run(&["--yes", "start a session on the payroll"]);
    assert!(code == 1 && why.contains("Say which goal it is for"), "{why}");

    let report = well(dir, &["token", "create", "--name", "agent", "--scope", "report"]);
    assert!(badly(dir, &["dispatch", "--token", report.trim(), sentence], 1).contains("--scope full"));
    assert!(badly(dir, &["dispatch", "--token", "mst_x", "--url", "http://127.0.0.1:1", sentence], 1).contains("maestro serve"));
    badly(dir, &["dispatch"], 2);
    let (_, started, _) = run(&["--yes", "--json", sentence]);
    assert_eq!(serde_json::from_str::<Value>(&started).unwrap()["key"], "S2");
    for key in ["S1", "S2"] {
        post(&format!("/api/sessions/{key}/stop"), json!({})).await;
    }
}
