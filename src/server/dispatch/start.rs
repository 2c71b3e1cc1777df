//! Starting a session: money is set aside and the session waits, in one transaction.

use super::{
    job::{Job, Next},
    price, store,
    wish::{self, Wish},
};
use crate::{
    domain::{
        Error, Result,
        dispatch::{Dispatched, Limits, NewDispatch, Preview},
        session::Session,
    },
    server::{
        App, agents,
        auth::Caller,
        budget::{self, Reserved},
        db::{Change, Tx},
        evidence::{self, NewSession},
        routing,
    },
};

/// Starts a session, or puts it into the queue.
pub async fn start(app: &App, who: &Caller, new: NewDispatch) -> Result<Dispatched> {
    let new = new.check()?;
    let wish = wish::resolve(app, &new).await?;
    let started = app.store.write(who, app.clock.now(), async move |tx| enqueue(tx, wish, &new, Money::Now).await).await?;
    app.queue.notify_one();
    Ok(told(&started.session, started.waits_for))
}

/// When the money for a session is set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// At once: where there is no room, the session does not even wait.
    Now,
    /// When it starts.
    Later,
}

/// Adds the session and everything that is known about it.
pub async fn enqueue(tx: &mut Tx, wish: Wish, new: &NewDispatch, money: Money) -> Result<Job> {
    let repo = wish.repo.clone()?;
    // What starts on another day is money of that day: today's must not wait for it.
    let another_day = match new.not_before {
        Some(at) => at >= budget::end_of_day(tx.db(), tx.now()).await?,
        None => false,
    };
    let reserved = match money {
        Money::Now if !another_day => budget::reserve(tx, &wish.claim()).await?,
        Money::Now | Money::Later => Reserved::default(),
    };
    let limits = Limits {
        cost_micros: wish.asked.cost_micros.or_else(|| reserved.cost.or(wish.ruled.cost()).map(crate::domain::Usd::micros)),
        tokens: wish.asked.tokens.or(reserved.tokens).or(wish.ruled.tokens),
        seconds: wish.asked.seconds.or(wish.ruled.seconds),
    };
    if limits.cost_micros.is_some() {
        price::refuse_unpriced(wish.agent, wish.model.as_deref(), tx.now().date_naive())?;
    }
    let about = NewSession {
        goal_id: Some(wish.goal.id.as_str()),
        task_id: wish.task.as_ref().map(|task| task.id.as_str()),
        agent: wish.agent.as_str(),
        model: wish.model.as_deref(),
        summary: &wish.title,
    };
    let session = evidence::add_session(tx, &about).await?;
    let job = Job {
        session,
        repo: repo.path.to_str().map(str::to_owned).ok_or_else(|| Error::invalid("/repo", "must be Unicode"))?,
        base: wish.base,
        base_sha: None,
        branch: None,
        worktree: None,
        prompt: wish.prompt,
        auto_approve: wish.auto_approve,
        rule: Some(wish.choice.rule),
        priority: new.priority,
        automatic: money == Money::Later,
        not_before: new.not_before.filter(|at| *at > tx.now()),
        waits_for: None,
        limits,
        reserved,
        run: 0,
        pid: None,
        next: Next::Afresh,
        failures: 0,
        failure: None,
        exit_reason: None,
        activity: None,
        denials: 0,
        commits: Vec::new(),
        fingerprint: None,
        unchanged: 0,
        stop_asked_at: None,
        tidied_at: None,
        deliver_since: None,
        delivered: None,
        context_tokens: None,
        context_window: None,
        position: None,
    };
    store::insert(tx, &job).await?;
    let by = if job.automatic { "put into the queue, as what it needed is done" } else { "put into the queue" };
    record(tx, &job, "session.created", format!("{}: {by}", job.session.key)).await?;
    Ok(job)
}

/// An entry of the log about a session.
pub async fn record(tx: &mut Tx, job: &Job, kind: &str, summary: String) -> Result<()> {
    let goal_id = job.session.goal_id.as_ref().map(crate::domain::GoalId::as_str);
    let id = Some(job.session.id.as_str());
    tx.record(Change { kind, goal_id, session_id: id, subject_id: id, summary }).await
}

/// The answer to a start.
pub fn told(session: &Session, waits_for: Option<String>) -> Dispatched {
    Dispatched {
        session_id: session.id.clone(),
        key: session.key.clone(),
        status: session.status,
        waits_for,
        url: format!("/sessions/{}", session.key),
    }
}

/// What would be started: the prompt, the agent, the limits, and what speaks against it.
pub async fn preview(app: &App, new: NewDispatch) -> Result<Preview> {
    let new = new.check()?;
    let wish = wish::resolve(app, &new).await?;
    let mut problems = Vec::new();
    let folders = &app.config.agents.path;
    if agents::find(wish.agent, app.config.agents.set(wish.agent), folders).is_none() {
        problems.push(format!("{} is not installed on this machine, or not on PATH", wish.agent.label()));
    }
    let (expected, _) = routing::expected(app.store.reader(), wish.agent, wish.model.as_deref()).await?;
    Ok(wish.preview(expected, problems))
}
