//! Where agents may work.

use crate::support::TestApp;
use maestro::server::repositories;
use serde_json::json;
use std::{os::unix::fs::symlink, path::Path, process::Command};

fn repository(path: &Path) {
    std::fs::create_dir_all(path).unwrap();
    let made = Command::new("git").current_dir(path).args(["init", "-q", "-b", "main"]).status().unwrap();
    assert!(made.success());
}

#[tokio::test]
async fn a_repository_is_allowed_by_its_real_path_and_no_link_leads_out() {
    let app = TestApp::new().await;
    let root = tempfile::tempdir().unwrap();
    let real = std::fs::canonicalize(root.path()).unwrap();
    let (inside, outside) = (real.join("code/app"), real.join("other"));
    repository(&inside);
    repository(&outside);
    symlink(&outside, real.join("code/link")).unwrap();
    symlink(&inside, real.join("way-in")).unwrap();
    let db = app.app.store.reader();
    let empty = repositories::allowed(db, inside.to_str().unwrap()).await.unwrap_err();
    assert!(empty.to_string().contains("no repository is allowed yet"), "{empty}");
    let added = app.post("/api/repositories", json!({"path": real.join("code")})).await;
    assert_eq!(added.status, 201, "{}", added.body);
    for asked in [inside.clone(), real.join("way-in")] {
        assert_eq!(repositories::allowed(db, asked.to_str().unwrap()).await.unwrap().path, inside);
    }
    assert_eq!(repositories::allowed(db, "app").await.unwrap().path, inside);
    for asked in [outside, real.join("code/link"), real.join("code"), real.join("code-elsewhere"), real.join("code/app/.git")] {
        assert!(repositories::allowed(db, asked.to_str().unwrap()).await.is_err(), "{}", asked.display());
    }
    let id = added.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(app.delete(&format!("/api/repositories/{id}")).await.status, 204);
    assert!(repositories::allowed(db, inside.to_str().unwrap()).await.is_err());
}

#[tokio::test]
async fn what_is_no_folder_or_leads_back_up_is_refused() {
    let app = TestApp::new().await;
    for path in ["relative", "/", "/tmp/../etc", "/no/such/folder", "/etc/hostname", ""] {
        let refused = app.post("/api/repositories", json!({"path": path})).await;
        assert_eq!(refused.status, 422, "{path}: {}", refused.body);
    }
    assert_eq!(app.get("/api/repositories").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn a_folder_in_which_nothing_can_be_worked_at_is_refused_by_what_it_lacks() {
    let app = TestApp::new().await;
    let root = tempfile::tempdir().unwrap();
    let real = std::fs::canonicalize(root.path()).unwrap();
    let (plain, inside) = (real.join("plain/deeper"), real.join("code/app/src"));
    std::fs::create_dir_all(&plain).unwrap();
    repository(&real.join("code/app"));
    std::fs::create_dir_all(&inside).unwrap();
    let refused = app.post("/api/repositories", json!({"path": real.join("plain")})).await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("/path")));
    let why = refused.json()["errors"][0]["detail"].as_str().unwrap().to_owned();
    assert!(why.contains("is not a git repository, and holds none") && why.contains("git init"), "{why}");
    let refused = app.post("/api/repositories", json!({"path": inside})).await;
    let why = refused.json()["errors"][0]["detail"].as_str().unwrap().to_owned();
    assert!(refused.status == 422 && why.ends_with(&format!("name its top folder, {}", real.join("code/app").display())), "{why}");
    for good in [real.join("code/app"), real.join("code"), real] {
        assert_eq!(app.post("/api/repositories", json!({"path": good})).await.status, 201, "{}", good.display());
    }
}
