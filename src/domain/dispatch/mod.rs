//! Starting agents: which one, what it may do, what became of it.

mod agent;
mod ask;
mod centre;
mod failure;
mod memory;
mod outcome;
pub mod prompt;
mod request;
mod risk;
pub mod shell;

pub use agent::{AgentKind, Limits, UnknownAgent};
pub use ask::{Ask, AskStatus, Reply};
pub use centre::{Centre, Installed, Overlap, Pause};
pub use failure::{FailureClass, Next};
pub use memory::Memory;
pub use outcome::{Cause, Exit, Outcome};
pub use request::{
    Context, Dispatched, NewDispatch, NewLimits, Preview, branch as check_branch, limits as check_limits, prompt as check_prompt,
};
pub use risk::{Assessment, AutoApprove, Decision, Remember, Risk};
