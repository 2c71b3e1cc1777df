//! What the board shows.

use super::{rows, summary};
use crate::{
    domain::{
        Result,
        board::{Board, CARDS_PER_COLUMN, Column},
        goal::{GoalFilter, GoalStatus},
    },
    server::db::entities::goal,
};
use futures::{future::try_join_all, try_join};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, QueryFilter, QuerySelect, Select};
use std::collections::HashMap;

/// The columns of the board, each with its newest goals.
///
/// `more` is the column whose cards are wanted beyond the first, and how many.
pub async fn board(db: &impl ConnectionTrait, filter: &GoalFilter, more: Option<(GoalStatus, u64)>) -> Result<Board> {
    let everywhere = GoalFilter { status: None, ..filter.clone() };
    let select = rows::with_example(db, &everywhere).await?;
    let columns = GoalStatus::ALL.map(|status| {
        let shown = more.filter(|(of, _)| *of == status).map_or(CARDS_PER_COLUMN, |(_, n)| n.max(CARDS_PER_COLUMN));
        let of_column = select.clone().filter(goal::Column::Status.eq(status.as_str()));
        rows::newest_first(of_column).limit(shown).all(db)
    });
    // Readers wait for each other's disk and threads, not for each other.
    let (values, totals, columns) = try_join!(rows::values(db), totals(db, &select), async { Ok(try_join_all(columns).await?) })?;
    let (projects, tags) = values;
    let rows = columns.into_iter().flatten().collect();
    let mut cards = summary::summaries(db, rows).await?;
    let columns = GoalStatus::ALL.map(|status| Column {
        status,
        total: u64::try_from(totals.get(status.as_str()).copied().unwrap_or(0)).unwrap_or(0),
        cards: cards.extract_if(.., |card| card.goal.status == status).collect(),
    });
    Ok(Board { columns: columns.into(), projects, tags })
}

#[derive(FromQueryResult)]
struct Total {
    status: String,
    n: i64,
}

async fn totals(db: &impl ConnectionTrait, select: &Select<goal::Entity>) -> Result<HashMap<String, i64>> {
    let counted = select.clone().select_only().column(goal::Column::Status).column_as(goal::Column::Id.count(), "n");
    let totals: Vec<Total> = counted.group_by(goal::Column::Status).into_model().all(db).await?;
    Ok(totals.into_iter().map(|total| (total.status, total.n)).collect())
}
