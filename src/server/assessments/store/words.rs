//! What models wrote about assessments: every text is kept.

use crate::{
    domain::{
        Result, Usd,
        assessment::{Assessment, InWords},
    },
    server::{
        assessments::explain::Written,
        clock::{at_millis, millis},
        db::{Tx, entities::assessment_word, new_id},
        problem,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most texts of a goal that are looked at.
const MOST: u64 = 200;

/// Words that were checked and are not stored yet.
pub struct NewWords {
    pub written: Written,
    pub engine: String,
    pub cost: Option<Usd>,
}

/// Keeps words with the version that they explain.
pub async fn add_words(tx: &Tx, of: &Assessment, new: NewWords) -> Result<InWords> {
    let NewWords { written, engine, cost } = new;
    let row = assessment_word::ActiveModel {
        id: Set(new_id()),
        assessment_id: Set(of.id.clone()),
        goal_id: Set(of.goal_id.0.clone()),
        words: Set(written.checked.markdown),
        source: Set(written.source),
        engine: Set(engine),
        cost_micros: Set(cost.map(Usd::micros)),
        claims: Set(json(&written.checked.claims)?),
        facts: Set(json(&written.facts)?),
        actor: Set(tx.caller().actor.clone()),
        created_at: Set(millis(tx.now())),
    };
    read(row.insert(tx.db()).await?)
}

/// The words about all versions of a goal, newest first.
pub async fn words_of(db: &impl ConnectionTrait, goal_id: &str) -> Result<Vec<InWords>> {
    let rows = assessment_word::Entity::find().filter(assessment_word::Column::GoalId.eq(goal_id));
    let rows = rows.order_by_desc(assessment_word::Column::CreatedAt).order_by_desc(assessment_word::Column::Id);
    rows.limit(MOST).all(db).await?.into_iter().map(read).collect()
}

fn read(row: assessment_word::Model) -> Result<InWords> {
    Ok(InWords {
        id: row.id,
        assessment_id: row.assessment_id,
        words: row.words,
        engine: row.engine,
        cost_usd: row.cost_micros.map(Usd::from_micros),
        claims: serde_json::from_str(&row.claims).map_err(|e| problem::internal(&e))?,
        actor: row.actor,
        created_at: at_millis(row.created_at),
    })
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| problem::internal(&e))
}
