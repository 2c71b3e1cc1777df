//! Stores what a stretch of a journal means, in one transaction with how far it was read: exactly once.

use super::{follow::beyond, job::Job, start, store};
use crate::{
    domain::{
        Result, SessionId, Usd,
        dispatch::{Decision, Reply},
        session::{SessionStatus, Tokens},
        transcript::{Approval, Event},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        evidence,
        runner::{Note, Totals},
    },
};
use std::collections::BTreeSet;

/// What was read and is not stored yet.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Number of the last record, and what was counted up to it.
    reached: Option<(u64, Totals)>,
    urgent: bool,
    external_id: Option<String>,
    model: Option<String>,
    activity: Option<String>,
    asked: Vec<Approval>,
    withdrawn: BTreeSet<String>,
    denials: u32,
    stopping: bool,
    /// A subscription pays.
    plan: bool,
    /// The agent gave figures of its own, which models may share in another way than ours.
    settled: bool,
    /// Tokens in the agent's context, and how many fit into it.
    context: Option<(i64, Option<i64>)>,
}

/// What was counted in a run beside a batch.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Up to the batch.
    pub before: Totals,
    /// By model, up to the end of the batch.
    pub models: Vec<(Option<String>, Totals)>,
}

impl Batch {
    /// Nothing was read.
    pub fn is_empty(&self) -> bool {
        self.reached.is_none()
    }

    /// Somebody waits for it.
    pub fn is_urgent(&self) -> bool {
        self.urgent
    }

    /// Number of the last record.
    pub fn records(&self) -> u64 {
        self.reached.map(|(n, _)| n).unwrap_or_default()
    }

    /// What was counted up to there.
    pub fn totals(&self) -> Totals {
        self.reached.map(|(_, totals)| totals).unwrap_or_default()
    }

    /// Everything up to this record was read.
    pub fn reach(&mut self, n: u64, totals: Totals) {
        self.reached = Some((n, totals));
    }

    /// Something happened.
    pub fn see(&mut self, event: &Event) {
        match event {
            Event::Started { external_id, model, .. } => {
                self.external_id = Some(external_id.clone());
                self.model = model.clone().or(self.model.take());
                // What fits into one model says nothing of another.
                self.context = self.context.map(|(tokens, _)| (tokens, None));
                self.urgent = true;
            }
            Event::PaidByPlan => self.plan = true,
            Event::ToolCall { name, title, .. } => self.activity = Some(line(&format!("{name}: {title}"))),
            Event::FileEdit { path, .. } => self.activity = Some(line(&format!("edits {path}"))),
            Event::Text { text, .. } => self.activity = Some(line(text)),
            Event::Usage(_) => self.urgent = true,
            Event::RunTotal(_) => (self.settled, self.urgent) = (true, true),
            Event::Context { tokens, window } => self.context = Some((*tokens, *window)),
            Event::ApprovalRequested(approval) => {
                self.asked.push((**approval).clone());
                self.urgent = true;
            }
            Event::ApprovalWithdrawn { request } => {
                self.withdrawn.insert(request.clone());
                self.urgent = true;
            }
            Event::PermissionDenied { .. } => self.denials += 1,
            Event::Retry { class, attempt, .. } => self.activity = Some(format!("{}: tries again ({attempt})", class.label())),
            Event::TurnEnded { .. } => self.urgent = true,
            _ => {}
        }
    }

    /// The runner said something of itself.
    pub fn hear(&mut self, note: &Note) {
        match note {
            Note::Stopping { .. } => (self.stopping, self.urgent) = (true, true),
            Note::Held { reason } => self.activity = Some(line(reason)),
            _ => {}
        }
    }
}

/// The first line, as far as it fits.
fn line(text: &str) -> String {
    const MOST: usize = 160;
    text.trim().lines().next().unwrap_or_default().chars().take(MOST).collect()
}

/// Stores it; whether it led to answers that the agent has to be told.
pub async fn book(app: &App, session: &SessionId, run: u32, counted: Counted, batch: Batch) -> Result<bool> {
    let id = session.clone();
    let op = async move |tx: &mut Tx| apply(tx, &id, run, counted, batch).await;
    app.store.write(&Caller::system("dispatch"), app.clock.now(), op).await
}

async fn apply(tx: &mut Tx, session: &SessionId, run: u32, counted: Counted, batch: Batch) -> Result<bool> {
    let booked = counted.before;
    let (records, totals) = (batch.records(), batch.totals());
    if store::run(tx.db(), session.as_str(), run).await?.records >= records {
        return Ok(false);
    }
    let mut job = store::job(tx.db(), session.as_str()).await?;
    let before = (job.session.status, job.activity.clone(), job.context_tokens, job.context_window);
    count(&mut job, booked, totals);
    if batch.plan && job.session.cost_source == evidence::COUNTED {
        job.session.cost_source = evidence::PLAN.to_owned();
    }
    fill(tx, &mut job, &batch).await?;
    job.session.external_id = batch.external_id.or(job.session.external_id);
    job.session.model = batch.model.or(job.session.model);
    job.activity = batch.activity.or(job.activity);
    job.denials += batch.denials;
    let mut answered = false;
    for approval in &batch.asked {
        answered |= ask(tx, &job, run, approval).await?;
    }
    for request in &batch.withdrawn {
        if store::withdraw(tx, session, run, request).await? {
            tell_answered(tx, &job, "the agent does not wait any more").await?;
        }
    }
    job.session.status = status(tx, &job, batch.stopping).await?;
    store::save(tx, &job).await?;
    store::cover(tx, session.as_str(), run, records, totals.cost_micros).await?;
    if totals != booked || batch.settled {
        store::count_models(tx, session.as_str(), run, &counted.models).await?;
    }
    let changed = before != (job.session.status, job.activity.clone(), job.context_tokens, job.context_window) || totals != booked;
    if changed {
        let doing = job.activity.clone().unwrap_or_else(|| job.session.status.label().to_lowercase());
        start::record(tx, &job, "session.output", doing).await?;
    }
    if totals.cost_micros != booked.cost_micros {
        start::record(tx, &job, "budget.spent", format!("{} has cost {}", job.session.key, job.spent())).await?;
    }
    Ok(answered)
}

/// How full its agent's context is. Until the agent says how much fits into it, what it said of the same model before holds.
async fn fill(tx: &Tx, job: &mut Job, batch: &Batch) -> Result<()> {
    let model = batch.model.as_deref();
    if model.is_some() && model != job.session.model.as_deref() {
        job.context_window = None;
    }
    if let Some((tokens, window)) = batch.context {
        (job.context_tokens, job.context_window) = (Some(tokens), window.or(job.context_window));
    }
    if let (None, Some(agent), Some(model)) = (job.context_window, job.session.agent.as_deref(), model) {
        job.context_window = store::told_window(tx.db(), agent, model).await?;
    }
    Ok(())
}

/// What was used since; what is reserved shrinks by it.
pub fn count(job: &mut Job, booked: Totals, totals: Totals) {
    let added = totals.cost_micros - booked.cost_micros;
    let spent = job.spent().micros() + added;
    let priced = !totals.unpriced || totals.cost_micros > 0 || job.session.cost_usd.is_some();
    job.session.cost_usd = priced.then(|| Usd::from_micros(spent));
    let source = match (totals.unpriced, job.session.cost_source.as_str()) {
        (true, _) => "unpriced",
        (false, source) => source,
    };
    job.session.cost_source = source.to_owned();
    let tokens = beyond(totals.tokens, booked.tokens);
    job.session.tokens = job.session.tokens + tokens;
    job.reserved.cost = job.reserved.cost.map(|left| Usd::from_micros((left.micros() - added).max(0)));
    job.reserved.tokens = job.reserved.tokens.map(|left| (left - counted(tokens)).max(0));
}

fn counted(tokens: Tokens) -> i64 {
    tokens.input + tokens.output + tokens.cache_write
}

async fn status(tx: &Tx, job: &Job, stopping: bool) -> Result<SessionStatus> {
    Ok(match job.session.status {
        SessionStatus::Stopping => SessionStatus::Stopping,
        _ if stopping => SessionStatus::Stopping,
        _ if store::count_pending_of(tx.db(), &job.session.id).await? > 0 => SessionStatus::WaitingApproval,
        _ => SessionStatus::Running,
    })
}

/// The agent asks: a person, unless one has allowed the like of it for the goal. Whether it is answered already.
async fn ask(tx: &mut Tx, job: &Job, run: u32, approval: &Approval) -> Result<bool> {
    let Some(id) = store::insert_ask(tx, &job.session.id, run, approval).await? else { return Ok(false) };
    let goal = job.session.goal_id.as_ref().map(crate::domain::GoalId::as_str);
    let remembered = store::memories(tx.db(), &job.session.id, goal).await?;
    if remembered.iter().any(|memory| memory.covers(approval)) {
        let yes = Reply { decision: Some(Decision::Allow), ..Reply::default() };
        store::settle(tx, &id, &yes, "allowed before").await?;
        return Ok(true);
    }
    let summary = format!("{} asks: {}", job.session.key, line(&approval.title));
    tx.record(Change {
        kind: "approval.requested",
        goal_id: goal,
        session_id: Some(job.session.id.as_str()),
        subject_id: Some(&id),
        summary,
    })
    .await?;
    Ok(false)
}

/// An entry of the log: what a session asked waits no more.
pub async fn tell_answered(tx: &mut Tx, job: &Job, how: &str) -> Result<()> {
    start::record(tx, job, "approval.answered", format!("{}: {how}", job.session.key)).await
}
