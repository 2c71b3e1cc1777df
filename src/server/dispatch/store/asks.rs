//! What agents ask, in the database.

use super::word::{json, of_json, of_word, word};
use crate::{
    domain::{
        Error, Result, SessionId,
        dispatch::{Ask, AskStatus, Decision, Memory, Remember, Reply},
        id::{self, Keyed},
        transcript::Approval,
    },
    server::{
        clock::{at_millis, millis},
        db::{
            self, Tx,
            entities::{approval, goal, permission, session},
            new_id, one_number,
        },
    },
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use std::collections::{BTreeMap, HashMap};

/// An answer that may still have to go to its agent.
#[derive(Clone, Debug)]
pub struct Answered {
    pub id: String,
    pub run: u32,
    /// The agent's own id of the request.
    pub request: String,
    pub decision: Decision,
    pub remember: Option<Remember>,
    pub message: Option<String>,
    pub answers: BTreeMap<String, Vec<String>>,
}

/// Adds what an agent asks; none where it is there already.
pub async fn insert_ask(tx: &Tx, session: &SessionId, run: u32, what: &Approval) -> Result<Option<String>> {
    let same = of(session).filter(approval::Column::Run.eq(i64::from(run))).filter(approval::Column::Request.eq(&what.request));
    if same.one(tx.db()).await?.is_some() {
        return Ok(None);
    }
    let row = approval::Model {
        id: new_id(),
        session_id: session.0.clone(),
        run: run.into(),
        request: what.request.clone(),
        body: json(what),
        status: AskStatus::Pending.as_str().into(),
        remember: None,
        message: None,
        answers: None,
        actor: None,
        asked_at: millis(tx.now()),
        answered_at: None,
        delivered_at: None,
    };
    Ok(Some(db::insert(tx.db(), row.into_active_model().reset_all()).await?.id))
}

/// The approval with that id, with what its agent needs of an answer.
pub async fn ask(db: &impl ConnectionTrait, name: &str) -> Result<Ask> {
    let row = row(db, name).await?;
    let mut found = told(db, vec![row]).await?;
    found.pop().ok_or_else(|| Error::not_found(format!("approval {name}")))
}

async fn row(db: &impl ConnectionTrait, name: &str) -> Result<approval::Model> {
    let found = approval::Entity::find_by_id(id::stored(name)).one(db).await?;
    found.ok_or_else(|| Error::not_found(format!("approval {name}")))
}

/// Answers one that waits; the answer as its agent is to be told it.
pub async fn settle(tx: &Tx, name: &str, reply: &Reply, actor: &str) -> Result<Answered> {
    let row = row(tx.db(), name).await?;
    let decision = reply.decision.unwrap_or(Decision::Deny);
    let status = if decision == Decision::Allow { AskStatus::Allowed } else { AskStatus::Denied };
    let row = approval::Model {
        status: status.as_str().into(),
        remember: reply.remember.as_ref().map(word),
        message: reply.message.clone(),
        answers: (!reply.answers.is_empty()).then(|| json(&reply.answers)),
        actor: Some(actor.into()),
        answered_at: Some(millis(tx.now())),
        ..row
    };
    db::update(tx.db(), row.clone()).await?;
    Ok(answer(row))
}

fn answer(row: approval::Model) -> Answered {
    Answered {
        id: row.id,
        run: u32::try_from(row.run).unwrap_or_default(),
        request: row.request,
        decision: if row.status == AskStatus::Allowed.as_str() { Decision::Allow } else { Decision::Deny },
        remember: row.remember.as_deref().and_then(of_word),
        message: row.message,
        answers: row.answers.as_deref().and_then(of_json).unwrap_or_default(),
    }
}

/// Answers to questions of this run that its agent may not have heard yet.
pub async fn undelivered(db: &impl ConnectionTrait, session: &SessionId, run: u32) -> Result<Vec<Answered>> {
    let answered = [AskStatus::Allowed.as_str(), AskStatus::Denied.as_str()];
    let rows = of(session).filter(approval::Column::Run.eq(i64::from(run))).filter(approval::Column::Status.is_in(answered));
    let rows = rows.filter(approval::Column::DeliveredAt.is_null()).order_by_asc(approval::Column::AnsweredAt).all(db).await?;
    Ok(rows.into_iter().map(answer).collect())
}

/// The agent has heard it.
pub async fn mark_delivered(tx: &Tx, id: &str) -> Result<()> {
    let one = approval::Entity::update_many().filter(approval::Column::Id.eq(id));
    one.col_expr(approval::Column::DeliveredAt, Expr::value(millis(tx.now()))).exec(tx.db()).await?;
    Ok(())
}

/// The agent does not wait for this one any more; whether it still waited.
pub async fn withdraw(tx: &Tx, session: &SessionId, run: u32, request: &str) -> Result<bool> {
    let one = approval::Entity::update_many().filter(approval::Column::SessionId.eq(session.as_str()));
    let one = one.filter(approval::Column::Run.eq(i64::from(run))).filter(approval::Column::Request.eq(request));
    withdrawn(tx, one).await.map(|count| count > 0)
}

/// Nothing that this session asked waits any more; how many did.
pub async fn withdraw_all(tx: &Tx, session: &SessionId) -> Result<u64> {
    withdrawn(tx, approval::Entity::update_many().filter(approval::Column::SessionId.eq(session.as_str()))).await
}

async fn withdrawn(tx: &Tx, which: sea_orm::UpdateMany<approval::Entity>) -> Result<u64> {
    let waiting = which.filter(approval::Column::Status.eq(AskStatus::Pending.as_str()));
    let set = waiting.col_expr(approval::Column::Status, Expr::value(AskStatus::Withdrawn.as_str()));
    Ok(set.col_expr(approval::Column::AnsweredAt, Expr::value(millis(tx.now()))).exec(tx.db()).await?.rows_affected)
}

fn of(session: &SessionId) -> sea_orm::Select<approval::Entity> {
    approval::Entity::find().filter(approval::Column::SessionId.eq(session.as_str()))
}

/// Approvals with that status, or all, oldest first.
pub async fn asks(db: &impl ConnectionTrait, status: Option<AskStatus>, most: u64) -> Result<Vec<Ask>> {
    let mut rows = approval::Entity::find();
    if let Some(status) = status {
        rows = rows.filter(approval::Column::Status.eq(status.as_str()));
    }
    let newest = rows.order_by_desc(approval::Column::AskedAt).order_by_desc(approval::Column::Id).limit(most).all(db).await?;
    told(db, newest.into_iter().rev().collect()).await
}

/// Everything that a session asked, newest first.
pub async fn asks_of(db: &impl ConnectionTrait, session: &SessionId) -> Result<Vec<Ask>> {
    let rows = of(session).order_by_desc(approval::Column::AskedAt).order_by_desc(approval::Column::Id).all(db).await?;
    told(db, rows).await
}

/// With the names of session and goal.
async fn told(db: &impl ConnectionTrait, rows: Vec<approval::Model>) -> Result<Vec<Ask>> {
    let ids = rows.iter().map(|row| row.session_id.clone());
    let sessions = session::Entity::find().filter(session::Column::Id.is_in(ids)).all(db).await?;
    let goals = sessions.iter().filter_map(|session| session.goal_id.clone());
    let goals: HashMap<String, i64> =
        goal::Entity::find().filter(goal::Column::Id.is_in(goals)).all(db).await?.into_iter().map(|goal| (goal.id, goal.number)).collect();
    let sessions: HashMap<String, session::Model> = sessions.into_iter().map(|session| (session.id.clone(), session)).collect();
    Ok(rows.into_iter().filter_map(|row| plain(row, &sessions, &goals)).collect())
}

fn plain(row: approval::Model, sessions: &HashMap<String, session::Model>, goals: &HashMap<String, i64>) -> Option<Ask> {
    let session = sessions.get(&row.session_id)?;
    let goal_number = session.goal_id.as_ref().and_then(|id| goals.get(id));
    Some(Ask {
        id: row.id,
        session_id: row.session_id.into(),
        session_key: Keyed::Session.key(session.number),
        goal_id: session.goal_id.clone().map(Into::into),
        goal_key: goal_number.map(|number| Keyed::Goal.key(*number)),
        agent: session.agent.clone(),
        status: AskStatus::parse(&row.status).unwrap_or_default(),
        what: of_json(&row.body)?,
        asked_at: at_millis(row.asked_at),
        answered_at: row.answered_at.map(at_millis),
        answered_by: row.actor,
        message: row.message,
        remember: row.remember.as_deref().and_then(of_word),
    })
}

/// How many wait for a person.
pub async fn count_pending(db: &impl ConnectionTrait) -> Result<u32> {
    let n = one_number(db, "SELECT COUNT(*) AS n FROM approvals WHERE status = 'pending'", []).await?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// How many of one session wait for a person.
pub async fn count_pending_of(db: &impl ConnectionTrait, session: &SessionId) -> Result<u32> {
    let sql = "SELECT COUNT(*) AS n FROM approvals WHERE status = 'pending' AND session_id = $1";
    let n = one_number(db, sql, [session.as_str().into()]).await?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The like of it is allowed for all sessions of the goal from now on.
pub async fn remember(tx: &Tx, goal: &str, approval: &str, memory: &Memory) -> Result<()> {
    let row = permission::Model {
        id: new_id(),
        goal_id: goal.into(),
        approval_id: approval.into(),
        body: json(memory),
        created_at: millis(tx.now()),
    };
    db::insert(tx.db(), row.into_active_model().reset_all()).await?;
    Ok(())
}

/// What a person allowed once and for all: for the goal, and for this session.
pub async fn memories(db: &impl ConnectionTrait, session: &SessionId, goal: Option<&str>) -> Result<Vec<Memory>> {
    let allowed =
        of(session).filter(approval::Column::Status.eq(AskStatus::Allowed.as_str())).filter(approval::Column::Remember.is_not_null());
    let own = allowed.all(db).await?.into_iter().filter_map(|row| Memory::of(&of_json::<Approval>(&row.body)?));
    let mut all: Vec<Memory> = own.collect();
    if let Some(goal) = goal {
        let rows = permission::Entity::find().filter(permission::Column::GoalId.eq(goal)).all(db).await?;
        all.extend(rows.iter().filter_map(|row| of_json(&row.body)));
    }
    Ok(all)
}
