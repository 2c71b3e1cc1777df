use super::actions::BoardActions;
use crate::{
    domain::board::Board,
    ui::{
        components::{StatePill, Timestamp},
        route::{Query, Route},
    },
};
use dioxus::prelude::*;

/// The same goals as lines of a table.
#[component]
pub fn GoalTable(board: ReadSignal<Board>) -> Element {
    let actions: BoardActions = use_context();
    let hidden: u64 = board.read().columns.iter().map(|c| c.total.saturating_sub(c.cards.len() as u64)).sum();
    let more = move |_: MouseEvent| {
        let fullest = board.peek().columns.iter().max_by_key(|c| c.total.saturating_sub(c.cards.len() as u64)).map(|c| (c.status, c.total));
        if let Some((status, total)) = fullest {
            actions.show_more(status, total);
        }
    };
    rsx! {
        div { class: "table-frame",
            table { class: "goal-table",
                thead {
                    tr {
                        th { scope: "col", "Goal" }
                        th { scope: "col", "State" }
                        th { scope: "col", "Project" }
                        th { scope: "col", class: "number", "Tasks" }
                        th { scope: "col", class: "number", "PRs" }
                        th { scope: "col", class: "number", "Cost" }
                        th { scope: "col", "Changed" }
                    }
                }
                tbody {
                    for card in board.read().cards().cloned() {
                        tr { key: "{card.goal.id}", "data-card": "{card.goal.id}",
                            td { class: "goal-cell",
                                span { class: "mono muted", "{card.goal.key}" }
                                Link { id: "card-{card.goal.id}", to: Route::Goal { id: card.goal.key.clone(), query: Query::default() }.href(), "{card.goal.title}" }
                            }
                            td { StatePill { status: card.goal.status } }
                            td { {card.goal.project.as_deref().unwrap_or("—")} }
                            td { class: "number", if card.tasks.total > 0 { "{card.tasks.done}/{card.tasks.total}" } else { "—" } }
                            td { class: "number", if card.pulls.total > 0 { "{card.pulls.total}" } else { "—" } }
                            td { class: "number", if card.spend.sessions > 0 { "{card.spend.cost_usd}" } else { "—" } }
                            td { Timestamp { at: card.goal.updated_at } }
                        }
                    }
                }
            }
        }
        if hidden > 0 {
            button { class: "button", "data-kind": "quiet", r#type: "button", onclick: more, "Show {hidden} more" }
        }
    }
}
