//! Assessments in the database: versions are added, never changed.

use crate::{
    domain::{
        Error, Result,
        assessment::{Assessment, Sureness},
        id,
        stats::Grade,
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::assessment, many},
    },
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    sea_query::{Expr, SelectStatement},
};

/// Adds a version with the samples that it stands on, packed.
pub async fn insert(tx: &Tx, new: &Assessment, frozen: Vec<u8>) -> Result<()> {
    let json = |of: &Assessment| serde_json::to_string(of).map_err(|e| crate::server::problem::internal(&e));
    let row = assessment::ActiveModel {
        id: Set(new.id.clone()),
        goal_id: Set(new.goal_id.0.clone()),
        source_id: Set(new.metric_source_id.clone()),
        version: Set(new.version),
        grade: Set(new.grade.as_str().into()),
        provisional: Set(new.provisional),
        starts_at: Set(millis(new.intervention.start)),
        ends_at: Set(millis(new.intervention.end)),
        data_to: Set(new.data.to),
        news: Set(new.news.clone()),
        body: Set(json(new)?),
        frozen: Set(frozen),
        told: Set(json(&new.clone().quoted())?),
        effect: Set(new.effect),
        improved: Set(new.improved),
        created_at: Set(millis(new.created_at)),
    };
    assessment::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// The newest version for a goal and metric.
pub async fn newest(db: &impl ConnectionTrait, goal_id: &str, source_id: &str) -> Result<Option<Assessment>> {
    let rows = assessment::Entity::find().filter(assessment::Column::GoalId.eq(goal_id)).filter(assessment::Column::SourceId.eq(source_id));
    let row = rows.order_by_desc(assessment::Column::Version).one(db).await?;
    row.map(|row| read(&row.body)).transpose()
}

/// The newest version of each metric of a goal; of all goals without one.
pub async fn newest_of(db: &impl ConnectionTrait, goal_id: Option<&str>) -> Result<Vec<Assessment>> {
    let narrowed = if goal_id.is_some() { "AND a.goal_id = $1" } else { "" };
    let sql = format!(
        "SELECT a.body AS body FROM assessments a
        WHERE a.version = (SELECT MAX(b.version) FROM assessments b WHERE b.goal_id = a.goal_id AND b.source_id = a.source_id) {narrowed}
        ORDER BY a.created_at DESC, a.id"
    );
    let values: Vec<sea_orm::Value> = goal_id.map(Into::into).into_iter().collect();
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    rows.into_iter().map(|row| read(&row.try_get::<String>("", "body")?)).collect()
}

const TOLD: &str = "SELECT a.told AS told FROM assessments a WHERE a.goal_id IN (@)
    AND a.version = (SELECT MAX(b.version) FROM assessments b WHERE b.goal_id = a.goal_id AND b.source_id = a.source_id)
    ORDER BY a.created_at DESC, a.id";

/// The newest version of each metric of these goals, as lists quote it.
pub async fn told(db: &impl ConnectionTrait, goals: &[String]) -> Result<Vec<Assessment>> {
    if goals.is_empty() {
        return Ok(Vec::new());
    }
    let backend = db.get_database_backend();
    let (list, goals) = many(backend, goals);
    let rows = db.query_all_raw(Statement::from_sql_and_values(backend, TOLD.replace('@', list), [goals])).await?;
    rows.into_iter().map(|row| read(&row.try_get::<String>("", "told")?)).collect()
}

/// The newest versions for the goals that `goals` finds, as far as it takes to tell which is the surest.
pub async fn standings(db: &impl ConnectionTrait, goals: SelectStatement) -> Result<Vec<Standing>> {
    let newest = "assessments.version = (SELECT MAX(b.version) FROM assessments b WHERE b.goal_id = assessments.goal_id AND b.source_id = assessments.source_id)";
    let rows = assessment::Entity::find().filter(assessment::Column::GoalId.in_subquery(goals)).filter(Expr::cust(newest)).select_only();
    let columns = [
        assessment::Column::GoalId,
        assessment::Column::Grade,
        assessment::Column::Provisional,
        assessment::Column::Effect,
        assessment::Column::Improved,
        assessment::Column::CreatedAt,
    ];
    let rows: Vec<Stood> = rows.columns(columns).into_model().all(db).await?;
    Ok(rows.into_iter().map(Standing::from).collect())
}

/// How sure a version is, and which way it went.
#[derive(Clone, Debug)]
pub struct Standing {
    pub goal_id: String,
    pub sureness: Sureness,
    pub improved: Option<bool>,
}

#[derive(FromQueryResult)]
struct Stood {
    goal_id: String,
    grade: String,
    provisional: bool,
    effect: Option<f64>,
    improved: Option<bool>,
    created_at: i64,
}

impl From<Stood> for Standing {
    fn from(row: Stood) -> Self {
        let grade = Grade::parse(&row.grade).unwrap_or_default();
        let sureness = Sureness { measured: row.effect.is_some(), grade, complete: !row.provisional, at: at_millis(row.created_at) };
        Self { goal_id: row.goal_id, sureness, improved: row.improved }
    }
}

/// All versions for a goal, newest first; of one metric if it is named.
pub async fn history(db: &impl ConnectionTrait, goal_id: &str, source_id: Option<&str>, most: u64) -> Result<Vec<Assessment>> {
    let mut rows = assessment::Entity::find().filter(assessment::Column::GoalId.eq(goal_id));
    if let Some(source_id) = source_id {
        rows = rows.filter(assessment::Column::SourceId.eq(source_id));
    }
    let rows = rows.order_by_desc(assessment::Column::CreatedAt).order_by_desc(assessment::Column::Id).limit(most).all(db).await?;
    rows.iter().map(|row| read(&row.body)).collect()
}

/// One version.
pub async fn get(db: &impl ConnectionTrait, name: &str) -> Result<Assessment> {
    read(&row(db, name).await?.body)
}

/// The samples that a version stands on, packed.
pub async fn frozen(db: &impl ConnectionTrait, name: &str) -> Result<Vec<u8>> {
    Ok(row(db, name).await?.frozen)
}

async fn row(db: &impl ConnectionTrait, name: &str) -> Result<assessment::Model> {
    let row = assessment::Entity::find_by_id(id::stored(name)).one(db).await?;
    row.ok_or_else(|| Error::not_found(format!("assessment {name}")))
}

fn read(body: &str) -> Result<Assessment> {
    serde_json::from_str(body).map_err(|e| crate::server::problem::internal(&e))
}
