//! Maestro: plan the work, prove the work.
//!
//! Four folders say where code runs. `domain` is what Maestro talks about, on
//! both sides of the wire; `rpc` is the seam between the page and the server;
//! `ui` is what people see, rendered on the server and again in the browser;
//! `server` never reaches a browser; `cli` is the command line in front of it.
//! `ARCHITECTURE.md` is the map.

pub mod domain;
pub mod rpc;
pub mod ui;

#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "server")]
pub mod server;
