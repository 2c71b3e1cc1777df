//! Reports in the database.

use crate::{
    domain::{
        Error, GoalId, ReportId, Result, SessionId, id,
        metric::NewMetric,
        report::{Matched, Report, ReportAnswer},
    },
    server::{
        clock::millis,
        db::{
            self, Cursor, Tx,
            entities::{goal, report},
            new_id,
        },
    },
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The row of a report, for this feature only.
pub type Row = report::Model;

/// Where a stored report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Placed,
    /// Waits in the Inbox.
    Waiting,
    Dismissed,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Waiting => "waiting",
            Self::Dismissed => "dismissed",
        }
    }
}

/// What makes two reports the same: session, goal, summary and artifacts; without a session, the agent and the details, too.
pub fn fingerprint(report: &Report) -> String {
    let artifacts: Vec<_> = report.artifacts.iter().map(|a| (&a.url, &a.sha, &a.title)).collect();
    let goal = (&report.goal_id, &report.goal_title, &report.task_id);
    let rest = report.session_id.is_none().then_some((&report.agent_name, &report.details));
    hashed(&(&report.session_id, goal, &report.summary, artifacts, rest))
}

fn hashed(parts: &impl Serialize) -> String {
    let text = serde_json::to_vec(parts).unwrap_or_default();
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The answer to the same report since `since`, if there was one.
pub async fn answered(db: &impl ConnectionTrait, fingerprint: &str, since: i64) -> Result<Option<ReportAnswer>> {
    let same = report::Entity::find().filter(report::Column::Fingerprint.eq(fingerprint)).filter(report::Column::ReceivedAt.gt(since));
    let row = same.order_by_desc(report::Column::ReceivedAt).one(db).await?;
    Ok(row.and_then(|row| serde_json::from_str(&row.answer).ok()))
}

/// What a session told of a goal, in a word: the same pair told again is not another measurement,
/// also after a person has corrected it or taken it away.
pub fn pair_told(goal: &GoalId, session: &SessionId, metric: &NewMetric) -> String {
    hashed(&(goal, session, &metric.name, metric.before, metric.after))
}

/// Keeps a report with its answer.
pub async fn insert(tx: &Tx, report: &Report, fingerprint: String, answer: &ReportAnswer) -> Result<ReportId> {
    let waiting = answer.matched == Matched::Inbox;
    let row = report::ActiveModel {
        id: Set(new_id()),
        fingerprint: Set(fingerprint),
        body: Set(serde_json::to_string(report).unwrap_or_default()),
        state: Set(if waiting { State::Waiting } else { State::Placed }.as_str().into()),
        matched: Set(answer.matched.as_str().into()),
        detail: Set(answer.detail.clone()),
        answer: Set(serde_json::to_string(answer).unwrap_or_default()),
        goal_id: Set(answer.goal_id.clone().map(|id| id.0)),
        received_at: Set(millis(tx.now())),
    };
    Ok(db::insert(tx.db(), row).await?.id.into())
}

/// A page of the reports that wait, newest first, and where the next one begins.
pub async fn waiting(db: &impl ConnectionTrait, limit: u64, cursor: Option<&str>) -> Result<(Vec<Row>, Option<String>)> {
    let mut rows = report::Entity::find().filter(report::Column::State.eq(State::Waiting.as_str()));
    if let Some(cursor) = cursor {
        rows = rows.filter(Cursor::decode(cursor)?.after(report::Column::ReceivedAt, report::Column::Id));
    }
    let rows = rows.order_by_desc(report::Column::ReceivedAt).order_by_desc(report::Column::Id).limit(limit + 1).all(db).await?;
    Ok(Cursor::cut(rows, limit, |row| (row.received_at, row.id.clone())))
}

/// How many reports wait.
pub async fn count_waiting(db: &impl ConnectionTrait) -> Result<u64> {
    Ok(report::Entity::find().filter(report::Column::State.eq(State::Waiting.as_str())).count(db).await?)
}

/// A report that waits.
pub async fn one_waiting(db: &impl ConnectionTrait, id: &str) -> Result<(Row, Report)> {
    let row = report::Entity::find_by_id(id::stored(id)).one(db).await?.ok_or_else(|| Error::not_found(format!("report {id}")))?;
    if row.state != State::Waiting.as_str() {
        return Err(Error::conflict("this report is not in the Inbox any more"));
    }
    let report = serde_json::from_str(&row.body).map_err(|e| crate::server::problem::internal(&e))?;
    Ok((row, report))
}

/// A report that a person gave to a goal, with the goal and what it brought there.
pub async fn one_assigned(db: &impl ConnectionTrait, id: &str) -> Result<(GoalId, ReportAnswer)> {
    let row = report::Entity::find_by_id(id::stored(id)).one(db).await?.ok_or_else(|| Error::not_found(format!("report {id}")))?;
    let answer: Option<ReportAnswer> = serde_json::from_str(&row.answer).ok();
    let assigned = row.state == State::Placed.as_str() && row.matched == Matched::Inbox.as_str();
    match (row.goal_id, answer) {
        (Some(goal), Some(answer)) if assigned && answer.update_id.is_some() => Ok((goal.into(), answer)),
        _ => Err(Error::conflict("this report was not assigned by a person")),
    }
}

/// Takes a report out of the Inbox, or back into it; `brought` is what it brought to its goal.
pub async fn settle(
    db: &impl ConnectionTrait,
    id: &str,
    state: State,
    goal: Option<&GoalId>,
    brought: Option<&ReportAnswer>,
) -> Result<()> {
    let row = report::ActiveModel {
        id: Set(id.into()),
        state: Set(state.as_str().into()),
        goal_id: Set(goal.map(|g| g.0.clone())),
        answer: brought.map_or(NotSet, |answer| Set(serde_json::to_string(answer).unwrap_or_default())),
        ..Default::default()
    };
    row.update(db).await?;
    Ok(())
}

/// Puts a dismissed report back; says whether there was one.
pub async fn undo_dismissal(db: &impl ConnectionTrait, id: &str) -> Result<bool> {
    let dismissed = report::Entity::update_many().filter(report::Column::Id.eq(id));
    let dismissed = dismissed.filter(report::Column::State.eq(State::Dismissed.as_str()));
    let waiting = dismissed.col_expr(report::Column::State, Expr::value(State::Waiting.as_str()));
    Ok(waiting.exec(db).await?.rows_affected > 0)
}

/// A goal as reports name it.
#[derive(FromQueryResult)]
pub struct Titled {
    pub id: String,
    pub number: i64,
    pub title: String,
}

/// Every goal outside the archive, for matching; never the example.
pub async fn titles(db: &impl ConnectionTrait) -> Result<Vec<Titled>> {
    let live = goal::Entity::find().filter(goal::Column::ArchivedAt.is_null()).filter(goal::Column::Example.eq(false));
    let columns = live.select_only().columns([goal::Column::Id, goal::Column::Number, goal::Column::Title]);
    Ok(columns.order_by_desc(goal::Column::UpdatedAt).into_model().all(db).await?)
}
