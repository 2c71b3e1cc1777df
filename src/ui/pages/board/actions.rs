//! What people do on the board: shown at once, taken back with a word when the server refuses.

use super::filters::filter_of;
use crate::{
    domain::{
        Error, GoalId,
        board::Board,
        goal::{Goal, GoalPatch, GoalStatus, GoalSummary, NewGoal},
    },
    rpc,
    ui::{
        browser,
        components::{Toasts, use_toasts},
        hooks::{Live, use_live, use_look},
        route::{Query, Route},
    },
};
use dioxus::{core::spawn_forever, prelude::*};
use std::rc::Rc;

/// How often an undo looks whether the change before it was answered, in milliseconds.
const WAIT_MS: u32 = 50;

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
    /// A goal that was not created: its words go back to where they were typed.
    unsent: Signal<Option<NewGoal>>,
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
            unsent: Signal::default(),
            toasts,
            live,
        });
        let look = use_look(move || actions.reload());
        use_live(|event| event.goal_id.is_some(), move || look.again());
        let mut seen = use_hook(|| CopyValue::new((query.peek().clone(), None)));
        use_effect(move || {
            let wanted = (query.read().clone(), *actions.more.read());
            if *seen.peek() != wanted {
                seen.set(wanted);
                look.again();
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

    /// A goal that was not created.
    pub fn unsent(self) -> Signal<Option<NewGoal>> {
        self.unsent
    }

    /// Changes what is shown, if the board still is: what was begun here may be tried again from another page.
    fn edit<T>(mut self, change: impl FnOnce(&mut Board) -> T) -> Option<T> {
        self.board.try_write().ok().map(|mut board| change(&mut board))
    }

    /// Shows more cards of a column.
    pub fn show_more(mut self, of: GoalStatus, count: u64) {
        self.more.set(Some((of, count)));
    }

    /// Reads the board again; what is shown stays if there is no answer.
    async fn reload(mut self) {
        let (filter, more) = (filter_of(&self.query.peek()), *self.more.peek());
        if let Ok(board) = rpc::goals::board(filter, more).await
            && *self.open.peek() == 0
        {
            self.board.set(board);
        }
    }

    /// Adds a goal; with `open` goes to it.
    pub fn create(self, new: NewGoal, open: bool) {
        // The answer comes when no component is at work, so that the way is taken along.
        let way = navigator();
        let typed = new.clone();
        let mut unsent = self.unsent;
        let created = move |goal: Option<Goal>| {
            let Some(goal) = goal else {
                if let Ok(mut unsent) = unsent.try_write() {
                    *unsent = Some(typed);
                }
                return;
            };
            let (id, key) = (goal.id.0, goal.key);
            self.toasts.undoable(format!("Created {key}"), move || self.take_back(rpc::goals::archive(id.clone())));
            if open {
                way.push(Route::goal(key).href());
            }
        };
        self.send(rpc::goals::create(new.clone()), created, "The goal was not created", move || self.create(new.clone(), open));
    }

    /// Moves a goal to another column.
    pub fn relocate(self, id: &GoalId, to: GoalStatus) {
        let (again, request) = (id.clone(), change(id, GoalPatch { status: Some(to), ..Default::default() }));
        let retry = move || self.relocate(&again, to);
        let Some(moved) = self.edit(|board| board.relocate(id, to).map(|from| (from, board.card(id).cloned()))) else {
            return self.send(request, |_| {}, "The goal was not moved", retry);
        };
        let Some((from, card)) = moved else { return };
        let words = card.map(|card| moved_words(&card, to)).unwrap_or_default();
        let back = id.clone();
        let told =
            self.toasts.undoable(words, move || self.take_back(change(&back, GoalPatch { status: Some(from), ..Default::default() })));
        self.send(request, self.or_withdraw(told), "The goal was not moved", retry);
    }

    /// Gives a goal another title.
    pub fn rename(self, goal: &GoalSummary, title: String) {
        let (id, old) = (goal.goal.id.clone(), goal.goal.title.clone());
        if title.trim().is_empty() || title.trim() == old {
            return;
        }
        self.edit(|board| {
            if let Some(mut card) = board.take(&id) {
                card.goal.title.clone_from(&title);
                board.put(card);
            }
        });
        let request = change(&id, GoalPatch { title: Some(title.clone()), ..Default::default() });
        let told = self.toasts.undoable(format!("Renamed {}", goal.goal.key), move || {
            self.take_back(change(&id, GoalPatch { title: Some(old.clone()), ..Default::default() }));
        });
        let again = goal.clone();
        self.send(request, self.or_withdraw(told), "The goal was not renamed", move || self.rename(&again, title.clone()));
    }

    /// Puts a goal into the archive.
    pub fn archive(self, id: &GoalId) {
        let (again, request) = (id.clone(), rpc::goals::archive(id.0.clone()));
        let retry = move || self.archive(&again);
        let Some(taken) = self.edit(|board| board.take(id)) else {
            return self.send(request, |_| {}, "The goal was not archived", retry);
        };
        let Some(card) = taken else { return };
        let words = if card.goal.example { "Removed the example".to_owned() } else { format!("Archived {}", card.goal.key) };
        let back = id.0.clone();
        let told = self.toasts.undoable(words, move || self.take_back(rpc::goals::restore(back.clone())));
        self.send(request, self.or_withdraw(told), "The goal was not archived", retry);
    }

    /// What was told before the server answered is withdrawn when it refuses.
    fn or_withdraw<T>(self, told: u64) -> impl FnOnce(Option<T>) {
        move |answer| {
            if answer.is_none() {
                self.toasts.withdraw(told);
            }
        }
    }

    /// Sends a change and hands on the answer; a refusal is told, with the offer to try again.
    fn send<T: 'static>(
        mut self,
        request: impl Future<Output = Result<T, Error>> + 'static,
        done: impl FnOnce(Option<T>) + 'static,
        failed: &'static str,
        retry: impl Fn() + 'static,
    ) {
        if let Ok(mut open) = self.open.try_write() {
            *open += 1;
        }
        // The answer is told even if the person has left the board meanwhile.
        spawn_forever(async move {
            let answer = request.await;
            if let Ok(mut open) = self.open.try_write() {
                *open = open.saturating_sub(1);
            }
            match answer {
                Ok(value) => done(Some(value)),
                Err(error) => {
                    done(None);
                    self.toasts.fail(format!("{failed}: {error}"), Some(Rc::new(retry)));
                }
            }
            self.live.refresh();
        });
    }

    /// Sends the way back of a change, after the change itself.
    fn take_back<T: 'static>(self, request: impl Future<Output = Result<T, Error>> + 'static) {
        spawn_forever(async move {
            while self.open.try_peek().is_ok_and(|open| *open > 0) {
                browser::sleep(WAIT_MS).await;
            }
            if let Err(error) = request.await {
                self.toasts.fail(format!("That could not be undone: {error}"), None);
            }
            self.live.refresh();
        });
    }
}

fn moved_words(card: &GoalSummary, to: GoalStatus) -> String {
    let shown = card.headline.as_ref().is_some_and(|m| m.after.is_some()) || !card.outcomes.is_empty();
    let note = if to == GoalStatus::Proven && !shown { " without a measurement" } else { "" };
    format!("Moved {} to {}{note}", card.goal.key, to.label())
}

fn change(id: &GoalId, patch: GoalPatch) -> impl Future<Output = Result<Goal, Error>> + 'static {
    rpc::goals::change(id.0.clone(), patch, None)
}
