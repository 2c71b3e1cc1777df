//! Pull requests, merge requests and commits: asking their hosts about them, and linking them to goals.

mod hooks;
mod links;
mod ops;
pub mod poll;
pub mod rest;
mod schedule;
mod settle;
mod store;

pub use ops::refresh;
pub use store::wake_host;
