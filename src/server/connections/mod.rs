//! Connections to code hosts, trackers and models: where they answer, with which token, how they are.

mod addresses;
mod hosts;
mod models;
mod ops;
pub mod rest;
mod store;
mod trackers;

pub use hosts::{code_host, for_reference, for_remote, webhook_secrets, with_token};
pub use models::model;
pub use ops::{add, change, list, remove, test};
pub use store::{Mark, answer, code_host_known, keep_answers, mark};
pub use trackers::{jira, jira_at, jiras, mark_of, open as open_jira};
