//! The portfolio as documents: values in, text out. Knows no feature.

pub mod json;
pub mod markdown;
mod proof;
mod text;

pub use text::{inline, nested, quoted};

#[cfg(test)]
mod tests;
