//! Grafana: its own query interface, and the Prometheus behind its proxy.

mod client;
mod frames;
mod place;
#[cfg(test)]
mod tests;

pub(super) use client::{Grafana, itself};
