//! The portfolio as documents: values in, text out. Knows no feature.

mod assessed;
mod comment;
pub mod json;
pub mod markdown;
mod proof;
mod text;

pub use comment::{comment, signature};
pub use text::{inline, nested, quoted};

#[cfg(test)]
mod tests;
