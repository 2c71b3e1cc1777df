//! What Maestro talks about: plain values and the rules that hold for them.
//!
//! Both sides of the wire share these types. Nothing here knows the clock, the
//! network or the disk; what depends on the time takes `now`.

pub mod artifact;
pub mod assessment;
pub mod auth;
pub mod board;
pub mod budget;
pub mod change;
pub mod command;
pub mod confounder;
pub mod connection;
pub mod context;
pub mod delivery;
pub mod dispatch;
pub mod error;
pub mod event;
pub mod experiment;
pub mod feedback;
pub mod foresight;
pub mod frame;
pub mod goal;
pub mod hunk;
pub mod hypothesis;
pub mod id;
pub mod impact;
pub mod inbox;
pub mod jira;
pub mod marker;
pub mod metric;
pub mod metric_source;
pub mod model_use;
pub mod money;
pub mod narrative;
pub mod outcome;
pub mod page;
pub mod patch;
pub mod plan;
pub mod portfolio;
pub mod progress;
pub mod reading;
pub mod reference;
pub mod report;
pub mod repository;
pub mod retention;
pub mod routing;
pub mod search;
pub mod series;
pub mod session;
pub mod span;
pub mod standup;
pub mod stats;
pub mod task;
pub mod text;
pub mod transcript;
pub mod update;
pub mod work;

pub use error::{Error, FieldError, Result};
pub use id::{ArtifactId, GoalId, MetricId, NarrativeId, PersonId, ReportId, SessionId, TaskId, TokenId, UpdateId};
pub use money::Usd;
pub use page::Page;
