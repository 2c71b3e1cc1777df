//! What a session cost, by the models that its agent used.

use super::log::sentence;
use crate::{
    domain::{
        Usd,
        model_use::ModelUse,
        session::{SessionView, Tokens},
    },
    ui::format,
};
use dioxus::prelude::*;

const KINDS: [&str; 4] = ["Input", "Cache read", "Cache written", "Output"];

/// One row for each model, and their sum. In little room a row becomes a block; the roles keep it a table.
#[component]
pub fn Cost(view: SessionView) -> Element {
    let session = view.session;
    let basis = session.cost_basis();
    let reserved = view.started.and_then(|started| started.reserved_usd).filter(|_| session.status.is_live());
    rsx! {
        div { class: "card session-money",
            h2 { "Cost" }
            table { class: "session-cost", role: "table", "aria-label": "Tokens and cost of this session, by model",
                thead { role: "rowgroup",
                    tr { role: "row",
                        th { scope: "col", role: "columnheader", "Model" }
                        for kind in KINDS {
                            th { key: "{kind}", scope: "col", role: "columnheader", "{kind}" }
                        }
                        th { scope: "col", role: "columnheader", "Cost" }
                    }
                }
                tbody { role: "rowgroup",
                    for of in view.models {
                        Row { key: "{of.model:?}", name: of.model.clone(), tokens: of.tokens, cost: cost(&of), sum: false }
                    }
                }
                tfoot { role: "rowgroup",
                    Row { name: Some("The session".to_owned()), tokens: session.tokens, cost: amount(session.cost_usd), sum: true }
                }
            }
            if !basis.is_empty() {
                p { class: "muted", "{sentence(basis)}." }
            }
            if let Some(reserved) = reserved {
                p { class: "muted", "{reserved} are still reserved for it." }
            }
        }
    }
}

#[component]
fn Row(#[props(!optional)] name: Option<String>, tokens: Tokens, cost: String, sum: bool) -> Element {
    let Tokens { input, output, cache_read, cache_write } = tokens;
    let counts = [input, cache_read, cache_write, output].map(|count| format::whole(u64::try_from(count).unwrap_or_default()));
    rsx! {
        tr { role: "row", class: if sum { "session-sum" },
            th { scope: "row", role: "rowheader",
                if let Some(name) = name {
                    "{name}"
                } else {
                    "A model that is not named"
                }
            }
            for (kind , count) in KINDS.into_iter().zip(counts) {
                td { key: "{kind}", role: "cell", "data-name": kind, "{count}" }
            }
            td { role: "cell", class: "session-amount", "{cost}" }
        }
    }
}

fn amount(cost: Option<Usd>) -> String {
    cost.map_or_else(|| "unknown".to_owned(), |cost| cost.to_string())
}

fn cost(of: &ModelUse) -> String {
    let known = amount(of.cost_usd);
    if of.unpriced && of.cost_usd.is_some() { format!("at least {known}") } else { known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said_and_never_nothing() {
        let of = |cost_usd, unpriced| cost(&ModelUse { cost_usd, unpriced, ..ModelUse::default() });
        assert_eq!(of(None, true), "unknown");
        assert_eq!(of(Some(Usd::from_micros(420_000)), false), "$0.42");
        assert_eq!(of(Some(Usd::from_micros(420_000)), true), "at least $0.42");
    }
}
