//! What people do on the board: shown at once, taken back with a word when the server refuses.

use super::filters::filter_of;
use crate::{
    domain::{
        Error, GoalId,
        board::Board,
        goal::{GoalPatch, GoalStatus, GoalSummary, NewGoal},
    },
    rpc,
    ui::{
        components::{Toasts, use_toasts},
        hooks::Live,
        route::{Query, Route},
    },
};
use dioxus::{core::spawn_forever, prelude::*};
use std::rc::Rc;

/// The board that is shown, and the verbs that change it.
#[derive(Clone, Copy, PartialEq)]
pub struct BoardActions {
    board: Signal<Board>,
    query: ReadSignal<Query>,
    /// The column of which more is wanted, and how many cards.
    more: Signal<Option<(GoalStatus, u64)>>,
    /// Changes that the server has not answered yet: until then it may know less than the page.
    open: Signal<u32>,
    /// The goal whose title is being edited.
    renaming: Signal<Option<GoalSummary>>,
    /// The goal that is being dragged, and the column under it.
    dragged: Signal<Option<(GoalSummary, Option<GoalStatus>)>>,
    toasts: Toasts,
    live: Live,
}

impl BoardActions {
    /// Shows `first`, and reads the board again when the filter changes. Once, in the page.
    pub fn provide(first: Board, query: ReadSignal<Query>) -> Self {
        let (toasts, live) = (use_toasts(), use_context());
        let actions = use_context_provider(|| Self {
            board: Signal::new(first),
            query,
            more: Signal::default(),
            open: Signal::default(),
            renaming: Signal::default(),
            dragged: Signal::default(),
            toasts,
            live,
        });
        let mut seen = use_hook(|| CopyValue::new((query.peek().clone(), None)));
        use_effect(move || {
            let wanted = (query.read().clone(), *actions.more.read());
            if *seen.peek() != wanted {
                seen.set(wanted);
                actions.reload();
            }
        });
        actions
    }

    /// What is shown.
    pub fn board(self) -> ReadSignal<Board> {
        self.board.into()
    }

    /// The goal whose title is being edited.
    pub fn renaming(self) -> Signal<Option<GoalSummary>> {
        self.renaming
    }

    /// The goal that is being dragged, and the column under it.
    pub fn dragged(self) -> Signal<Option<(GoalSummary, Option<GoalStatus>)>> {
        self.dragged
    }

    /// Shows more cards of a column.
    pub fn show_more(mut self, of: GoalStatus, count: u64) {
        self.more.set(Some((of, count)));
    }

    /// Reads the board again; what is shown stays if there is no answer.
    pub fn reload(mut self) {
        let (filter, more) = (filter_of(&self.query.peek()), *self.more.peek());
        spawn(async move {
            if let Ok(board) = rpc::goals::board(filter, more).await
                && *self.open.peek() == 0
            {
                self.board.set(board);
            }
        });
    }

    /// Adds a goal; with `open` goes to it.
    pub fn create(self, new: NewGoal, open: bool) {
        self.send(
            rpc::goals::create(new.clone()),
            move |goal| {
                let (id, key) = (goal.id.clone(), goal.key.clone());
                self.toasts.undoable(format!("Created {key}"), move || self.quietly(rpc::goals::archive(id.0.clone())));
                if open {
                    navigator().push(Route::goal(key).href());
                }
            },
            "The goal was not created",
            move || self.create(new.clone(), open),
        );
    }

    /// Moves a goal to another column.
    pub fn relocate(mut self, id: &GoalId, to: GoalStatus) {
        let moved = self.board.write().relocate(id, to);
        let Some(from) = moved else { return };
        let Some(card) = self.board.peek().card(id).cloned() else { return };
        let id = id.clone();
        let again = id.clone();
        self.send(
            change(&id, GoalPatch { status: Some(to), ..Default::default() }),
            move |goal| {
                let unproven =
                    to == GoalStatus::Proven && card.headline.as_ref().is_none_or(|m| m.after.is_none()) && card.outcomes.is_empty();
                let note = if unproven { " without a measurement" } else { "" };
                let words = format!("Moved {} to {}{note}", goal.key, to.label());
                self.toasts.undoable(words, move || self.quietly(change(&id, GoalPatch { status: Some(from), ..Default::default() })));
            },
            "The goal was not moved",
            move || self.relocate(&again, to),
        );
    }

    /// Gives a goal another title.
    pub fn rename(mut self, goal: &GoalSummary, title: String) {
        let (id, old) = (goal.goal.id.clone(), goal.goal.title.clone());
        if title.trim().is_empty() || title.trim() == old {
            return;
        }
        let taken = self.board.write().take(&id);
        if let Some(mut card) = taken {
            card.goal.title.clone_from(&title);
            self.board.write().put(card);
        }
        let again = goal.clone();
        let retry = title.clone();
        self.send(
            change(&id, GoalPatch { title: Some(title), ..Default::default() }),
            move |goal| {
                self.toasts.undoable(format!("Renamed {}", goal.key), move || {
                    self.quietly(change(&id, GoalPatch { title: Some(old.clone()), ..Default::default() }));
                });
            },
            "The goal was not renamed",
            move || self.rename(&again, retry.clone()),
        );
    }

    /// Puts a goal into the archive.
    pub fn archive(mut self, id: &GoalId) {
        let taken = self.board.write().take(id);
        let Some(card) = taken else { return };
        let id = id.clone();
        let words = if card.goal.example { "Removed the example".to_owned() } else { format!("Archived {}", card.goal.key) };
        self.send(
            rpc::goals::archive(id.0.clone()),
            move |_| {
                let id = id.clone();
                self.toasts.undoable(words, move || self.quietly(rpc::goals::restore(id.0.clone())));
            },
            "The goal was not archived",
            move || self.archive(&card.goal.id),
        );
    }

    /// Sends a change; then tells it, or takes back what was shown and offers to try again.
    fn send<T: 'static>(
        mut self,
        request: impl Future<Output = Result<T, Error>> + 'static,
        done: impl FnOnce(T) + 'static,
        failed: &'static str,
        retry: impl Fn() + 'static,
    ) {
        self.open += 1;
        // The answer is told even if the person has left the board meanwhile.
        spawn_forever(async move {
            let answer = request.await;
            if let Ok(mut open) = self.open.try_write() {
                *open = open.saturating_sub(1);
            }
            match answer {
                Ok(value) => done(value),
                Err(error) => {
                    self.toasts.fail(format!("{failed}: {error}"), Some(Rc::new(retry)));
                }
            }
            self.live.refresh();
        });
    }

    /// Sends the way back of a change.
    fn quietly<T: 'static>(self, request: impl Future<Output = Result<T, Error>> + 'static) {
        spawn_forever(async move {
            if let Err(error) = request.await {
                self.toasts.fail(format!("That could not be undone: {error}"), None);
            }
            self.live.refresh();
        });
    }
}

fn change(id: &GoalId, patch: GoalPatch) -> impl Future<Output = Result<crate::domain::goal::Goal, Error>> + 'static {
    rpc::goals::change(id.0.clone(), patch, None)
}
