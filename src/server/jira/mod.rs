//! Goals from Jira: brought in by a query, kept in step with their issues, and told about when they are proven.

mod ask;
mod comment;
mod keeping;
mod ops;
pub mod rest;
mod store;
mod suggest;
mod sync;
mod take;

pub use comment::{Commented, comment};
pub use keeping::{change as change_keeping, list as keepings};
pub use ops::{import, preview, steps, text};
pub use store::{forget, text_of, wake};
pub use suggest::suggest;
pub use sync::{Report, now as sync_now, tick};
