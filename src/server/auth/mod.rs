//! Who may call, with what, from where: decided here and nowhere else.

mod caller;

pub use caller::{Access, Caller};
