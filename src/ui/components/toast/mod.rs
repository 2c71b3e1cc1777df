//! Short notices, and the way back from what was just done.

mod region;
mod stack;

pub use region::ToastRegion;
pub use stack::{Toasts, use_toasts};
