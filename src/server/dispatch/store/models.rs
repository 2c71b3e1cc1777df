//! What each model took of a session.

use crate::{
    domain::{
        Result, Usd,
        model_use::{ModelUse, by_model},
        session::{Session, Tokens},
    },
    server::{
        db::{
            Tx,
            entities::session_model::{self, Column},
        },
        runner::Totals,
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict};
use std::collections::HashMap;

/// What the models took in this run so far, in place of what was known of it.
pub async fn count_models(tx: &Tx, session: &str, run: u32, models: &[(Option<String>, Totals)]) -> Result<()> {
    let counted = [
        Column::InputTokens,
        Column::OutputTokens,
        Column::CacheReadTokens,
        Column::CacheWriteTokens,
        Column::CostMicros,
        Column::Unpriced,
    ];
    for (model, of) in models {
        let row = session_model::Model {
            session_id: session.to_owned(),
            run: run.into(),
            model: model.clone().unwrap_or_default(),
            input_tokens: of.tokens.input,
            output_tokens: of.tokens.output,
            cache_read_tokens: of.tokens.cache_read,
            cache_write_tokens: of.tokens.cache_write,
            cost_micros: Some(of.cost_micros).filter(|micros| !of.unpriced || *micros != 0),
            unpriced: of.unpriced,
        };
        let again = OnConflict::columns([Column::SessionId, Column::Run, Column::Model]).update_columns(counted).to_owned();
        session_model::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// What the models took of these sessions, over all their runs.
pub async fn models(db: &impl ConnectionTrait, sessions: &[Session]) -> Result<HashMap<String, Vec<ModelUse>>> {
    let ids = sessions.iter().map(|session| session.id.as_str());
    let mut counted: HashMap<String, Vec<ModelUse>> = HashMap::new();
    for row in session_model::Entity::find().filter(Column::SessionId.is_in(ids)).all(db).await? {
        counted.entry(row.session_id.clone()).or_default().push(row.into());
    }
    let whole = |session: &Session| Some((session.id.0.clone(), by_model(session, counted.remove(session.id.as_str())?)));
    Ok(sessions.iter().filter_map(whole).collect())
}

impl From<session_model::Model> for ModelUse {
    fn from(row: session_model::Model) -> Self {
        Self {
            model: Some(row.model).filter(|model| !model.is_empty()),
            tokens: Tokens {
                input: row.input_tokens,
                output: row.output_tokens,
                cache_read: row.cache_read_tokens,
                cache_write: row.cache_write_tokens,
            },
            cost_usd: row.cost_micros.map(Usd::from_micros),
            unpriced: row.unpriced,
        }
    }
}
