//! Narratives: the story of a goal, with every figure checked.

mod html;
mod ops;
pub mod rest;
mod store;

pub use ops::{change, generate, get, of_goal, pieces, shown};
