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
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// The columns of the board, each with its newest goals.
///
/// `more` is the column whose cards are wanted beyond the first, and how many.
pub async fn board(db: &impl ConnectionTrait, filter: &GoalFilter, more: Option<(GoalStatus, u64)>) -> Result<Board> {
    let (projects, tags) = rows::values(db).await?;
    let everywhere = GoalFilter { status: None, ..filter.clone() };
    let select = rows::with_example(db, &everywhere).await?;
    let totals: Vec<(String, i64)> = select
        .clone()
        .select_only()
        .column(goal::Column::Status)
        .column_as(goal::Column::Id.count(), "n")
        .group_by(goal::Column::Status)
        .into_tuple()
        .all(db)
        .await?;
    let totals: HashMap<String, i64> = totals.into_iter().collect();

    let mut rows = Vec::new();
    for status in GoalStatus::ALL {
        let total = totals.get(status.as_str()).copied().unwrap_or(0);
        if total > 0 {
            let shown = more.filter(|(of, _)| *of == status).map_or(CARDS_PER_COLUMN, |(_, n)| n.max(CARDS_PER_COLUMN));
            let of_column = select.clone().filter(goal::Column::Status.eq(status.as_str()));
            rows.extend(rows::newest_first(of_column).limit(shown).all(db).await?);
        }
    }
    let mut cards = summary::summaries(db, rows).await?;
    let columns = GoalStatus::ALL.map(|status| Column {
        status,
        total: u64::try_from(totals.get(status.as_str()).copied().unwrap_or(0)).unwrap_or(0),
        cards: cards.extract_if(.., |card| card.goal.status == status).collect(),
    });
    Ok(Board { columns: columns.into(), projects, tags })
}
