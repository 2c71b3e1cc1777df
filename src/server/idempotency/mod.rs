//! `Idempotency-Key`: the same request again gets the first answer, and does nothing.

mod answer;
mod layer;
mod store;

pub use answer::ShownOnce;
pub use layer::{Idempotency, once};
