//! Answering what agents ask: once, from anywhere, and kept until the agent has heard it.

use super::{start, steer, store};
use crate::{
    domain::{
        Error, Result, SessionId,
        dispatch::{Ask, AskStatus, Decision, Memory, Remember, Reply},
    },
    server::{
        App,
        agents::Input,
        auth::Caller,
        db::{Change, Tx},
        runner::Handle,
    },
};
use sea_orm::ConnectionTrait;

/// The most that are listed at once.
const LISTED_MOST: u64 = 200;

/// Approvals with that status, or the last ones of all, oldest first.
pub async fn list(db: &impl ConnectionTrait, status: Option<String>) -> Result<Vec<Ask>> {
    let read = |word: String| {
        let words = AskStatus::ALL.map(AskStatus::as_str).join(", ");
        AskStatus::parse(&word).ok_or_else(|| Error::invalid("/status", format!("there is no status {word}: use {words}")))
    };
    let status = status.filter(|word| !word.is_empty()).map(read).transpose()?;
    store::asks(db, status, LISTED_MOST).await
}

/// Everything that a session asked, newest first.
pub async fn asks_of(db: &impl ConnectionTrait, session: &str) -> Result<Vec<Ask>> {
    let session = crate::server::evidence::session(db, session).await?;
    store::asks_of(db, &session.id).await
}

/// One of them, in full.
pub async fn one(db: &impl ConnectionTrait, id: &str) -> Result<Ask> {
    store::ask(db, id).await
}

/// How many wait for a person.
pub async fn pending(db: &impl ConnectionTrait) -> Result<u32> {
    store::count_pending(db).await
}

/// Answers an approval. The first answer counts.
pub async fn answer(app: &App, who: &Caller, id: String, reply: Reply) -> Result<Ask> {
    let reply = reply.check()?;
    let (ask, run) = app.store.write(who, app.clock.now(), async move |tx| settle(tx, &id, &reply).await).await?;
    let job = store::job(app.store.reader(), ask.session_id.as_str()).await?;
    if let Some(handle) = steer::handle(app, &job)?
        && job.run == run
        && let Err(error) = deliver(app, &handle, &ask.session_id, run).await
    {
        // It is on the disk: the agent is told as soon as it can be reached.
        tracing::warn!(session = %ask.session_key, %error, "an answer was not delivered yet");
    }
    Ok(ask)
}

async fn settle(tx: &mut Tx, id: &str, reply: &Reply) -> Result<(Ask, u32)> {
    let ask = store::ask(tx.db(), id).await?;
    match ask.status {
        AskStatus::Pending => {}
        AskStatus::Withdrawn => return Err(Error::conflict("the agent does not wait for this answer any more")),
        AskStatus::Allowed | AskStatus::Denied => {
            let by = ask.answered_by.as_deref().unwrap_or("somebody");
            return Err(Error::conflict(format!("it was {} already, by {by}", ask.status.as_str())));
        }
    }
    let allows = reply.decision == Some(Decision::Allow);
    let memory = Memory::of(&ask.what);
    if reply.remember.is_some() && allows && memory.is_none() {
        return Err(Error::invalid("/remember", "what is destructive, or a question, is asked for every time"));
    }
    if allows && ask.what.questions.iter().any(|question| !reply.answers.contains_key(&question.id)) {
        return Err(Error::invalid("/answers", "answer every question"));
    }
    let actor = tx.caller().actor.clone();
    let answered = store::settle(tx, id, reply, &actor).await?;
    if let (true, Some(Remember::Goal), Some(memory), Some(goal)) = (allows, reply.remember, memory, &ask.goal_id) {
        store::remember(tx, goal.as_str(), &ask.id, &memory).await?;
    }
    let mut job = store::job(tx.db(), ask.session_id.as_str()).await?;
    if job.session.status == crate::domain::session::SessionStatus::WaitingApproval
        && store::count_pending_of(tx.db(), &ask.session_id).await? == 0
    {
        job.session.status = crate::domain::session::SessionStatus::Running;
        store::save(tx, &job).await?;
        start::record(tx, &job, "session.updated", format!("{} goes on", job.session.key)).await?;
    }
    let ask = store::ask(tx.db(), id).await?;
    let summary = format!("{} {}: {}", ask.status.as_str(), ask.session_key, ask.what.title);
    let goal_id = ask.goal_id.as_ref().map(crate::domain::GoalId::as_str);
    let session_id = Some(ask.session_id.as_str());
    tx.record(Change { kind: "approval.answered", goal_id, session_id, subject_id: Some(&ask.id), summary }).await?;
    Ok((ask, answered.run))
}

/// Tells the agent what was answered and what it may not have heard yet; told again, it is not heard twice.
pub async fn deliver(app: &App, handle: &Handle, session: &SessionId, run: u32) -> Result<()> {
    for answered in store::undelivered(app.store.reader(), session, run).await? {
        let input = Input::Answer {
            request: answered.request,
            decision: answered.decision,
            remember: answered.remember,
            message: answered.message,
            answers: answered.answers,
        };
        if let Err(error) = handle.say(&answered.id, input).await {
            // It ends, or is taken up again: then this is said again.
            tracing::debug!(%error, "a runner did not hear an answer");
            return Ok(());
        }
        let op = async move |tx: &mut Tx| store::mark_delivered(tx, &answered.id).await;
        app.store.write(&Caller::system("dispatch"), app.clock.now(), op).await?;
    }
    Ok(())
}
