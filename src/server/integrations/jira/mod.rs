//! Jira, Cloud and Data Center: searched, and told in a comment.

mod adf;
mod client;
mod comment;
mod map;
mod talk;
#[cfg(test)]
mod tests;
mod wire;

pub use client::{Deployment, Found, Jira};
