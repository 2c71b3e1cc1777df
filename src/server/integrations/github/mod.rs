//! GitHub, github.com and Enterprise Server.

mod client;
mod map;
mod remarks;
#[cfg(test)]
mod tests;
mod webhook;
mod wire;

pub(super) use client::Github;
pub use webhook::{read as read_webhook, verify as verify_webhook};
