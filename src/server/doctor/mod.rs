//! A look at everything that Maestro needs, and what to do where something is wrong.

mod agents;
mod checks;

use super::config::Config;
use crate::domain::dispatch::AgentKind;
use serde::Serialize;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Ok,
    /// Worth knowing; Maestro works.
    Note,
    /// Something does not work.
    Fault,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub state: State,
    /// What was found.
    pub detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Check {
    fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self { name, state: State::Ok, detail: detail.into(), remedy: None }
    }

    fn note(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, state: State::Note, detail: detail.into(), remedy: Some(remedy.into()) }
    }

    fn fault(name: &'static str, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { name, state: State::Fault, detail: detail.into(), remedy: Some(remedy.into()) }
    }
}

/// Looks at everything; changes nothing.
pub async fn examine(config: &Config) -> Vec<Check> {
    let mut found = vec![checks::folder(config), checks::disk(config), checks::key(config), checks::pages()];
    found.extend(checks::database(config).await);
    for agent in AgentKind::ALL {
        found.push(agents::look(agent, &config.agents).await);
    }
    found
}
