//! Dispatch: sessions that Maestro starts itself, from the wish to what came of it.
//!
//! A wish becomes a session that waits, with money set aside for it, in one transaction ([`start()`]). The queue (`queue`) takes out
//! who may start; from then on one task looks after each session (`tend`): it has the runner started, reads its journal along,
//! stores what it means exactly once, and settles the end. All of it can be cut off at any point and is taken up again by
//! [`resume_all`] when the server starts.

mod asks;
mod book;
mod chain;
mod deliver;
mod feedback;
mod finish;
mod folders;
mod follow;
mod job;
mod launch;
mod material;
mod notes;
mod order;
mod overlaps;
mod pause;
mod price;
mod push;
mod queue;
pub mod rest;
mod restart;
mod start;
mod steer;
mod store;
mod tend;
pub mod tidy;
mod token;
mod view;
mod wish;

pub use asks::{answer, asks_of, list as list_asks, pending};
pub use deliver::tick as deliver_tick;
pub use feedback::feedback;
pub use order::{Place, prioritize, relocate};
pub use overlaps::Overlaps;
pub use push::push;
pub use queue::tick;
pub use restart::resume_all;
pub use start::{preview, start};
pub use steer::{message, resume, stop};
pub use view::{centre, diff, list, log, unfinished, view};
