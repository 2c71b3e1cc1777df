//! Taking a goal apart into tasks. What comes out is a proposal: nothing is stored.

mod ops;
pub mod rest;

pub use ops::{Wishes, propose};
