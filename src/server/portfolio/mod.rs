//! The portfolio: goals with their proof, as a page and as documents.

mod document;
mod ops;
pub mod rest;
mod store;

pub use document::{Document, Format, document};
pub use ops::page;
