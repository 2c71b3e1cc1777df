//! Datadog: its metrics.
//!
//! A query in JSON (`{"queries": […], "formulas": […]}`) goes to v2, which takes formulas and is told the step. A plain one goes
//! to v1, whose query language has arithmetic of its own: there Datadog chooses the step by the length of what is asked.

mod client;
mod refusal;
mod site;
#[cfg(test)]
mod tests;
mod v1;
mod v2;

pub(super) use client::{Datadog, connect, key_headers, over};
pub(super) use site::{api, intake, is_datadog};
