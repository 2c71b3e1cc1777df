use super::{
    desk::Desk,
    draft::ThenDraft,
    fields::ThenFields,
    rules::elsewhere,
    words::{limits, taken},
};
use crate::{
    domain::{
        Error, Result,
        routing::{Routing, Then},
    },
    ui::{
        components::{Button, ButtonKind, Field, Glyph, IconButton},
        pages::settings::amount::whole,
    },
};
use dioxus::prelude::*;

/// What stands beside the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// For what no rule fits.
    Fallback,
    /// While little of the day's budget is left.
    Cheaper,
}

impl End {
    const ALL: [Self; 2] = [Self::Fallback, Self::Cheaper];

    fn pointer(self) -> &'static str {
        match self {
            Self::Fallback => "/fallback",
            Self::Cheaper => "/cheaper",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Fallback => "Otherwise",
            Self::Cheaper => "When the budget is short",
        }
    }

    fn then(self, routing: &Routing) -> Then {
        match self {
            Self::Fallback => routing.fallback.clone(),
            Self::Cheaper => routing.cheaper.clone(),
        }
    }

    fn when(self, routing: &Routing) -> String {
        match (self, routing.cheaper_below_percent) {
            (Self::Fallback, _) => "When no rule fits".into(),
            (Self::Cheaper, 0) => "Never: the rules hold to the last cent".into(),
            (Self::Cheaper, percent) => format!("Before all rules, while less than {percent} % of the day’s budget is left"),
        }
    }

    /// The rules with what was typed.
    fn with(self, held: &Routing, draft: &ThenDraft, percent: &str) -> Result<Routing> {
        let then = draft.then(self.pointer())?;
        if self == Self::Fallback {
            return Ok(Routing { fallback: then, ..held.clone() });
        }
        let wrong = |detail: &str| Error::invalid("/cheaperBelowPercent", detail);
        let below = whole::<u8>(percent).map_err(|_| wrong("must be between 0 and 100"))?.unwrap_or_default();
        Ok(Routing { cheaper: then, cheaper_below_percent: below, ..held.clone() })
    }
}

/// What is taken when no rule fits, and when the budget is short.
#[component]
pub fn Ends() -> Element {
    rsx! {
        for end in End::ALL {
            Part { key: "{end.pointer()}", end }
        }
    }
}

#[component]
fn Part(end: End) -> Element {
    let desk: Desk = use_context();
    let mut open = use_signal(|| false);
    let (then, when) = (end.then(&desk.held.read()), end.when(&desk.held.read()));
    let label = end.label();
    rsx! {
        section { class: "panel panel-list",
            div { class: "rule-line",
                div { class: "rule-words",
                    h2 { "{label}" }
                    p { class: "rule-when", "{when}" }
                    p { class: "rule-then",
                        b { {taken(&then)} }
                        span { {limits(&then.limits)} }
                    }
                }
                IconButton { glyph: Glyph::Edit, label: "Edit “{label}”", aria_expanded: open().to_string(), onclick: move |_| open.toggle() }
            }
            if open() {
                EndForm { end, onclose: move |()| open.set(false) }
            }
        }
    }
}

#[component]
fn EndForm(end: End, onclose: EventHandler<()>) -> Element {
    let desk: Desk = use_context();
    let mut draft = use_signal(|| ThenDraft::of(&end.then(&desk.held.peek())));
    let mut percent = use_signal(|| desk.held.peek().cheaper_below_percent.to_string());
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let save = move |event: FormEvent| {
        event.prevent_default();
        async move {
            if busy.replace(true) {
                return;
            }
            let next = end.with(&desk.held.peek(), &draft.peek(), &percent.peek());
            let saved = match next {
                Ok(next) => desk.save(next, "Routing saved").await,
                Err(wrong) => Err(wrong),
            };
            busy.set(false);
            match saved {
                Ok(()) => onclose.call(()),
                Err(failed) => error.set(Some(failed)),
            }
        }
    };
    let at = end.pointer();
    let share = error.read().as_ref().and_then(|e| e.field("/cheaperBelowPercent").map(str::to_owned));
    let other = error.read().as_ref().filter(|_| share.is_none()).and_then(|e| elsewhere(e, at));
    rsx! {
        form { class: "rule-form", onsubmit: save,
            if end == End::Cheaper {
                Field {
                    id: "cheaper-percent",
                    label: "While less than this share of the day’s budget is left, in percent",
                    name: "percent",
                    value: percent(),
                    inputmode: "numeric",
                    hint: "0 for never.",
                    error: share,
                    oninput: move |v| percent.set(v),
                }
            }
            ThenFields { id: at.replace('/', "end-"), at, draft: draft(), error, onchange: move |then| draft.set(then) }
            if let Some(other) = other {
                p { class: "field-error", role: "alert", "Not saved: {other}" }
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_rules_is_changed_alone() {
        let held = Routing::default();
        let draft = ThenDraft { model: "fable".into(), ..ThenDraft::of(&held.fallback) };
        let next = End::Fallback.with(&held, &draft, "not looked at").unwrap();
        assert_eq!((next.fallback.model.as_deref(), &next.cheaper), (Some("claude-fable-5-2"), &held.cheaper));
        let next = End::Cheaper.with(&held, &draft, " 35 ").unwrap();
        assert_eq!((next.cheaper_below_percent, &next.fallback), (35, &held.fallback));
        let wrong = End::Cheaper.with(&held, &draft, "300").unwrap_err();
        assert!(wrong.field("/cheaperBelowPercent").is_some());
    }
}
