//! What a typed or spoken sentence means here. Reading it changes nothing: a person says yes, and the page or the program acts.

mod answer;
mod ask;
mod control;
pub mod rest;
mod start;
mod store;
mod understand;

pub use understand::understand;
