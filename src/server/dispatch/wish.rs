//! What a wish to start an agent comes to: who does it, where, with which words.

use super::{material, store};
use crate::{
    domain::{
        Error, Result, Usd,
        dispatch::{AgentKind, AutoApprove, Limits, NewDispatch, NewLimits, Preview, prompt},
        goal::Goal,
        routing::{About, Choice, Routing},
        task::Task,
    },
    server::{
        App,
        budget::{self, Claim},
        goals, repositories,
        repositories::Allowed,
        routing, tasks,
    },
};

/// Everything that was asked for, and everything that was chosen where nothing was.
#[derive(Clone, Debug)]
pub struct Wish {
    pub goal: Goal,
    pub task: Option<Task>,
    /// Where it works; the reason why it cannot, where it cannot.
    pub repo: Result<Allowed>,
    pub base: Option<String>,
    pub agent: AgentKind,
    pub model: Option<String>,
    pub choice: Choice,
    /// What a person asked for.
    pub asked: Limits,
    /// What the rule gives where a person asked for nothing.
    pub ruled: Limits,
    /// Word for word what the agent is told.
    pub prompt: String,
    /// What it is about, one line.
    pub title: String,
    pub auto_approve: AutoApprove,
}

/// Everything that `new` means; it was checked.
pub async fn resolve(app: &App, new: &NewDispatch) -> Result<Wish> {
    let db = app.store.reader();
    let (goal, task) = subject(app, new).await?;
    let last = store::last_of(db, goal.id.as_str()).await?;
    let repo = repository(app, new, last.as_ref().map(|job| job.repo.as_str())).await;
    let title = title(new, &goal, task.as_ref());
    let about = About {
        title: title.clone(),
        details: task.as_ref().and_then(|task| task.details.clone()).or(new.prompt.clone()),
        complexity: task.as_ref().map(|task| task.complexity).unwrap_or_default(),
        tags: goal.tags.clone(),
        repository: repo.as_ref().ok().map(|repo| repo.path.display().to_string()),
    };
    let rules = routing::read(db).await?;
    let left = budget::today(db, app.clock.now()).await?.room.percent_left();
    let choice = rules.choose(&about, left);
    let agent = new.agent()?.unwrap_or(choice.then.agent);
    let prompt = match (new.exact, &new.prompt) {
        (true, Some(prompt)) => prompt.clone(),
        _ => prompt::compose(&material::gather(db, new, &goal, task.as_ref()).await?),
    };
    Ok(Wish {
        base: new.base_branch.clone().or_else(|| repo.as_ref().ok().and_then(|repo| repo.base.clone())),
        model: model(new, agent, &choice, &rules),
        asked: new.limits.limits(),
        ruled: if agent == choice.then.agent || new.agent.is_none() { choice.then.limits.into() } else { rules.fallback.limits.into() },
        auto_approve: new.auto_approve.unwrap_or_default(),
        goal,
        task,
        repo,
        agent,
        choice,
        prompt,
        title,
    })
}

async fn subject(app: &App, new: &NewDispatch) -> Result<(Goal, Option<Task>)> {
    let db = app.store.reader();
    let task = match &new.task_id {
        Some(name) => Some(tasks::get(db, name).await.map_err(|error| at("/taskId", error))?),
        None => None,
    };
    let goal = match (&task, &new.goal_id) {
        (_, Some(name)) => goals::get(db, name).await.map_err(|error| at("/goalId", error))?,
        (Some(task), None) => goals::get(db, task.goal_id.as_str()).await?,
        (None, None) => return Err(Error::invalid("/goalId", "name a goal or a task")),
    };
    if let Some(task) = task.as_ref().filter(|task| task.goal_id != goal.id) {
        return Err(Error::invalid("/taskId", format!("{} does not belong to {}", task.key, goal.key)));
    }
    if goal.archived_at.is_some() {
        return Err(Error::conflict(format!("{} is in the archive; restore it first", goal.key)));
    }
    Ok((goal, task))
}

/// A record that a field of the body names and that is not there is a mistake in that field.
fn at(pointer: &str, error: Error) -> Error {
    match error {
        Error::NotFound { what } => Error::invalid(pointer, format!("there is no {what}")),
        other => other,
    }
}

/// The one that is named, else that of the goal's last session, else the only one.
async fn repository(app: &App, new: &NewDispatch, last: Option<&str>) -> Result<Allowed> {
    let db = app.store.reader();
    if let Some(asked) = new.repo.as_deref().or(last) {
        return repositories::allowed(db, asked).await;
    }
    match &repositories::list(db).await?[..] {
        [only] => repositories::allowed(db, &only.path).await,
        [] => Err(Error::invalid("/repo", "no repository is allowed yet: add one in Settings, under Repositories")),
        _ => Err(Error::invalid("/repo", "several repositories are allowed; say which one is meant")),
    }
}

fn title(new: &NewDispatch, goal: &Goal, task: Option<&Task>) -> String {
    const MOST: usize = 120;
    let asked = new.prompt.as_deref().filter(|_| !new.exact).and_then(|prompt| prompt.trim().lines().next());
    let whole = task.map(|task| task.title.as_str()).or(asked).unwrap_or(&goal.title);
    whole.chars().take(MOST).collect()
}

/// The one that is asked for, else the rule's if it is for this agent, else the first that the rules give that agent.
fn model(new: &NewDispatch, agent: AgentKind, choice: &Choice, rules: &Routing) -> Option<String> {
    let of_agent = |then: &crate::domain::routing::Then| (then.agent == agent).then(|| then.model.clone()).flatten();
    let all = rules.rules.iter().map(|rule| &rule.then).chain([&rules.fallback, &rules.cheaper]);
    let named = new.model().map(str::to_owned);
    named.or_else(|| of_agent(&choice.then)).or_else(|| all.into_iter().find_map(of_agent)).map(|model| agent.full_model(&model))
}

impl Wish {
    /// What it wants of the budget.
    pub fn claim(&self) -> Claim {
        Claim {
            goal: Some(self.goal.id.0.clone()),
            task: self.task.as_ref().map(|task| task.id.0.clone()),
            asked: self.asked.cost(),
            at_most: self.ruled.cost(),
            tokens: self.asked.tokens,
        }
    }

    /// What is shown before it starts.
    pub fn preview(self, expected: Option<Usd>, mut problems: Vec<String>) -> Preview {
        if let Err(error) = &self.repo {
            problems.push(error.to_string());
        }
        if let Some(blocked) = self.task.as_ref().filter(|task| !task.blocked_by.is_empty()) {
            problems.push(format!("{} waits for {} other tasks, and so will this session", blocked.key, blocked.blocked_by.len()));
        }
        Preview {
            tokens: prompt::tokens(&self.prompt),
            prompt: self.prompt,
            agent: self.agent,
            model: self.model,
            rule: Some(format!("{}: {}", self.choice.rule, self.choice.reason)),
            repo: self.repo.ok().map(|repo| repo.path.display().to_string()),
            limits: NewLimits {
                cost_usd: self.asked.cost().or(self.ruled.cost()),
                tokens: self.asked.tokens.or(self.ruled.tokens),
                seconds: self.asked.seconds.or(self.ruled.seconds),
            },
            expected_usd: expected,
            problems,
        }
    }
}
