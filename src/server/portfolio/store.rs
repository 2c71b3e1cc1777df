//! Which goals a portfolio has, and sums over them.

use crate::{
    domain::{
        Error, Result, Usd,
        goal::{GoalFilter, GoalStatus},
        id::Keyed,
        narrative::{Narrative, Tone},
        portfolio::{Grades, PortfolioFilter, Totals},
    },
    server::{
        assessments,
        clock::{at_millis, millis},
        db::entities::{artifact, artifact_link, goal, goal_status_change, metric, narrative, session, update},
        goals, search,
    },
};
use chrono::{Days, NaiveDate, NaiveTime};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Expr, SelectStatement},
};
use std::collections::HashMap;

/// A goal of the portfolio: enough to order and to fetch it.
#[derive(Clone, Debug)]
pub struct Head {
    pub id: String,
    pub key: String,
    /// `2026-11`: the month of its last activity.
    pub month: String,
}

#[derive(FromQueryResult)]
struct Placed {
    id: String,
    number: i64,
    updated_at: i64,
}

#[derive(Default, FromQueryResult)]
struct Goals {
    goals: i64,
    proven: i64,
    imported: i64,
}

#[derive(Default, FromQueryResult)]
struct Sessions {
    sessions: i64,
    unknown: i64,
    micros: i64,
}

/// The goals that `filter` lets through, newest activity first.
#[derive(Clone, Debug)]
pub struct Matching(Select<goal::Entity>);

impl Matching {
    /// Reads the filter; what it cannot mean is refused.
    pub async fn of(db: &impl ConnectionTrait, filter: &PortfolioFilter) -> Result<Self> {
        let one = match given(filter.goal.as_ref()) {
            Some(name) => Some(goals::get(db, name).await?),
            None => None,
        };
        let archived = one.as_ref().is_some_and(|goal| goal.archived_at.is_some());
        let status = filter.status.clone().or_else(|| archived.then(|| "archived".into()));
        let plain = GoalFilter { status, tag: filter.tag.clone(), project: filter.project.clone(), ..GoalFilter::default() };
        let mut select = goals::filtered(db, &plain).await?;
        if let Some(goal) = one {
            select = select.filter(goal::Column::Id.eq(goal.id.0));
        }
        if let Some(q) = given(filter.q.as_ref()) {
            let nothing = || goal::Column::Id.is_in([""; 0]);
            select =
                select.filter(search::Query::parse(q).map_or_else(nothing, |query| search::goals_with(db.get_database_backend(), &query)));
        }
        if given(filter.team.as_ref()).is_some() {
            // There are no teams yet, so none of them has a goal.
            select = select.filter(goal::Column::Id.is_in([""; 0]));
        }
        if filter.from.is_some() || filter.to.is_some() {
            select = select.filter(active(filter.from, filter.to)?);
        }
        Ok(Self(select))
    }

    /// All of them, in order.
    pub async fn heads(&self, db: &impl ConnectionTrait) -> Result<Vec<Head>> {
        let columns = [goal::Column::Id, goal::Column::Number, goal::Column::UpdatedAt];
        let rows: Vec<Placed> = goals::newest_first(self.0.clone()).select_only().columns(columns).into_model().all(db).await?;
        let month = |row: &Placed| at_millis(row.updated_at).format("%Y-%m").to_string();
        let head = |row: Placed| Head { month: month(&row), key: Keyed::Goal.key(row.number), id: row.id };
        Ok(rows.into_iter().map(head).collect())
    }

    /// Some of them, in order, as lists show them.
    pub async fn summaries(&self, db: &impl ConnectionTrait, skip: u64, limit: u64) -> Result<Vec<crate::domain::goal::GoalSummary>> {
        let rows = goals::newest_first(self.0.clone()).offset(skip).limit(limit).all(db).await?;
        goals::summaries(db, rows).await
    }

    /// Sums over all of them.
    pub async fn totals(&self, db: &impl ConnectionTrait) -> Result<Totals> {
        let proven = format!("COUNT(CASE WHEN status = '{}' THEN 1 END)", GoalStatus::Proven.as_str());
        let counted = self.0.clone().select_only().expr_as(Expr::cust("COUNT(*)"), "goals").expr_as(Expr::cust(proven), "proven");
        let counted = counted.expr_as(sum("imported_micros"), "imported");
        let goals: Goals = counted.into_model().one(db).await?.unwrap_or_default();
        let sessions = self.sessions(db).await?;
        Ok(Totals {
            goals: count(goals.goals),
            proven: count(goals.proven),
            sessions: count(sessions.sessions),
            spend_usd: Usd::from_micros(goals.imported) + Usd::from_micros(sessions.micros),
            unknown_cost_sessions: count(sessions.unknown),
            merged_pulls: self.merged(db).await?,
            grades: self.grades(db).await?,
        })
    }

    async fn sessions(&self, db: &impl ConnectionTrait) -> Result<Sessions> {
        let all = session::Entity::find().filter(session::Column::GoalId.in_subquery(self.ids())).select_only();
        let all = all.expr_as(Expr::cust("COUNT(*)"), "sessions");
        let all =
            all.expr_as(Expr::cust("COUNT(CASE WHEN cost_micros IS NULL THEN 1 END)"), "unknown").expr_as(sum("cost_micros"), "micros");
        Ok(all.into_model().one(db).await?.unwrap_or_default())
    }

    /// A pull request that belongs to two goals is one.
    async fn merged(&self, db: &impl ConnectionTrait) -> Result<u32> {
        let linked = artifact_link::Entity::find().filter(artifact_link::Column::GoalId.in_subquery(self.ids()));
        let linked = linked.filter(artifact_link::Column::DismissedAt.is_null()).select_only().column(artifact_link::Column::ArtifactId);
        let pulls =
            artifact::Entity::find().filter(artifact::Column::Kind.is_in(["pr", "mr"])).filter(artifact::Column::State.eq("merged"));
        let pulls = pulls.filter(artifact::Column::Id.in_subquery(linked.into_query()));
        Ok(u32::try_from(pulls.count(db).await?).unwrap_or(u32::MAX))
    }

    /// Each goal counts once, by its surest metric.
    async fn grades(&self, db: &impl ConnectionTrait) -> Result<Grades> {
        let mut surest: HashMap<String, assessments::Standing> = HashMap::new();
        for one in assessments::standings(db, self.ids()).await? {
            let known = surest.entry(one.goal_id.clone()).or_insert_with(|| one.clone());
            if one.sureness > known.sureness {
                *known = one;
            }
        }
        let mut grades = Grades::default();
        surest.into_values().for_each(|one| grades.count(one.sureness, one.improved));
        Ok(grades)
    }

    fn ids(&self) -> SelectStatement {
        self.0.clone().select_only().column(goal::Column::Id).into_query()
    }
}

/// The newest narrative of each tone of a goal, with its figures.
pub async fn narratives(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<Narrative>> {
    let rows = narrative::Entity::find().filter(narrative::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(narrative::Column::CreatedAt).order_by_desc(narrative::Column::Id).all(db).await?;
    let newest = |tone: Tone| rows.iter().find(|row| row.tone == tone.as_str()).cloned().map(|row| plain(row, tone));
    Ok(Tone::ALL.into_iter().filter_map(newest).collect())
}

fn plain(row: narrative::Model, tone: Tone) -> Narrative {
    Narrative {
        id: row.id.into(),
        goal_id: row.goal_id.into(),
        tone,
        markdown: row.markdown,
        engine: row.engine,
        cost_usd: row.cost_micros.map(Usd::from_micros),
        claims: serde_json::from_str(&row.claims).unwrap_or_default(),
        unverified: u32::try_from(row.unverified).unwrap_or_default(),
        edited: row.edited,
        notice: row.notice,
        created_at: at_millis(row.created_at),
        updated_at: at_millis(row.updated_at),
    }
}

/// The goal or anything of it has a time within these days, both included, in UTC.
fn active(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Condition> {
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Error::invalid("/from", "must not be after `to`"));
    }
    let start = from.map(|day| millis(day.and_time(NaiveTime::MIN).and_utc()));
    let end = to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| millis(day.and_time(NaiveTime::MIN).and_utc()));
    let within = Within { start, end };
    let updates = update::Entity::find().select_only().column(update::Column::GoalId).filter(within.any(&[update::Column::CreatedAt]));
    let times = [session::Column::CreatedAt, session::Column::StartedAt, session::Column::EndedAt];
    let sessions = session::Entity::find().select_only().column(session::Column::GoalId).filter(within.any(&times));
    let sessions = sessions.filter(session::Column::GoalId.is_not_null());
    let times = [metric::Column::CreatedAt, metric::Column::MeasuredAt];
    let metrics = metric::Entity::find().select_only().column(metric::Column::GoalId).filter(within.any(&times));
    let steps = goal_status_change::Entity::find().select_only().column(goal_status_change::Column::GoalId);
    let steps = steps.filter(within.any(&[goal_status_change::Column::At]));
    let times = [artifact::Column::OpenedAt, artifact::Column::MergedAt];
    let artifacts = artifact::Entity::find().select_only().column(artifact::Column::Id).filter(within.any(&times));
    let linked = artifact_link::Entity::find().select_only().column(artifact_link::Column::GoalId);
    let linked = linked.filter(artifact_link::Column::DismissedAt.is_null());
    let then = within.any(&[artifact_link::Column::CreatedAt]).add(artifact_link::Column::ArtifactId.in_subquery(artifacts.into_query()));
    let linked = linked.filter(then);
    let parts = [updates.into_query(), sessions.into_query(), metrics.into_query(), steps.into_query(), linked.into_query()];
    let own = within.any(&[goal::Column::CreatedAt, goal::Column::UpdatedAt]);
    Ok(parts.into_iter().fold(Condition::any().add(own), |any, part| any.add(goal::Column::Id.in_subquery(part))))
}

/// A stretch of time: `start` is in it, `end` is not.
struct Within {
    start: Option<i64>,
    end: Option<i64>,
}

impl Within {
    fn any<C: ColumnTrait>(&self, columns: &[C]) -> Condition {
        let one = |column: &C| {
            let after = self.start.map(|start| column.gte(start));
            Condition::all().add_option(after).add_option(self.end.map(|end| column.lt(end)))
        };
        columns.iter().map(one).fold(Condition::any(), Condition::add)
    }
}

/// PostgreSQL sums integers to a type of its own.
fn sum(column: &'static str) -> Expr {
    Expr::cust(format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"))
}

fn given(value: Option<&String>) -> Option<&String> {
    value.filter(|v| !v.trim().is_empty())
}

fn count(n: i64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
