//! What metrics did after changes: assessments, and what they stand on.

mod chart;
mod cut;
mod evaluate;
mod experiment;
mod found;
mod gather;
mod measuring;
mod news;
mod ops;
pub mod rest;
mod store;
mod tick;

pub use chart::picture;
pub use measuring::{measuring, told_of, versions};
pub use ops::{add_confounder, assess, judge, register, withdraw};
pub use store::newest_of;
pub use tick::tick;
