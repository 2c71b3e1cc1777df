//! The server: never reaches a browser.

pub mod app;
pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod etag;
pub mod events;
pub mod evidence;
pub mod goals;
pub mod integrations;
pub mod json;
pub mod problem;
pub mod query;
pub mod reports;
pub mod router;
pub mod search;
pub mod spend;
pub mod tasks;
pub mod workers;

pub use app::App;
