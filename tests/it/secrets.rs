//! Secrets of integrations.

use crate::support::TestApp;
use maestro::server::{auth::Caller, secrets};
use std::fs;

#[tokio::test]
async fn a_secret_is_nowhere_to_be_found_in_the_database() {
    let app = TestApp::new().await;
    let (who, secret) = (Caller::system("test"), "ghp_thisIsVerySecret1234");
    secrets::put(&app.app, &who, "github", secret).await.unwrap();
    assert_eq!(secrets::get(&app.app, "github").await.unwrap().as_deref(), Some(secret));
    assert_eq!(secrets::last4(app.app.store.reader(), "github").await.unwrap().as_deref(), Some("1234"));
    app.app.store.close().await;
    for file in fs::read_dir(app.data.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(!bytes.windows(12).any(|window| window == b"VerySecret12"), "{}", path.display());
    }
}

#[tokio::test]
async fn a_secret_is_replaced_and_removed() {
    let app = TestApp::new().await;
    let who = Caller::system("test");
    secrets::put(&app.app, &who, "github", "first").await.unwrap();
    secrets::put(&app.app, &who, "github", "second").await.unwrap();
    assert_eq!(secrets::get(&app.app, "github").await.unwrap().as_deref(), Some("second"));
    assert_eq!(
        secrets::last4(app.app.store.reader(), "github").await.unwrap().as_deref(),
        Some("••••"),
        "four of six characters would be most of it"
    );
    secrets::remove(&app.app, &who, "github").await.unwrap();
    assert_eq!(secrets::get(&app.app, "github").await.unwrap(), None);
}

#[tokio::test]
async fn another_key_opens_nothing() {
    let app = TestApp::new().await;
    secrets::put(&app.app, &Caller::system("test"), "github", "secret").await.unwrap();
    fs::remove_file(secrets::key_file(app.data.path())).unwrap();
    let said = secrets::get(&app.app, "github").await.unwrap_err().to_string();
    assert!(said.contains("enter it again"), "{said}");
}
