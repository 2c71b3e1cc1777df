//! Proposals, for the pages: tasks of a goal, and what a sentence means.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, commands, planning, tasks};

use crate::domain::{
    Result,
    command::Understood,
    plan::Proposal,
    task::{NewTask, Task},
};
use dioxus::prelude::*;

/// Proposes tasks for a goal; nothing is stored.
#[post("/rpc/plan/decompose", app: App, who: Caller)]
pub async fn decompose(goal: String, instructions: Option<String>) -> Result<Proposal> {
    who.may_write()?;
    planning::propose(&app, &goal, planning::Wishes { instructions, jira: None }).await
}

/// Adds the tasks of a proposal, all or none; `dependsOn` may name an earlier one as `#0`.
#[post("/rpc/plan/accept", app: App, who: Caller)]
pub async fn accept(goal: String, proposed: Vec<NewTask>) -> Result<Vec<Task>> {
    tasks::add(&app, who.may_write()?, goal, proposed, false).await
}

/// What a typed or spoken sentence means here; nothing happens by it. `ask` a model where the grammar finds nothing.
#[post("/rpc/plan/command", app: App, who: Caller)]
pub async fn command(text: String, goal: Option<String>, ask: bool) -> Result<Understood> {
    who.may_read()?;
    commands::understand(&app, &text, goal.as_deref(), ask).await
}
