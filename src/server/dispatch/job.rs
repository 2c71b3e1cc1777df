//! A session that Maestro starts itself, with all that it knows of it.

use crate::{
    domain::{
        Usd,
        delivery::Delivered,
        dispatch::{AgentKind, AutoApprove, FailureClass, Limits, NewLimits},
        session::{Session, Started},
        work::Commit,
    },
    server::budget::Reserved,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One of them.
#[derive(Clone, Debug)]
pub struct Job {
    pub session: Session,
    pub repo: String,
    /// What its work begins from, as it was asked for.
    pub base: Option<String>,
    /// The commit that this was.
    pub base_sha: Option<String>,
    pub branch: Option<String>,
    pub worktree: Option<PathBuf>,
    /// What its agent is told first.
    pub prompt: String,
    pub auto_approve: AutoApprove,
    pub rule: Option<String>,
    pub priority: i32,
    /// A chain started it, and no person.
    pub automatic: bool,
    pub not_before: Option<DateTime<Utc>>,
    pub waits_for: Option<String>,
    /// Of all its runs together.
    pub limits: Limits,
    /// Of every cap, until it ends.
    pub reserved: Reserved,
    /// How often its agent was started.
    pub run: u32,
    pub pid: Option<u32>,
    pub next: Next,
    /// Of the same class, in a row.
    pub failures: u32,
    pub failure: Option<FailureClass>,
    pub exit_reason: Option<String>,
    pub activity: Option<String>,
    pub denials: u32,
    pub commits: Vec<Commit>,
    /// Of the worktree after the last run.
    pub fingerprint: Option<String>,
    /// Runs in a row that changed nothing.
    pub unchanged: u32,
    pub stop_asked_at: Option<DateTime<Utc>>,
    pub tidied_at: Option<DateTime<Utc>>,
    /// Since when its branch waits to be pushed by itself.
    pub deliver_since: Option<DateTime<Utc>>,
    pub delivered: Option<Delivered>,
    /// In the agent's context after its last call.
    pub context_tokens: Option<i64>,
    /// So many fit into it.
    pub context_window: Option<i64>,
    /// Its place among those that wait with the same priority, once somebody has put them in order.
    pub position: Option<i64>,
}

/// How its next run begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "begin")]
pub enum Next {
    /// A new conversation, with the prompt.
    #[default]
    Afresh,
    /// The same conversation, with these words.
    Resume { words: String },
    /// The turn that was cut off.
    Continue,
}

impl Job {
    /// The agent that it runs.
    pub fn agent(&self) -> Option<AgentKind> {
        self.session.agent.as_deref()?.parse().ok()
    }

    /// Spent by all runs so far.
    pub fn spent(&self) -> Usd {
        self.session.cost_usd.unwrap_or(Usd::ZERO)
    }

    /// What its limit in money leaves.
    pub fn cost_left(&self) -> Option<Usd> {
        self.limits.cost_micros.map(|limit| Usd::from_micros((limit - self.spent().micros()).max(0)))
    }

    /// What its limit in tokens leaves.
    pub fn tokens_left(&self) -> Option<i64> {
        let used = self.session.tokens;
        self.limits.tokens.map(|limit| (limit - used.input - used.output - used.cache_write).max(0))
    }

    /// How far the next run may go.
    pub fn run_limits(&self) -> Limits {
        Limits {
            cost_micros: self.reserved.cost.or(self.cost_left()).map(Usd::micros),
            tokens: self.reserved.tokens.or(self.tokens_left()),
            seconds: self.limits.seconds,
        }
    }

    /// Nothing of the caps is kept for it any more.
    pub fn release(&mut self) {
        self.reserved = Reserved::default();
    }

    /// What the page and the interface show of it.
    pub fn started(&self) -> Started {
        Started {
            repo: self.repo.clone(),
            base_branch: self.base.clone(),
            branch: self.branch.clone(),
            worktree: self.worktree.as_ref().map(|path| path.display().to_string()),
            pid: self.pid,
            run: self.run,
            auto_approve: self.auto_approve,
            limits: NewLimits { cost_usd: self.limits.cost(), tokens: self.limits.tokens, seconds: self.limits.seconds },
            reserved_usd: self.reserved.cost,
            rule: self.rule.clone(),
            priority: self.priority,
            not_before: self.not_before,
            waits_for: self.waits_for.clone(),
            exit_reason: self.exit_reason.clone(),
            failure: self.failure.map(|class| class.label().to_owned()),
            activity: self.activity.clone(),
            denials: self.denials,
            automatic: self.automatic,
            delivered: self.delivered.clone(),
            context_tokens: self.context_tokens,
            context_window: self.context_window,
        }
    }
}
