//! The rules that hold for every request to a code host.

mod answer;
mod body;
mod send;
#[cfg(test)]
mod tests;
mod visit;

pub use answer::{Answer, Recall};
pub use send::Options;
pub(super) use send::{Auth, Http};
pub(super) use visit::Visit;
