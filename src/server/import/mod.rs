//! Bringing in what other programs kept.

pub mod darvis;
