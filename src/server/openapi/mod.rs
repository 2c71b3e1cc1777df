//! The contract, as the code has it: an OpenAPI document and a page to read it.

mod document;
mod operations;
mod page;
mod rest;
mod schema;

pub use document::complete;
pub use rest::routes;
