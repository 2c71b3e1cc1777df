//! What metrics did after changes: assessments, and what they stand on.

mod chart;
mod cut;
mod evaluate;
mod experiment;
mod explain;
mod found;
mod gather;
mod measuring;
mod news;
mod ops;
pub mod rest;
mod store;
mod tick;

pub use chart::{beyond_pictures, explored, picture};
pub use explain::explain;
pub use measuring::{assessed_of, measuring, told_of, versions};
pub use ops::{add_confounder, assess, judge, register, withdraw};
pub use store::{Standing, newest_of, standings};
pub use tick::tick;
