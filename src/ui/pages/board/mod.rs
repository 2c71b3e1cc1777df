//! The goals by status: the home of the product.

mod actions;
mod card;
mod column;
mod composer;
mod drag;
mod filters;
mod first_run;
mod focus;
mod list;
mod rename;

use crate::{
    domain::board,
    rpc,
    ui::{
        components::{Button, ButtonKind, EmptyState, Glyph, PageTitle},
        hooks::use_loaded,
        route::{Query, Route},
    },
};
use actions::BoardActions;
use column::{ColumnView, PhoneColumns};
use dioxus::prelude::*;
use drag::Ghost;
use filters::{Filters, filter_of, is_filtered};
use first_run::FirstRun;
use focus::use_board_keys;
use list::GoalTable;
use rename::Rename;

/// The goals of everybody, by status.
#[component]
pub fn Board(query: ReadSignal<Query>) -> Element {
    let first = use_loaded(move || rpc::goals::board(filter_of(&query.peek()), None))?;
    let actions = BoardActions::provide((*first).clone(), query);
    use_board_keys(actions);
    let board = actions.board();
    let filtered = is_filtered(&query.read());
    let as_list = query.read().get("view") == "list";
    rsx! {
        div { class: "page-head",
            PageTitle { title: "Goals" }
            Filters { query, projects: board.read().projects.clone(), tags: board.read().tags.clone() }
            div { class: "new-goal",
                Button {
                    kind: ButtonKind::Primary,
                    icon: Glyph::Plus,
                    keys: "C",
                    "aria-keyshortcuts": "C",
                    onclick: move |_| composer::open(),
                    span { "New goal" }
                }
            }
        }
        FirstRun { total: board.read().total(), example: board.read().cards().any(|card| card.goal.example), filtered }
        if filtered && board.read().total() == 0 {
            NoMatch { query }
        }
        if as_list {
            GoalTable { board }
        } else {
            Columns { board }
        }
        Rename {}
        Ghost {}
    }
}

/// The four columns; on a phone one at a time.
#[component]
fn Columns(board: ReadSignal<board::Board>) -> Element {
    let mut shown = use_signal(|| 0_usize);
    rsx! {
        PhoneColumns { board, shown: shown() }
        div {
            class: "columns",
            id: "columns",
            onscroll: move |event| {
                let width = event.client_width();
                if width > 0 {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "one of four panels")]
                    shown.set((event.scroll_left() / f64::from(width)).round().clamp(0.0, 3.0) as usize);
                }
            },
            for column in board.read().columns.iter().cloned() {
                ColumnView { key: "{column.status.as_str()}", column }
            }
        }
    }
}

#[component]
fn NoMatch(query: ReadSignal<Query>) -> Element {
    let all = Route::Board { query: query.read().clone().only(&["view"]) };
    rsx! {
        EmptyState { title: "No goals match", icon: Glyph::Filter,
            Link { class: "button", to: all.href(), "Clear the filters" }
        }
    }
}
