//! Reads metrics from the places where they are kept.
//!
//! One folder a source: `client` asks, the others know what the peer's answers and refusals look like. What they share: a
//! window is asked in `pieces` that join without a doubled or a missing point, and `gathered` makes one series of them, or
//! says why there is none.

pub mod announce;
pub mod csv;
mod datadog;
mod eppo;
mod gathered;
mod grafana;
mod options;
mod pieces;
mod prometheus;
mod quicksight;
mod source;
#[cfg(test)]
mod tests;

pub use eppo::{EppoNews, read_webhook as read_eppo_webhook};
pub use options::{Patience, SourceOptions};
pub use quicksight::{Embedding, embed_url};
pub use source::{Fetched, MetricSource, open};
