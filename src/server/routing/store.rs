//! What sessions cost before, from the database.

use crate::{
    domain::{Result, Usd, dispatch::AgentKind},
    server::problem,
};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// The newest sessions that a figure is taken from.
const SESSIONS_MOST: i64 = 200;

#[derive(FromQueryResult)]
struct Cost {
    micros: i64,
}

const COSTS: &str = "SELECT s.cost_micros AS micros FROM sessions s
    WHERE s.agent = $1 AND (s.model = $2 OR s.model LIKE $3) AND s.cost_micros IS NOT NULL AND s.ended_at IS NOT NULL
    ORDER BY s.ended_at DESC, s.id DESC LIMIT $4";
const COSTS_OF_ANY: &str = "SELECT s.cost_micros AS micros FROM sessions s
    WHERE s.agent = $1 AND s.cost_micros IS NOT NULL AND s.ended_at IS NOT NULL
    ORDER BY s.ended_at DESC, s.id DESC LIMIT $2";

/// What ended sessions of this agent cost in the middle, and how many they are; with a model, only those of it.
///
/// A model's name with a date behind it, as its vendor reports it, is that model.
pub async fn expected(db: &impl ConnectionTrait, agent: AgentKind, model: Option<&str>) -> Result<(Option<Usd>, u32)> {
    let backend = db.get_database_backend();
    let statement = match model {
        Some(model) => {
            let model = agent.full_model(model);
            let dated = format!("{}-20%", model.replace('%', ""));
            let values = [agent.as_str().into(), model.into(), dated.into(), SESSIONS_MOST.into()];
            Statement::from_sql_and_values(backend, COSTS, values)
        }
        None => Statement::from_sql_and_values(backend, COSTS_OF_ANY, [agent.as_str().into(), SESSIONS_MOST.into()]),
    };
    let found = Cost::find_by_statement(statement).all(db).await.map_err(|error| problem::internal(&error))?;
    let mut costs: Vec<i64> = found.into_iter().map(|cost| cost.micros).collect();
    costs.sort_unstable();
    let middle = costs.get(costs.len() / 2).copied().map(Usd::from_micros);
    Ok((middle, u32::try_from(costs.len()).unwrap_or(u32::MAX)))
}
