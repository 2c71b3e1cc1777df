//! The rules that hold for every request to a peer.

mod answer;
mod ask;
mod body;
mod send;
#[cfg(test)]
mod tests;
mod visit;

pub use answer::{Answer, Recall};
pub(super) use ask::Ask;
pub use send::Options;
pub(super) use send::{Auth, Http, Manners, secret_value};
pub(super) use visit::Visit;
