//! Who may name whom.

use super::{Line, Source, lines, none, source::names};

/// What the outside world is behind: no feature of Maestro is known there.
const CAPABILITIES: [&str; 7] =
    ["server/agents", "server/git", "server/runner", "server/integrations", "server/ai", "server/export", "server/charts"];

/// They know everybody, and nobody knows them.
const WIRING: [&str; 3] = ["server/mod.rs", "server/router.rs", "server/workers.rs"];

#[test]
fn the_domain_is_pure() {
    let foreign = [
        "crate::rpc",
        "crate::server",
        "crate::ui",
        "dioxus",
        "axum",
        "sea_orm",
        "tokio",
        "reqwest",
        "gloo",
        "web_sys",
        "std::env",
        "std::fs",
        "std::io",
        "std::net",
        "std::process",
        "std::thread",
        "async",
    ];
    let sources = Source::all("rs");
    let found = lines(sources.iter().filter(|s| s.is_in("domain")), |_, line| foreign.iter().any(|word| names(line.code, word)));
    none(found, "domain is shared by both sides: no clock, no IO, no framework");
}

#[test]
fn the_ui_asks_only_through_rpc() {
    let foreign = ["crate::server", "axum", "sea_orm", "tokio", "reqwest", "gloo_net", "gloo::net"];
    let sources = Source::all("rs");
    let found = lines(sources.iter().filter(|s| s.is_in("ui")), |_, line| foreign.iter().any(|word| names(line.code, word)));
    none(found, "the ui names domain and rpc, and never fetches by hand");
}

#[test]
fn rpc_reaches_the_server_by_one_gated_line() {
    let mut found = Vec::new();
    for source in Source::all("rs").iter().filter(|s| s.is_in("rpc")) {
        let code: Vec<Line<'_>> = source.production().collect();
        let mut uses = 0;
        for (i, line) in code.iter().enumerate().filter(|(_, line)| names(line.code, "crate::server")) {
            uses += 1;
            let gated = i > 0 && code[i - 1].code.trim() == r#"#[cfg(feature = "server")]"#;
            if uses > 1 || !gated || !line.code.starts_with("use ") {
                found.push(source.at(line));
            }
        }
    }
    none(found, "an rpc file names the server in one `use` behind one `#[cfg(feature = \"server\")]`");
}

#[test]
fn every_server_function_says_who_is_asking() {
    let mut found = Vec::new();
    let mut functions = 0;
    for source in Source::all("rs").iter().filter(|s| s.is_in("rpc")) {
        for attribute in server_functions(&source.text) {
            functions += 1;
            if !names(attribute, "app") || !names(attribute, "who") {
                found.push(format!("src/{}: {attribute}", source.path));
            }
        }
    }
    assert!(functions > 0, "no server function was found: has their form changed?");
    none(found, "each server function is a public endpoint: name `app` and `who`, and authorise");
}

/// The attributes that make an endpoint of a function, as `#[get("/rpc/goals", app: App)]`.
fn server_functions(text: &str) -> Vec<&str> {
    let starts = ["#[get(", "#[post(", "#[put(", "#[patch(", "#[delete(", "#[server"];
    let mut found = Vec::new();
    for (at, _) in text.match_indices("#[") {
        if starts.iter().any(|start| text[at..].starts_with(start)) {
            let end = text[at..].find(")]").map_or(text.len(), |end| at + end + 2);
            found.push(&text[at..end]);
        }
    }
    found
}

#[test]
fn the_server_draws_no_page() {
    let sources = Source::all("rs");
    let found = lines(sources.iter().filter(|s| s.is_in("server")), |source, line| {
        let app = source.path == "server/mod.rs" && names(line.code, "ui::App");
        (names(line.code, "crate::ui") && !app) || names(line.code, "crate::rpc")
    });
    none(found, "server names domain; only server/mod.rs names `ui::App`, to render it");
}

#[test]
fn capabilities_know_no_feature() {
    let sources = Source::all("rs");
    let features = features(&sources);
    let found = lines(sources.iter().filter(|s| CAPABILITIES.iter().any(|c| s.is_in(c))), |_, line| {
        names(line.code, "App") || features.iter().any(|feature| names(line.code, &format!("server::{feature}")))
    });
    none(found, "a capability takes options and gives back values: no `App`, no feature");
}

#[test]
fn a_feature_is_entered_by_its_front_door() {
    let sources = Source::all("rs");
    let features = features(&sources);
    assert!(features.contains(&"goals".to_owned()), "the features were not found: {features:?}");
    let inside = ["store", "ops", "rest"];
    let outsiders = sources.iter().filter(|s| s.is_in("server") && !WIRING.contains(&s.path.as_str()));
    let found = lines(outsiders, |source, line| {
        let foreign = features.iter().filter(|feature| !source.is_in(&format!("server/{feature}")));
        foreign.flat_map(|feature| inside.map(|file| format!("{feature}::{file}"))).any(|path| names(line.code, &path))
    });
    none(found, "use what the other feature's mod.rs re-exports");
}

/// The folders of the server that have a store or verbs of their own.
fn features(sources: &[Source]) -> Vec<String> {
    let mut found: Vec<String> = sources
        .iter()
        .filter_map(|source| {
            let mut parts = source.path.strip_prefix("server/")?.split('/');
            let folder = parts.next()?;
            matches!(parts.next()?, "ops.rs" | "ops" | "store.rs" | "store" | "rest.rs").then(|| folder.to_owned())
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn rows_stay_in_the_store() {
    let sources = Source::all("rs");
    let found = lines(&sources, |source, line| {
        let store = source.is_in("server") && source.path.split('/').any(|part| part == "store" || part == "store.rs" || part == "db");
        // In quotes it is a word of somebody else's interface.
        names(&line.code.replace("\"entities\"", ""), "entities") && !store
    });
    none(found, "entities are named in store.rs and db/ only; hand on a type of the domain");
}

#[test]
fn columns_are_asked_for_by_name() {
    let sources = Source::all("rs");
    let found = lines(&sources, |_, line| line.code.contains("into_tuple("));
    none(found, "rows of SQLite know their columns by name, not by place; use `FromQueryResult` and `into_model`");
}

#[test]
fn the_database_stays_on_the_server() {
    let sources = Source::all("rs");
    let found = lines(&sources, |source, line| {
        let edge = source.path.ends_with("/rest.rs") || source.path.ends_with("/ops.rs") || source.path.contains("/rest/");
        (line.code.contains("sea_orm::") && !source.is_in("server")) || (names(line.code, "DbErr") && (edge || !source.is_in("server")))
    });
    none(found, "callers see `domain::Error`, never `DbErr`, and the browser never sees `sea_orm`");
}

#[test]
fn the_environment_is_read_in_one_place() {
    let sources = Source::all("rs");
    let found = lines(&sources, |source, line| {
        let allowed = source.path == "server/config.rs" || source.is_in("server/config") || source.is_in("cli");
        (names(line.code, "std::env") || names(line.code, "env::var") || names(line.code, "env::var_os")) && !allowed
    });
    none(found, "std::env is named in server/config.rs and cli/ only");
}

#[test]
fn the_clock_is_read_in_one_place() {
    let clocks = ["Utc::now", "Local::now", "SystemTime::now", "Date::now", "Date::new_0"];
    let sources = Source::all("rs");
    // A browser has no clock to pass in: it is behind the same gate as the rest of it.
    let allowed = |source: &Source| source.path == "server/clock.rs" || source.is_in("ui/browser");
    let found = lines(&sources, |source, line| clocks.iter().any(|clock| names(line.code, clock)) && !allowed(source));
    none(found, "only server/clock.rs asks what time it is; pass `now`");
}

#[test]
fn only_whole_files_are_gated() {
    let sources = Source::all("rs");
    let found = lines(&sources, |source, line| {
        let gate = line.code.contains("cfg(") || line.code.contains("cfg_attr(") || line.code.contains("cfg!(");
        let allowed = matches!(source.path.as_str(), "lib.rs" | "main.rs" | "ui/browser/mod.rs") || source.is_in("rpc");
        gate && line.code.contains("feature") && !allowed
    });
    none(found, "gate by file: lib.rs, main.rs, ui/browser/mod.rs and one `use` an rpc file");
}
