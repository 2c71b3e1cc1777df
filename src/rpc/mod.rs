//! The seam: what the pages ask of the server. Each is one line over the verbs of a feature.
//!
//! A server function is a public HTTP endpoint. The gate in front of the router
//! decides who may call it; each one also names `app` and `who`, so that a call
//! past the gate finds nobody and is refused.

pub mod connections;
pub mod delivery;
mod error;
pub mod evidence;
pub mod frame;
pub mod goals;
pub mod inbox;
pub mod jira;
pub mod markdown;
pub mod metrics;
pub mod money;
pub mod narratives;
pub mod people;
pub mod plan;
pub mod portfolio;
pub mod repositories;
pub mod search;
pub mod sessions;
pub mod tasks;
pub mod tokens;
