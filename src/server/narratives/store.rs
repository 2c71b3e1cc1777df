//! Narratives in the database, with the facts that they were written from.

use crate::{
    domain::{
        Error, Result, Usd, id,
        narrative::{Narrative, Tone, check::Checked, facts::Fact},
    },
    server::{
        clock::{at_millis, millis},
        db::{Tx, entities::narrative, new_id},
        problem,
    },
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait};

/// A narrative with its facts.
pub struct Stored {
    pub narrative: Narrative,
    pub facts: Vec<Fact>,
}

/// A narrative that is written but not stored yet.
pub struct Draft {
    pub tone: Tone,
    /// The text as it was written, with its markers.
    pub source: String,
    pub engine: String,
    pub cost: Option<Usd>,
    pub facts: Vec<Fact>,
    pub checked: Checked,
    pub notice: Option<String>,
}

/// The narrative with that id.
pub async fn get(db: &impl ConnectionTrait, id: &str) -> Result<Stored> {
    let row = narrative::Entity::find_by_id(id::stored(id)).one(db).await?;
    let row = row.ok_or_else(|| Error::not_found(format!("narrative {id}")))?;
    let claims = serde_json::from_str(&row.claims).map_err(|e| problem::internal(&e))?;
    let facts = serde_json::from_str(&row.facts).map_err(|e| problem::internal(&e))?;
    let narrative = Narrative {
        id: row.id.into(),
        goal_id: row.goal_id.into(),
        tone: Tone::parse(&row.tone).unwrap_or_default(),
        markdown: row.markdown,
        engine: row.engine,
        cost_usd: row.cost_micros.map(Usd::from_micros),
        claims,
        unverified: u32::try_from(row.unverified).unwrap_or(0),
        edited: row.edited,
        notice: row.notice,
        created_at: at_millis(row.created_at),
        updated_at: at_millis(row.updated_at),
    };
    Ok(Stored { narrative, facts })
}

/// Adds a narrative; gives back its id.
pub async fn insert(tx: &Tx, goal_id: &str, draft: &Draft) -> Result<String> {
    let id = new_id();
    let row = narrative::ActiveModel {
        id: Set(id.clone()),
        goal_id: Set(goal_id.into()),
        tone: Set(draft.tone.as_str().into()),
        markdown: Set(draft.checked.markdown.clone()),
        source: Set(draft.source.clone()),
        engine: Set(draft.engine.clone()),
        cost_micros: Set(draft.cost.map(Usd::micros)),
        claims: Set(json(&draft.checked.claims)?),
        facts: Set(json(&draft.facts)?),
        unverified: Set(draft.checked.unverified.into()),
        edited: Set(false),
        notice: Set(draft.notice.clone()),
        created_at: Set(millis(tx.now())),
        updated_at: Set(millis(tx.now())),
    };
    row.insert(tx.db()).await?;
    Ok(id)
}

/// Puts a text that a person wrote in place of the old one.
pub async fn save(tx: &Tx, id: &str, source: &str, checked: &Checked) -> Result<()> {
    let row = narrative::ActiveModel {
        id: Set(id.to_owned()),
        markdown: Set(checked.markdown.clone()),
        source: Set(source.to_owned()),
        claims: Set(json(&checked.claims)?),
        unverified: Set(checked.unverified.into()),
        edited: Set(true),
        updated_at: Set(millis(tx.now())),
        ..Default::default()
    };
    row.update(tx.db()).await?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| problem::internal(&e))
}
