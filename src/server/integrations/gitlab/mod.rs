//! GitLab, gitlab.com and self-managed.

mod client;
mod map;
mod remarks;
#[cfg(test)]
mod tests;
mod webhook;
mod wire;

pub(super) use client::Gitlab;
pub use webhook::{read as read_webhook, verify as verify_webhook};
