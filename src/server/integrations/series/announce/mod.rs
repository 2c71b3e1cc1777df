//! Tells others that something was merged, so that their charts show it too.

mod datadog;
mod grafana;
#[cfg(test)]
mod tests;

pub use datadog::{ChangeEvent, send_change_event};
pub use grafana::{Annotation, annotate};
