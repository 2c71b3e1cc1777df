//! No route is forgotten: what the router has, what the contract has, what the seam has, what the pages have.

use super::table::TABLE;
use crate::support::{TestApp, public_folder};
use dioxus::{prelude::Routable, router::SegmentType, server::ServerFunction};
use maestro::{
    server::{public::Public, router},
    ui::Route,
};
use std::{collections::BTreeSet, sync::Arc};

#[test]
fn every_operation_of_the_contract_is_in_the_table() {
    let document = serde_json::to_value(router::rest().into_openapi()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().keys().map(|key| key.to_uppercase());
        found.extend(methods.filter(|key| ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&key.as_str())).map(|m| (m, path.clone())));
    }
    in_table(found);
}

#[test]
fn every_server_function_is_in_the_table() {
    in_table(ServerFunction::collect().iter().map(|f| (f.method().to_string(), f.path().to_owned())).collect());
}

#[test]
fn every_page_is_in_the_table() {
    let pages = Route::flatten_site_map().map(|segments| {
        let parts = segments.iter().filter_map(|segment| match segment {
            SegmentType::Static("") => None,
            SegmentType::Static(name) => Some(format!("/{name}")),
            SegmentType::Dynamic(name) => Some(format!("/{{{name}}}")),
            SegmentType::CatchAll(_) => Some("/{*rest}".into()),
            _ => None,
        });
        let path: String = parts.collect();
        ("GET".to_owned(), if path.is_empty() { "/".into() } else { path })
    });
    in_table(pages.collect());
}

/// The router itself is the last word: it lists its paths when it is printed.
#[tokio::test]
async fn every_path_of_the_router_is_in_the_table() {
    let app = TestApp::new().await;
    let public = Arc::new(Public::open(&public_folder()).unwrap());
    let printed = format!("{:?}", router::router(&app.app, public));
    let lists = printed.split("paths: {").skip(1).filter_map(|rest| rest.split('}').next().map(|_| rest));
    let quoted =
        lists.flat_map(|list| list.split("RouteId(").skip(1).filter_map(|one| Some(one.split_once("): \"")?.1.split_once('"')?.0)));
    let paths: BTreeSet<&str> = quoted.filter(|path| path.starts_with('/') && !path.contains("__private__")).collect();
    assert!(paths.len() > 30 && paths.contains("/signout"), "the router's paths were not read: {paths:?}");
    let missing: Vec<&&str> = paths.iter().filter(|path| !TABLE.iter().any(|(_, known, _)| known == *path)).collect();
    assert!(missing.is_empty(), "add these paths to tests/it/access/table.rs: {missing:?}");
}

fn in_table(found: Vec<(String, String)>) {
    assert!(!found.is_empty());
    let missing = found.iter().filter(|(method, path)| !TABLE.iter().any(|(m, p, _)| m == method && p == path));
    let lines: BTreeSet<String> = missing.map(|(method, path)| format!("    (\"{method}\", \"{path}\", Need::…),")).collect();
    let lines: Vec<String> = lines.into_iter().collect();
    assert!(lines.is_empty(), "say in tests/it/access/table.rs what these need:\n{}", lines.join("\n"));
}
