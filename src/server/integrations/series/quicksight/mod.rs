//! QuickSight: no interface tells the numbers of a dashboard, so a snapshot of one table is made, as CSV, and read.

mod client;
mod embed;
mod job;
mod place;
mod refusal;
mod s3;
mod sigv4;
#[cfg(test)]
mod tests;

pub(super) use client::Quicksight;
pub use embed::{Embedding, embed_url};
