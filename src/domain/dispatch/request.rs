//! The wish to start an agent.

use super::{AgentKind, AutoApprove, Limits};
use crate::domain::{
    Error, Result, Usd, patch,
    text::{Check, TEXT_MOST},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most files, sessions or addresses that a prompt refers to.
const REFERENCES_MOST: usize = 50;
/// The longest path, name of a branch, or name of a model, in characters.
const NAME_MOST: usize = 1_000;
/// The highest cap that can be set for one session, in dollars.
const COST_MOST: f64 = 100_000.0;
/// The longest run, in seconds (a week).
const SECONDS_MOST: u64 = 604_800;

/// The body that starts a session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewDispatch {
    /// Id or key of the task to be done.
    pub task_id: Option<String>,
    /// Id or key of the goal; needed without a task, together with a prompt.
    pub goal_id: Option<String>,
    /// What is to be done, beside what the task says.
    pub prompt: Option<String>,
    /// `prompt` is all that the agent is told: nothing is added.
    pub exact: bool,
    /// `claude-code`, `codex`, or `auto` (which is also what is taken where none is given): the routing rules decide.
    pub agent: Option<String>,
    /// A model of that agent, or `auto`.
    pub model: Option<String>,
    /// The folder of an allowed repository, or its name. The goal's last one, or the only one there is, where none is given.
    pub repo: Option<String>,
    /// What the work begins from: a branch, tag or commit. The repository's own choice where none is given.
    pub base_branch: Option<String>,
    #[serde(deserialize_with = "patch::or_default")]
    pub context: Context,
    #[serde(deserialize_with = "patch::or_default")]
    pub limits: NewLimits,
    pub auto_approve: Option<AutoApprove>,
    /// Not before this time.
    pub not_before: Option<DateTime<Utc>>,
    /// The higher ones start first; 0 unless given.
    pub priority: i32,
    /// Where it runs; `local` is all there is.
    pub runner: Option<String>,
}

/// What the prompt refers to beside the task.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Context {
    /// Paths in the repository.
    pub files: Vec<String>,
    /// Ids or keys of earlier sessions, whose outputs are told.
    pub sessions: Vec<String>,
    pub urls: Vec<String>,
    /// A text from outside, as that of a Jira ticket; it is told as data.
    pub text: Option<String>,
}

/// How far the session may go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewLimits {
    /// US dollars. What is left under the caps, and what the routing rules say, where none is given.
    pub cost_usd: Option<Usd>,
    /// Tokens sent and received, without what came from a cache.
    pub tokens: Option<i64>,
    /// Of wall clock.
    pub seconds: Option<u64>,
}

impl NewLimits {
    /// As the runner counts.
    pub fn limits(&self) -> Limits {
        Limits { cost_micros: self.cost_usd.map(Usd::micros), tokens: self.tokens, seconds: self.seconds }
    }
}

impl NewDispatch {
    /// Trims and refuses what does not fit, or could be taken for something else by git or by the agent.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked = Self {
            task_id: name(&mut check, "/taskId", self.task_id),
            goal_id: name(&mut check, "/goalId", self.goal_id),
            prompt: prompt(&mut check, "/prompt", self.prompt),
            agent: name(&mut check, "/agent", self.agent),
            model: name(&mut check, "/model", self.model),
            repo: path(&mut check, "/repo", self.repo),
            base_branch: branch(&mut check, "/baseBranch", self.base_branch),
            context: context(&mut check, self.context),
            limits: limits(&mut check, self.limits),
            ..self
        };
        if let Some(agent) = checked.agent.as_deref().filter(|agent| *agent != "auto")
            && let Err(error) = agent.parse::<AgentKind>()
        {
            check.fail("/agent", error.to_string());
        }
        if checked.runner.as_deref().is_some_and(|runner| runner != "local") {
            check.fail("/runner", "must be `local`: there are no other runners");
        }
        if checked.task_id.is_none() && (checked.goal_id.is_none() || checked.prompt.is_none()) {
            check.fail("/taskId", "name a task, or a goal together with a prompt");
        }
        if checked.exact && checked.prompt.is_none() {
            check.fail("/prompt", "must be given with exact");
        }
        check.done().map(|()| checked)
    }

    /// The agent that is asked for by name.
    pub fn agent(&self) -> Result<Option<AgentKind>> {
        let named = self.agent.as_deref().filter(|agent| *agent != "auto");
        named.map(|agent| agent.parse().map_err(|error: super::UnknownAgent| Error::invalid("/agent", error.to_string()))).transpose()
    }

    /// The model that is asked for by name.
    pub fn model(&self) -> Option<&str> {
        self.model.as_deref().filter(|model| *model != "auto")
    }
}

/// A text for the agent: of any length that fits, without characters that a terminal would obey.
pub fn prompt(check: &mut Check, pointer: &str, value: Option<String>) -> Option<String> {
    let value = value.filter(|text| !text.trim().is_empty())?;
    check.at_most(pointer, &value, TEXT_MOST);
    if let Some(found) = value.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        check.fail(pointer, format!("must not contain control characters, as {}", found.escape_default()));
    }
    Some(value)
}

/// A short name: no option, no control characters.
fn name(check: &mut Check, pointer: &str, value: Option<String>) -> Option<String> {
    let value = value.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())?;
    check.at_most(pointer, &value, NAME_MOST);
    if value.starts_with('-') {
        check.fail(pointer, "must not begin with a hyphen");
    }
    if value.chars().any(char::is_control) {
        check.fail(pointer, "must not contain control characters");
    }
    Some(value)
}

/// An absolute path without a way back up, or a single name.
fn path(check: &mut Check, pointer: &str, value: Option<String>) -> Option<String> {
    let value = name(check, pointer, value)?;
    if value.split('/').any(|part| part == "..") {
        check.fail(pointer, "must not contain `..`");
    } else if value.contains('/') && !value.starts_with('/') {
        check.fail(pointer, "must be an absolute path, or the name of an allowed repository");
    }
    Some(value)
}

/// What git would take for a branch, tag or commit.
pub fn branch(check: &mut Check, pointer: &str, value: Option<String>) -> Option<String> {
    let value = name(check, pointer, value)?;
    let forbidden = [' ', '~', '^', ':', '?', '*', '[', '\\'];
    if value.contains(forbidden) || value.contains("..") || value.contains("@{") || value.ends_with('/') || value.ends_with(".lock") {
        check.fail(pointer, "is not the name of a branch, tag or commit");
    }
    Some(value)
}

fn context(check: &mut Check, context: Context) -> Context {
    for (pointer, list) in [("/context/files", &context.files), ("/context/sessions", &context.sessions), ("/context/urls", &context.urls)]
    {
        if list.len() > REFERENCES_MOST {
            check.fail(pointer, format!("must have at most {REFERENCES_MOST} entries"));
        }
    }
    let files = context.files.into_iter().enumerate().filter_map(|(i, file)| inside(check, &format!("/context/files/{i}"), file));
    let files = files.collect();
    let sessions = context.sessions.into_iter().enumerate();
    let sessions = sessions.filter_map(|(i, session)| name(check, &format!("/context/sessions/{i}"), Some(session))).collect();
    let urls = context.urls.into_iter().enumerate();
    let urls = urls.filter_map(|(i, url)| check.url(&format!("/context/urls/{i}"), Some(url))).collect();
    Context { files, sessions, urls, text: prompt(check, "/context/text", context.text) }
}

/// A path inside the repository.
fn inside(check: &mut Check, pointer: &str, file: String) -> Option<String> {
    let file = name(check, pointer, Some(file))?;
    if file.starts_with('/') || file.split('/').any(|part| part == "..") {
        check.fail(pointer, "must be a path inside the repository");
    }
    Some(file)
}

/// How far a session may go, if that makes sense.
pub fn limits(check: &mut Check, limits: NewLimits) -> NewLimits {
    if limits.cost_usd.is_some_and(|cost| cost <= Usd::ZERO || cost.dollars() > COST_MOST) {
        check.fail("/limits/costUsd", "must be more than 0 and at most 100,000 dollars");
    }
    if limits.tokens.is_some_and(|tokens| tokens <= 0) {
        check.fail("/limits/tokens", "must be more than 0");
    }
    if limits.seconds.is_some_and(|seconds| seconds == 0 || seconds > SECONDS_MOST) {
        check.fail("/limits/seconds", format!("must be between 1 and {SECONDS_MOST} seconds"));
    }
    limits
}

/// What a started, or waiting, session is called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dispatched {
    pub session_id: crate::domain::SessionId,
    /// `S56`
    pub key: String,
    pub status: crate::domain::session::SessionStatus,
    /// Why it waits, where it does.
    pub waits_for: Option<String>,
    pub url: String,
}

/// What would be started: shown before it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Word for word what the agent is told first.
    pub prompt: String,
    /// An estimate of its size.
    pub tokens: u64,
    pub agent: AgentKind,
    pub model: Option<String>,
    /// Which routing rule decided, and why.
    pub rule: Option<String>,
    pub repo: Option<String>,
    pub limits: NewLimits,
    /// What earlier sessions like it cost, where there were some.
    pub expected_usd: Option<Usd>,
    /// What speaks against it: no room in the budget, no repository, an agent that is not installed.
    pub problems: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(new: NewDispatch) -> Vec<String> {
        match new.check() {
            Err(Error::Invalid { errors }) => errors.into_iter().map(|error| error.pointer).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn task() -> NewDispatch {
        NewDispatch { task_id: Some("T1".into()), ..NewDispatch::default() }
    }

    #[test]
    fn what_could_be_taken_for_something_else_is_refused() {
        let text = |text: &str| Some(text.to_owned());
        for branch in ["--upload-pack=x", "a..b", "a b", "x^1", "@{u}", "a\u{1b}b"] {
            assert_eq!(refused(NewDispatch { base_branch: text(branch), ..task() }), ["/baseBranch"], "{branch}");
        }
        for repo in ["../x", "/a/../b", "a/relative", ".."] {
            assert_eq!(refused(NewDispatch { repo: text(repo), ..task() }), ["/repo"], "{repo}");
        }
        assert_eq!(refused(NewDispatch { prompt: text("a\u{1b}[2Jb"), ..task() }), ["/prompt"]);
        assert_eq!(refused(NewDispatch { agent: text("gemini"), ..task() }), ["/agent"]);
        assert_eq!(refused(NewDispatch { model: text("--model"), ..task() }), ["/model"]);
        let files = Context { files: vec!["/etc/passwd".into(), "src/../../x".into(), "src/a.rs".into()], ..Context::default() };
        assert_eq!(refused(NewDispatch { context: files, ..task() }), ["/context/files/0", "/context/files/1"]);
    }

    #[test]
    fn a_goal_needs_a_prompt_and_a_task_does_not() {
        assert!(task().check().is_ok());
        let goal = NewDispatch { goal_id: Some("G1".into()), ..NewDispatch::default() };
        assert_eq!(refused(goal.clone()), ["/taskId"]);
        assert!(NewDispatch { prompt: Some("Do\tit\n".into()), ..goal }.check().is_ok());
    }
}
