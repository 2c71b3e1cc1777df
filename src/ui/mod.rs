//! What people see: rendered on the server first, then live in the browser.
//!
//! `app.rs` is the root, `route.rs` the addresses, `shell` the frame around
//! every page. Pages load what they show through `rpc`; `components` know no
//! feature; only `browser` touches the document.

mod app;
mod asks;
pub mod browser;
pub mod components;
mod figures;
pub mod format;
pub mod hooks;
mod keys;
mod pages;
mod palette;
mod patch;
mod picker;
pub mod route;
mod shell;
mod start;
pub mod theme;

pub use app::App;
pub use route::Route;
