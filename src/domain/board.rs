//! The board: goals by status.

use super::{
    GoalId,
    goal::{GoalStatus, GoalSummary},
};
use serde::{Deserialize, Serialize};

/// How many cards a column shows before "Show more".
pub const CARDS_PER_COLUMN: u64 = 30;

/// One column of the board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    pub status: GoalStatus,
    /// All goals of the column, shown or not.
    pub total: u64,
    pub cards: Vec<GoalSummary>,
}

/// What the board page needs at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Board {
    pub columns: Vec<Column>,
    /// Projects and tags that occur, for the filters.
    pub projects: Vec<String>,
    pub tags: Vec<String>,
}

impl Board {
    /// All cards that are shown, column by column.
    pub fn cards(&self) -> impl Iterator<Item = &GoalSummary> {
        self.columns.iter().flat_map(|column| &column.cards)
    }

    /// The shown card of a goal.
    pub fn card(&self, id: &GoalId) -> Option<&GoalSummary> {
        self.cards().find(|card| card.goal.id == *id)
    }

    /// All goals, shown or not.
    pub fn total(&self) -> u64 {
        self.columns.iter().map(|column| column.total).sum()
    }

    /// Puts a card at the top of the column of its status.
    pub fn put(&mut self, card: GoalSummary) {
        if let Some(column) = self.columns.iter_mut().find(|column| column.status == card.goal.status) {
            column.total += 1;
            column.cards.insert(0, card);
        }
    }

    /// Takes the card of a goal away and gives it back.
    pub fn take(&mut self, id: &GoalId) -> Option<GoalSummary> {
        self.columns.iter_mut().find_map(|column| {
            let at = column.cards.iter().position(|card| card.goal.id == *id)?;
            column.total = column.total.saturating_sub(1);
            Some(column.cards.remove(at))
        })
    }

    /// Moves a card to another status; gives back where it was. None if it is not shown or is there already.
    pub fn relocate(&mut self, id: &GoalId, to: GoalStatus) -> Option<GoalStatus> {
        let from = self.card(id)?.goal.status;
        if from == to {
            return None;
        }
        let mut card = self.take(id)?;
        card.goal.status = to;
        self.put(card);
        Some(from)
    }

    /// The goal beside the one with the focus: `right` columns and `down` cards on. Empty columns are stepped over.
    pub fn beside(&self, id: &GoalId, right: i32, down: i32) -> Option<&GoalId> {
        let place = |column: &Column| column.cards.iter().position(|card| card.goal.id == *id);
        let (at, row) = self.columns.iter().enumerate().find_map(|(at, column)| Some((at, place(column)?)))?;
        if right == 0 {
            let row = usize::try_from(i32::try_from(row).ok()? + down).ok()?;
            return self.columns[at].cards.get(row).map(|card| &card.goal.id);
        }
        let mut others: Vec<&Column> =
            if right > 0 { self.columns[at + 1..].iter().collect() } else { self.columns[..at].iter().rev().collect() };
        others.retain(|column| !column.cards.is_empty());
        let column = others.first()?;
        column.cards.get(row.min(column.cards.len() - 1)).map(|card| &card.goal.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::Goal;
    use chrono::DateTime;

    fn card(id: &str, status: GoalStatus) -> GoalSummary {
        let at = DateTime::UNIX_EPOCH;
        let goal = Goal {
            id: id.into(),
            key: id.into(),
            title: id.into(),
            description: None,
            status,
            priority: Default::default(),
            due_on: None,
            tags: Vec::new(),
            project: None,
            parent: None,
            owner_id: None,
            jira_url: None,
            hypothesis: None,
            hypothesis_at: None,
            created_at: at,
            updated_at: at,
            status_changed_at: at,
            archived_at: None,
            version: 1,
            example: false,
        };
        let (tasks, pulls, spend) = Default::default();
        GoalSummary { goal, tasks, pulls, running: 0, spend, headline: None, assessed: None, outcomes: Vec::new() }
    }

    fn board() -> Board {
        let column = |status| Column { status, total: 0, cards: Vec::new() };
        let mut board = Board { columns: GoalStatus::ALL.map(column).into(), projects: Vec::new(), tags: Vec::new() };
        for (id, status) in [("b", GoalStatus::Planning), ("a", GoalStatus::Planning), ("m", GoalStatus::Measuring)] {
            board.put(card(id, status));
        }
        board
    }

    #[test]
    fn a_moved_card_is_counted_where_it_is() {
        let mut board = board();
        assert_eq!(board.relocate(&"a".into(), GoalStatus::Proven), Some(GoalStatus::Planning));
        assert_eq!(board.columns.iter().map(|c| c.total).collect::<Vec<_>>(), [1, 0, 1, 1]);
        assert_eq!(board.relocate(&"a".into(), GoalStatus::Proven), None);
        assert_eq!(board.relocate(&"x".into(), GoalStatus::Proven), None);
    }

    #[test]
    fn the_focus_steps_over_empty_columns() {
        let board = board();
        let beside = |id: &str, right, down| board.beside(&id.into(), right, down).map(GoalId::as_str);
        assert_eq!(beside("a", 0, 1), Some("b"));
        assert_eq!(beside("b", 1, 0), Some("m"));
        assert_eq!(beside("m", -1, 0), Some("a"));
        assert_eq!((beside("a", 0, -1), beside("m", 1, 0)), (None, None));
    }
}
