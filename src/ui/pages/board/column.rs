use super::{actions::BoardActions, card::Card, composer::Composer};
use crate::{
    domain::{
        board::{Board, CARDS_PER_COLUMN, Column},
        goal::GoalStatus,
    },
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph, Icon},
    },
};
use dioxus::prelude::*;

/// One status and its goals.
#[component]
pub fn ColumnView(column: Column) -> Element {
    let actions: BoardActions = use_context();
    let status = column.status;
    let name = status.as_str();
    let over = actions.dragged().read().as_ref().is_some_and(|(_, over)| *over == Some(status));
    let shown = column.cards.len() as u64;
    let hidden = column.total.saturating_sub(shown);
    rsx! {
        section {
            class: "column",
            id: "column-{name}",
            "data-status": name,
            "data-drop": name,
            "data-over": over,
            "aria-labelledby": "heading-{name}",
            h2 { id: "heading-{name}",
                Icon { glyph: Glyph::from(status) }
                "{status.label()}"
                em { "{column.total}" }
            }
            if status == GoalStatus::Planning {
                Composer {}
            }
            ul { class: "cards",
                for card in column.cards {
                    li { key: "{card.goal.id}", Card { card } }
                }
            }
            if shown == 0 {
                p { class: "column-empty", "{meaning(status)}" }
            }
            if hidden > 0 {
                Button {
                    kind: ButtonKind::Quiet,
                    onclick: move |_| actions.show_more(status, shown + CARDS_PER_COLUMN),
                    "Show {hidden.min(CARDS_PER_COLUMN)} more"
                }
            }
        }
    }
}

/// What a column is for, while it is empty.
fn meaning(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Planning => "What should change, and how you will know. A title is enough to begin.",
        GoalStatus::InProgress => "Agents and people at work. It fills when reports arrive.",
        GoalStatus::Measuring => "The work is out; its effect is being watched.",
        GoalStatus::Proven => "The effect is shown, in numbers or in people's words.",
    }
}

/// The columns of a phone, as one control; while a card is dragged, the places to drop it.
#[component]
pub fn PhoneColumns(board: ReadSignal<Board>, shown: usize) -> Element {
    let actions: BoardActions = use_context();
    let over = actions.dragged().read().as_ref().and_then(|(_, over)| *over);
    rsx! {
        div { class: "phone-columns", role: "group", "aria-label": "Columns",
            for (i , column) in board.read().columns.iter().enumerate() {
                button {
                    key: "{column.status.as_str()}",
                    r#type: "button",
                    "data-status": column.status.as_str(),
                    "data-drop": column.status.as_str(),
                    "data-over": over == Some(column.status),
                    "aria-pressed": i == shown,
                    title: column.status.label(),
                    onclick: {
                        let id = format!("column-{}", column.status.as_str());
                        move |_| browser::scroll_to(&id)
                    },
                    Icon { glyph: Glyph::from(column.status) }
                    span { "{short(column.status)} " small { "{column.total}" } }
                }
            }
        }
    }
}

fn short(status: GoalStatus) -> &'static str {
    match status {
        GoalStatus::Planning => "Plan",
        GoalStatus::InProgress => "Doing",
        GoalStatus::Measuring => "Measure",
        GoalStatus::Proven => "Proven",
    }
}
