//! What reaches the browser.

use std::{collections::BTreeSet, process::Command};

/// dioxus-fullstack drags axum, tokio and tower into the client's graph, where
/// the linker drops them. What is listed here would cost build time and trust.
const SERVER_ONLY: [&str; 8] = ["clap", "hyper", "mio", "rquickjs", "rustls", "sea-orm", "sqlx", "utoipa-axum"];

#[test]
fn no_server_crate_reaches_the_browser() {
    let crates = client_crates();
    assert!(crates.contains("dioxus-web"), "the client's graph was not read: {crates:?}");
    let leaked: Vec<&str> = SERVER_ONLY.into_iter().filter(|name| crates.contains(*name)).collect();
    assert!(leaked.is_empty(), "make these optional, behind the feature `server`: {leaked:?}");
}

/// The names of all packages that the browser's build compiles.
fn client_crates() -> BTreeSet<String> {
    let arguments = [
        "tree",
        "--locked",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--package",
        "maestro",
        "--no-default-features",
        "--features",
        "web",
        "--target",
        "wasm32-unknown-unknown",
    ];
    let output = Command::new(env!("CARGO")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}
