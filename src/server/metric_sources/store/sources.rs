//! Metric sources in the database.

use super::samples;
use crate::{
    domain::{
        Error, GoalId, Result, id,
        metric::Improve,
        metric_source::{Handling, MetricSource, NewMetricSource, STEP, SourceKind, SourceSettings, SourceStatus, WINDOW},
        span::Span,
    },
    server::{
        clock::{at_millis, millis},
        db::{
            self, Tx,
            entities::{goal, metric_source},
            new_id,
        },
        secrets,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};
use serde::Serialize;

impl From<metric_source::Model> for MetricSource {
    fn from(row: metric_source::Model) -> Self {
        Self {
            id: row.id,
            goal_id: row.goal_id.map(GoalId::from),
            name: row.name,
            kind: SourceKind::parse(&row.kind).unwrap_or(SourceKind::Manual),
            endpoint: row.endpoint,
            query: row.query,
            secret_ref: row.secret_ref,
            before_window: span(row.before_seconds),
            after_window: span(row.after_seconds),
            step: span(row.step_seconds),
            improve: row.improve.as_deref().and_then(Improve::parse),
            unit: row.unit,
            settings: serde_json::from_str(&row.options).unwrap_or_default(),
            handling: serde_json::from_str(&row.options).unwrap_or_default(),
            secret_last4: None,
            status: SourceStatus::parse(&row.status).unwrap_or(SourceStatus::New),
            status_detail: row.status_detail,
            failing_since: row.failing_since.map(at_millis),
            read_at: row.read_at.map(at_millis),
            due_at: row.due_at.map(at_millis),
            latest_at: None,
            latest: None,
            samples: 0,
            archived_at: row.archived_at.map(at_millis),
            created_at: at_millis(row.created_at),
            updated_at: at_millis(row.updated_at),
        }
    }
}

fn span(seconds: i64) -> Span {
    Span::seconds(u32::try_from(seconds).unwrap_or(1))
}

/// Under which a secret of a source is kept.
pub fn secret_name(id: &str) -> String {
    format!("metric-source/{id}/secret")
}

/// Under which its second secret is kept.
pub fn second_name(id: &str) -> String {
    format!("metric-source/{id}/second")
}

/// All sources that are not archived, newest first.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<MetricSource>> {
    let open = metric_source::Entity::find().filter(metric_source::Column::ArchivedAt.is_null());
    let rows = open.order_by_desc(metric_source::Column::CreatedAt).order_by_desc(metric_source::Column::Id).all(db).await?;
    complete_all(db, rows).await
}

/// Those of one goal, in the order in which they were added.
pub async fn of_goal(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<MetricSource>> {
    let open = metric_source::Entity::find().filter(metric_source::Column::ArchivedAt.is_null());
    let rows = open.filter(metric_source::Column::GoalId.eq(goal_id)).order_by_asc(metric_source::Column::CreatedAt).all(db).await?;
    complete_all(db, rows).await
}

/// One source, also an archived one.
pub async fn get(db: &impl ConnectionTrait, name: &str) -> Result<MetricSource> {
    let row = metric_source::Entity::find_by_id(id::stored(name)).one(db).await?;
    let row = row.ok_or_else(|| Error::not_found(format!("metric source {name}")))?;
    let one = complete_all(db, vec![row]).await?.pop();
    one.ok_or_else(|| Error::not_found(format!("metric source {name}")))
}

/// Refuses an id that names no source; `pointer` says where it stood.
pub async fn check_reference(db: &impl ConnectionTrait, pointer: &str, name: &str) -> Result<String> {
    let row = metric_source::Entity::find_by_id(id::stored(name)).one(db).await?;
    row.map(|row| row.id).ok_or_else(|| Error::invalid(pointer, format!("there is no metric source {name}")))
}

/// Those of goals that are not archived, with what is stored of them and without secrets: what can be assessed.
pub async fn assessable(db: &impl ConnectionTrait) -> Result<Vec<MetricSource>> {
    let open = metric_source::Entity::find().filter(metric_source::Column::ArchivedAt.is_null());
    let rows =
        open.filter(metric_source::Column::GoalId.in_subquery(open_goals())).order_by_asc(metric_source::Column::CreatedAt).all(db).await?;
    with_kept(db, rows).await
}

fn open_goals() -> SelectStatement {
    Query::select().column(goal::Column::Id).from(goal::Entity).and_where(goal::Column::ArchivedAt.is_null()).to_owned()
}

/// A source of an archived goal rests with it; one without a goal stands for itself.
fn wanted() -> Condition {
    let alone = metric_source::Column::GoalId.is_null();
    Condition::any().add(alone).add(metric_source::Column::GoalId.in_subquery(open_goals()))
}

async fn with_kept(db: &impl ConnectionTrait, rows: Vec<metric_source::Model>) -> Result<Vec<MetricSource>> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let kept = samples::kept(db, &ids).await?;
    let with = |row: metric_source::Model| {
        let kept = kept.get(&row.id);
        MetricSource { latest_at: kept.map(|k| k.last_at), samples: kept.map_or(0, |k| k.samples), ..row.into() }
    };
    Ok(rows.into_iter().map(with).collect())
}

async fn complete_all(db: &impl ConnectionTrait, rows: Vec<metric_source::Model>) -> Result<Vec<MetricSource>> {
    let mut all = with_kept(db, rows).await?;
    let names: Vec<String> = all.iter().map(|source| secret_name(&source.id)).collect();
    let mut last4 = secrets::last4_of(db, &names).await?;
    let ids: Vec<String> = all.iter().map(|source| source.id.clone()).collect();
    let latest = samples::latest(db, &ids).await?;
    for source in &mut all {
        source.latest = latest.get(&source.id).copied();
        source.secret_last4 = last4.remove(&secret_name(&source.id));
    }
    Ok(all)
}

/// A source as it would be stored, without an id.
pub fn unsaved(new: NewMetricSource, now: DateTime<Utc>) -> MetricSource {
    MetricSource {
        id: String::new(),
        goal_id: new.goal_id,
        name: new.name,
        kind: new.kind.unwrap_or(SourceKind::Manual),
        endpoint: new.endpoint,
        query: new.query,
        secret_ref: new.secret_ref,
        before_window: new.before_window.unwrap_or(WINDOW),
        after_window: new.after_window.unwrap_or(WINDOW),
        step: new.step.unwrap_or(STEP),
        improve: new.improve,
        unit: new.unit,
        settings: new.settings,
        handling: new.handling,
        secret_last4: None,
        status: SourceStatus::New,
        status_detail: None,
        failing_since: None,
        read_at: None,
        due_at: None,
        latest_at: None,
        latest: None,
        samples: 0,
        archived_at: None,
        created_at: now,
        updated_at: now,
    }
}

/// Adds a source that was checked; what is polled is due at once.
pub async fn insert(tx: &Tx, new: &NewMetricSource, goal_id: Option<&GoalId>) -> Result<String> {
    let now = millis(tx.now());
    let kind = new.kind.unwrap_or(SourceKind::Manual);
    let row = metric_source::ActiveModel {
        id: Set(new_id()),
        goal_id: Set(goal_id.map(|id| id.0.clone())),
        name: Set(new.name.clone()),
        kind: Set(kind.as_str().into()),
        endpoint: Set(new.endpoint.clone()),
        query: Set(new.query.clone()),
        secret_ref: Set(new.secret_ref.clone()),
        before_seconds: Set(new.before_window.unwrap_or(WINDOW).as_seconds()),
        after_seconds: Set(new.after_window.unwrap_or(WINDOW).as_seconds()),
        step_seconds: Set(new.step.unwrap_or(STEP).as_seconds()),
        improve: Set(new.improve.map(|i| i.as_str().into())),
        unit: Set(new.unit.clone()),
        options: Set(options(&new.settings, &new.handling)),
        status: Set(SourceStatus::New.as_str().into()),
        status_detail: Set(None),
        failures: Set(0),
        failing_since: Set(None),
        due_at: Set(kind.is_polled().then_some(now)),
        read_at: Set(None),
        covered_to: Set(None),
        archived_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    Ok(db::insert(tx.db(), row).await?.id)
}

/// Both kinds of options as one document.
fn options(settings: &SourceSettings, handling: &Handling) -> String {
    #[derive(Serialize)]
    struct Both<'a> {
        #[serde(flatten)]
        settings: &'a SourceSettings,
        #[serde(flatten)]
        handling: &'a Handling,
    }
    serde_json::to_string(&Both { settings, handling }).unwrap_or_else(|_| "{}".into())
}

/// Writes back what a person has changed. What is asked for otherwise is asked for anew, from the beginning.
pub async fn save(tx: &Tx, source: &MetricSource, asked_anew: bool) -> Result<()> {
    let now = millis(tx.now());
    let mut row = metric_source::ActiveModel {
        id: Set(source.id.clone()),
        name: Set(source.name.clone()),
        endpoint: Set(source.endpoint.clone()),
        query: Set(source.query.clone()),
        secret_ref: Set(source.secret_ref.clone()),
        before_seconds: Set(source.before_window.as_seconds()),
        after_seconds: Set(source.after_window.as_seconds()),
        step_seconds: Set(source.step.as_seconds()),
        improve: Set(source.improve.map(|i| i.as_str().into())),
        unit: Set(source.unit.clone()),
        options: Set(options(&source.settings, &source.handling)),
        updated_at: Set(now),
        ..Default::default()
    };
    if source.kind.is_polled() {
        row.due_at = Set(Some(now));
        row.failures = Set(0);
    }
    if asked_anew {
        row.covered_to = Set(None);
        row.status = Set(SourceStatus::New.as_str().into());
        row.status_detail = Set(None);
        row.failing_since = Set(None);
        samples::forget(tx, &source.id).await?;
    }
    metric_source::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// Archives a source, or brings it back; its samples stay.
pub async fn set_archived(tx: &Tx, source: &MetricSource, archived: bool) -> Result<()> {
    let now = millis(tx.now());
    let row = metric_source::ActiveModel {
        id: Set(source.id.clone()),
        archived_at: Set(archived.then_some(now)),
        due_at: Set((!archived && source.kind.is_polled()).then_some(now)),
        updated_at: Set(now),
        ..Default::default()
    };
    metric_source::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// A source whose time has come.
#[derive(Clone, Debug)]
pub struct Due {
    pub source: MetricSource,
    /// Everything before is stored, in seconds since 1970; none before the first answer.
    pub covered_to: Option<i64>,
    /// How often in a row it has failed.
    pub failures: u32,
}

/// Sources whose time has come, longest waiting first.
pub async fn due(db: &impl ConnectionTrait, now: DateTime<Utc>, most: u64) -> Result<Vec<Due>> {
    let rows = metric_source::Entity::find().filter(metric_source::Column::DueAt.lte(millis(now))).filter(wanted());
    let rows = rows.order_by_asc(metric_source::Column::DueAt).limit(most).all(db).await?;
    let due = |row: metric_source::Model| Due {
        covered_to: row.covered_to,
        failures: u32::try_from(row.failures).unwrap_or(0),
        source: row.into(),
    };
    Ok(rows.into_iter().map(due).collect())
}

/// When the next one is due.
pub async fn next_due(db: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>> {
    let rows = metric_source::Entity::find().filter(metric_source::Column::DueAt.is_not_null()).filter(wanted());
    let next = rows.order_by_asc(metric_source::Column::DueAt).one(db).await?;
    Ok(next.and_then(|row| row.due_at).map(at_millis))
}

/// How a visit went.
#[derive(Clone, Debug)]
pub struct Looked {
    pub status: SourceStatus,
    pub detail: Option<String>,
    pub failures: u32,
    pub due_at: Option<DateTime<Utc>>,
    /// None leaves it.
    pub covered_to: Option<i64>,
}

/// Whether nobody has changed or archived a source since it was read: an answer to another question is none to this one.
pub async fn is_as_before(db: &impl ConnectionTrait, source: &MetricSource) -> Result<bool> {
    let row = metric_source::Entity::find_by_id(&source.id).one(db).await?;
    Ok(row.is_some_and(|row| row.updated_at == millis(source.updated_at) && row.archived_at.is_none()))
}

/// Makes a source due at once, if it is read at all.
pub async fn ask_now(tx: &Tx, id: &str) -> Result<()> {
    let read = metric_source::Entity::update_many().filter(metric_source::Column::Id.eq(id));
    let read = read.filter(metric_source::Column::ArchivedAt.is_null());
    read.col_expr(metric_source::Column::DueAt, Expr::value(millis(tx.now()))).exec(tx.db()).await?;
    Ok(())
}

/// Notes how a visit went.
pub async fn looked(tx: &Tx, id: &str, looked: &Looked) -> Result<()> {
    let row = metric_source::Entity::find_by_id(id).one(tx.db()).await?;
    // One that was archived meanwhile is not visited any more.
    let Some(row) = row.filter(|row| row.archived_at.is_none()) else { return Ok(()) };
    let covered_to = looked.covered_to.or(row.covered_to);
    // A peer that names a limit answers: it is there.
    let failing = looked.status == SourceStatus::Failing;
    let failing_since = failing.then(|| row.failing_since.unwrap_or(millis(tx.now())));
    let mut row = row.into_active_model();
    row.status = Set(looked.status.as_str().into());
    row.status_detail = Set(looked.detail.clone());
    row.failures = Set(i64::from(looked.failures));
    row.failing_since = Set(failing_since);
    row.due_at = Set(looked.due_at.map(millis));
    row.read_at = Set(Some(millis(tx.now())));
    row.covered_to = Set(covered_to);
    metric_source::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// The goals that this metric is about: those of all sources that ask the same question at the same place.
pub async fn goals_of_metric(db: &impl ConnectionTrait, source: &MetricSource) -> Result<Vec<GoalId>> {
    let same = metric_source::Entity::find().filter(metric_source::Column::Kind.eq(source.kind.as_str()));
    let same = match (&source.endpoint, &source.query) {
        (Some(endpoint), Some(query)) => {
            same.filter(metric_source::Column::Endpoint.eq(endpoint)).filter(metric_source::Column::Query.eq(query))
        }
        _ => same.filter(metric_source::Column::Id.eq(source.id.as_str())),
    };
    let rows = same.filter(metric_source::Column::ArchivedAt.is_null()).all(db).await?;
    let mut goals: Vec<GoalId> = rows.into_iter().filter_map(|row| row.goal_id.map(GoalId)).collect();
    goals.sort();
    goals.dedup();
    Ok(goals)
}
