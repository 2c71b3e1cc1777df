//! Starting agents: which one, what it may do, what became of it.

mod agent;
mod failure;
mod memory;
mod outcome;
mod risk;
pub mod shell;

pub use agent::{AgentKind, Limits, UnknownAgent};
pub use failure::{FailureClass, Next};
pub use memory::Memory;
pub use outcome::{Cause, Exit, Outcome};
pub use risk::{Assessment, AutoApprove, Decision, Remember, Risk};
