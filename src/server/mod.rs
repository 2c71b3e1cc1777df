//! The server: never reaches a browser.

pub mod agents;
pub mod ai;
pub mod app;
pub mod assessments;
pub mod auth;
pub mod backup;
pub mod budget;
pub mod charts;
pub mod clock;
pub mod commands;
pub mod config;
pub mod connections;
pub mod datadir;
pub mod db;
pub mod delivery;
pub mod dispatch;
pub mod doctor;
pub mod etag;
pub mod events;
pub mod evidence;
pub mod export;
pub mod git;
pub mod goals;
pub mod growth;
pub mod health;
pub mod http;
pub mod idempotency;
pub mod impact;
pub mod import;
pub mod integrations;
pub mod jira;
pub mod json;
pub mod markdown;
pub mod metric_sources;
pub mod metrics;
pub mod narratives;
pub mod openapi;
pub mod packing;
pub mod people;
pub mod planning;
pub mod portfolio;
pub mod problem;
pub mod public;
pub mod pulls;
pub mod query;
pub mod reports;
pub mod repositories;
pub mod router;
pub mod routing;
pub mod runner;
pub mod search;
pub mod secrets;
pub mod serve;
pub mod settings;
pub mod spend;
pub mod standup;
pub mod tasks;
pub mod workers;

pub use app::App;

use dioxus::server::{DioxusRouterExt, FullstackState, ServeConfig};

/// The pages, and the functions that they ask.
fn pages() -> axum::Router {
    axum::Router::<FullstackState>::new().serve_api_application(ServeConfig::new(), crate::ui::App)
}
