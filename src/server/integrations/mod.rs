//! Reads the outside world: code hosts, trackers of issues, and the places that metrics come from.
//!
//! A capability: it knows neither the features nor `App`, takes options and gives back values. Per host there is `client`
//! (HTTP), `wire` (only the fields we read) and `map` (pure, wire → domain).

/// What a peer really answered, by its name below `tests/fixtures`.
#[cfg(test)]
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/", $name))
    };
}

mod backoff;
mod change;
mod code_host;
mod error;
pub mod github;
pub mod gitlab;
mod happening;
mod http;
pub mod jira;
#[cfg(test)]
#[path = "../../../tests/it/support/peer.rs"]
mod peer;
mod reach;
mod remarks;
mod reviews;
pub mod series;
mod signature;
mod test_files;

pub use backoff::untold_wait;
pub use change::{Change, Quota};
pub use code_host::{CodeHost, Fetched, NewChange};
pub use error::SourceError;
pub use happening::{Distrust, Happening, PulledChange, PushedCommit};
pub use http::{Answer, Options, Recall};
pub use reach::Reach;
pub use remarks::Remarks;
pub use signature::is_signed;
