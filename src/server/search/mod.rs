//! Finding things by their words: one index over all that people and agents write.
//!
//! Features keep the index by [`put`] and [`remove`] in the transaction of the
//! change itself, so that it is never behind. SQLite looks words up in FTS5,
//! PostgreSQL in a `tsvector`; both fold case and accents, and both find the
//! last word of a query by its beginning.

mod ops;
pub mod rest;
mod snippet;
mod store;
mod words;

pub use ops::search;
pub use store::{Doc, Kind, find, goals_with, put, remove};
pub use words::{Query, fold};

#[cfg(test)]
mod tests;
