//! The tests of the whole: one binary, one module a subject.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod access;
mod agents;
mod backends;
mod budget;
mod cli;
mod commands;
mod crash;
mod dispatch;
mod faults;
mod goal_page;
mod goals;
mod idempotency;
mod import;
mod interface;
mod jira;
mod live;
mod measuring;
mod migrations;
mod narratives;
mod planning;
mod portfolio;
mod program;
mod prometheus;
mod pulls;
mod reports;
mod repositories;
mod routing;
mod runner;
mod secrets;
mod shapes;
mod standup;
mod store;
mod support;
mod tasks;
mod tidy;
