//! Samples in the database: one compressed chunk for each source and UTC day.

use crate::{
    domain::{Result, series::Window},
    server::{
        clock::millis,
        db::{
            Tx,
            entities::{experiment_result, sample_chunk},
            many,
        },
        packing,
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement, sea_query::OnConflict};
use std::collections::{BTreeMap, HashMap};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What is stored of one source.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    pub samples: u64,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

/// Stores samples; those of the same second take the place of earlier ones. Gives back how many there were.
pub async fn keep_samples(tx: &Tx, source_id: &str, points: &[(i64, Option<f64>)]) -> Result<u64> {
    let mut days: BTreeMap<i64, BTreeMap<i64, Option<f64>>> = BTreeMap::new();
    for (at, value) in points {
        days.entry(at.div_euclid(DAY)).or_default().insert(*at, *value);
    }
    let mut stored = 0;
    for (day, new) in days {
        stored += new.values().flatten().count() as u64;
        let known = sample_chunk::Entity::find_by_id((source_id.to_owned(), day)).one(tx.db()).await?;
        let mut all: BTreeMap<i64, f64> = match &known {
            Some(chunk) => packing::unpack(&chunk.body)?.into_iter().collect(),
            None => BTreeMap::new(),
        };
        let before = all.clone();
        for (at, value) in new {
            match value {
                Some(value) => all.insert(at, value),
                None => all.remove(&at),
            };
        }
        if all.is_empty() {
            sample_chunk::Entity::delete_by_id((source_id.to_owned(), day)).exec(tx.db()).await?;
        } else if all != before {
            put(tx, source_id, day, &all.into_iter().collect::<Vec<_>>()).await?;
        }
    }
    Ok(stored)
}

/// Writes the samples of a day.
pub async fn put(tx: &Tx, source_id: &str, day: i64, points: &[(i64, f64)]) -> Result<()> {
    use sample_chunk::Column::{Body, Day, FirstAt, LastAt, ReceivedAt, Samples, SourceId};
    let row = sample_chunk::ActiveModel {
        source_id: Set(source_id.into()),
        day: Set(day),
        samples: Set(i64::try_from(points.len()).unwrap_or(i64::MAX)),
        first_at: Set(points.first().map_or(0, |p| p.0)),
        last_at: Set(points.last().map_or(0, |p| p.0)),
        received_at: Set(millis(tx.now())),
        body: Set(packing::pack(points)?),
    };
    let newest = OnConflict::columns([SourceId, Day]).update_columns([Samples, FirstAt, LastAt, ReceivedAt, Body]).to_owned();
    sample_chunk::Entity::insert(row).on_conflict(newest).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Puts fewer samples in place of those of a day. When they were received stays: nobody has sent anything.
pub async fn thin(tx: &Tx, source_id: &str, day: i64, points: &[(i64, f64)]) -> Result<()> {
    let row = sample_chunk::ActiveModel {
        source_id: Set(source_id.into()),
        day: Set(day),
        samples: Set(i64::try_from(points.len()).unwrap_or(i64::MAX)),
        first_at: Set(points.first().map_or(0, |p| p.0)),
        last_at: Set(points.last().map_or(0, |p| p.0)),
        body: Set(packing::pack(points)?),
        ..Default::default()
    };
    sample_chunk::Entity::update(row).exec(tx.db()).await?;
    Ok(())
}

/// The samples of a source in a window, in order.
pub async fn series(db: &impl ConnectionTrait, source_id: &str, window: Window) -> Result<Vec<(i64, f64)>> {
    let chunks = sample_chunk::Entity::find().filter(sample_chunk::Column::SourceId.eq(source_id));
    let chunks = chunks.filter(sample_chunk::Column::Day.between(window.from.div_euclid(DAY), window.to.div_euclid(DAY)));
    let chunks = chunks.order_by_asc(sample_chunk::Column::Day).all(db).await?;
    let mut all = Vec::with_capacity(chunks.iter().map(|c| usize::try_from(c.samples).unwrap_or(0)).sum());
    for chunk in chunks {
        let points = packing::unpack(&chunk.body)?;
        all.extend(points.into_iter().filter(|(at, _)| (window.from..window.to).contains(at)));
    }
    Ok(all)
}

/// How much is stored of each source, and from when to when; those without a sample are left out.
pub async fn kept(db: &impl ConnectionTrait, source_ids: &[String]) -> Result<HashMap<String, Kept>> {
    let (list, ids) = many(db.get_database_backend(), source_ids);
    let sql = format!(
        "SELECT source_id, CAST(SUM(samples) AS BIGINT) AS samples, MIN(first_at) AS first_at, MAX(last_at) AS last_at
        FROM sample_chunks WHERE source_id IN ({list}) GROUP BY source_id"
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, [ids])).await?;
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let kept = |row: sea_orm::QueryResult| {
        let samples: i64 = row.try_get("", "samples")?;
        let kept = Kept {
            samples: u64::try_from(samples).unwrap_or(0),
            first_at: at(row.try_get("", "first_at")?),
            last_at: at(row.try_get("", "last_at")?),
        };
        Ok((row.try_get("", "source_id")?, kept))
    };
    rows.into_iter().map(kept).collect()
}

/// The latest sample of each source; those without one are left out.
pub async fn latest(db: &impl ConnectionTrait, source_ids: &[String]) -> Result<HashMap<String, f64>> {
    let (list, ids) = many(db.get_database_backend(), source_ids);
    let sql = format!(
        "SELECT chunk.source_id AS source_id, chunk.body AS body FROM sample_chunks chunk
        JOIN (SELECT source_id, MAX(day) AS day FROM sample_chunks WHERE source_id IN ({list}) GROUP BY source_id) newest
        ON newest.source_id = chunk.source_id AND newest.day = chunk.day"
    );
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), &sql, [ids])).await?;
    let mut latest = HashMap::with_capacity(rows.len());
    for row in rows {
        let body: Vec<u8> = row.try_get("", "body")?;
        if let Some((_, value)) = packing::unpack(&body)?.last() {
            latest.insert(row.try_get("", "source_id")?, *value);
        }
    }
    Ok(latest)
}

/// From when to when there are samples of a source, the end included.
pub async fn span_of(db: &impl ConnectionTrait, source_id: &str) -> Result<Option<Window>> {
    let mut kept = kept(db, &[source_id.to_owned()]).await?;
    Ok(kept.remove(source_id).map(|k| Window { from: k.first_at.timestamp(), to: k.last_at.timestamp() + 1 }))
}

/// Whether samples before `at` came in after it: then whoever entered them could know the outcome.
pub async fn received_after(db: &impl ConnectionTrait, source_id: &str, at: DateTime<Utc>) -> Result<bool> {
    let chunks = sample_chunk::Entity::find().filter(sample_chunk::Column::SourceId.eq(source_id));
    let late = chunks.filter(sample_chunk::Column::FirstAt.lt(at.timestamp())).filter(sample_chunk::Column::ReceivedAt.gt(millis(at)));
    // The day of the change itself is written to afterwards in any case.
    let late = late.filter(sample_chunk::Column::Day.lt(at.timestamp().div_euclid(DAY)));
    Ok(late.one(db).await?.is_some())
}

/// When samples of a source between two times (seconds) came in last, in milliseconds; 0 without any.
pub async fn received_at(db: &impl ConnectionTrait, source_id: &str, from: i64, to: i64) -> Result<i64> {
    let sql =
        "SELECT CAST(COALESCE(MAX(received_at), 0) AS BIGINT) AS at FROM sample_chunks WHERE source_id = $1 AND day BETWEEN $2 AND $3";
    let values = [source_id.into(), from.div_euclid(DAY).into(), to.div_euclid(DAY).into()];
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get("", "at")?))
}

/// Forgets what was read of a source.
pub async fn forget(tx: &Tx, source_id: &str) -> Result<()> {
    sample_chunk::Entity::delete_many().filter(sample_chunk::Column::SourceId.eq(source_id)).exec(tx.db()).await?;
    experiment_result::Entity::delete_many().filter(experiment_result::Column::SourceId.eq(source_id)).exec(tx.db()).await?;
    Ok(())
}

/// Keeps what an experiment says now; the same again is not kept twice. Says whether it was new.
pub async fn keep_experiment(tx: &Tx, source_id: &str, body: &str) -> Result<bool> {
    if experiment(tx.db(), source_id).await?.is_some_and(|(_, known)| known == body) {
        return Ok(false);
    }
    let row = experiment_result::ActiveModel { source_id: Set(source_id.into()), read_at: Set(millis(tx.now())), body: Set(body.into()) };
    let again = OnConflict::columns([experiment_result::Column::SourceId, experiment_result::Column::ReadAt])
        .update_column(experiment_result::Column::Body)
        .to_owned();
    experiment_result::Entity::insert(row).on_conflict(again).exec_without_returning(tx.db()).await?;
    Ok(true)
}

/// What an experiment said last, and when it was read.
pub async fn experiment(db: &impl ConnectionTrait, source_id: &str) -> Result<Option<(DateTime<Utc>, String)>> {
    let rows = experiment_result::Entity::find().filter(experiment_result::Column::SourceId.eq(source_id));
    let row = rows.order_by_desc(experiment_result::Column::ReadAt).one(db).await?;
    Ok(row.map(|row| (crate::server::clock::at_millis(row.read_at), row.body)))
}
