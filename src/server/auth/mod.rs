//! Who may call, with what, from where: decided here and nowhere else.

mod caller;
mod reach;

pub use caller::{Access, Caller};
