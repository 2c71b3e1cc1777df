//! Prometheus, and what speaks its language.

mod advice;
mod client;
#[cfg(test)]
mod tests;
mod wire;

pub(super) use client::{Prometheus, manners, repeats};
