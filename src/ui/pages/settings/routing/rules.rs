use super::{
    desk::{Desk, keys, moved, place, without},
    draft::RuleDraft,
    fields::{ThenFields, WhenFields},
    words::{conditions, limits, taken},
};
use crate::{
    domain::{
        Error, Result,
        routing::{Routing, Rule},
    },
    ui::{
        browser,
        components::{Button, ButtonKind, Glyph, IconButton},
        hooks::use_first_focus,
    },
};
use dioxus::prelude::*;

/// The time a moved rule needs to be in its new place, in milliseconds.
const SETTLES_MS: u32 = 30;

/// The rules in their order.
#[component]
pub fn Rules() -> Element {
    let desk: Desk = use_context();
    let mut adding = use_signal(|| false);
    let rules = desk.held.read().rules.clone();
    let names = keys(&rules);
    let last = rules.len().saturating_sub(1);
    rsx! {
        section { class: "panel panel-list",
            header { class: "connection-head",
                h2 { class: "grow", "Rules" }
                if !adding() {
                    Button { icon: Glyph::Plus, onclick: move |_| adding.set(true), "Add a rule" }
                }
            }
            ol { class: "rules",
                for (at , (rule , name)) in rules.into_iter().zip(names).enumerate() {
                    Row { key: "{name}", rule, at, last: at == last, name }
                }
            }
            if adding() {
                RuleForm { id: "rule-new", known: None::<(usize, Rule)>, onclose: move |()| adding.set(false) }
            }
        }
    }
}

#[component]
fn Row(rule: Rule, at: usize, last: bool, name: String) -> Element {
    let desk: Desk = use_context();
    let mut open = use_signal(|| false);
    let when = conditions(&rule.when);
    let id = format!("rule-{name}");
    let shift = {
        let (id, words) = (id.clone(), rule.name.clone());
        move |up: bool| {
            let next = moved(&desk.held.peek(), at, up);
            if let Some(next) = next {
                let button = format!("{id}-{}", if up && at == 1 || !up && at + 2 < next.rules.len() { "down" } else { "up" });
                desk.change(next, format!("Moved “{words}” {}", if up { "up" } else { "down" }));
                keep_focus(button);
            }
        }
    };
    let (up, down) = (shift.clone(), shift);
    let removed = rule.name.clone();
    rsx! {
        li { class: "rule",
            div { class: "rule-line",
                span { class: "rule-number", "aria-hidden": "true", "{at + 1}" }
                div { class: "rule-words",
                    p { class: "rule-name", "{rule.name}" }
                    p { class: "rule-when", if when.is_empty() { "Fits every task" } else { {format!("When {}", when.join(", and "))} } }
                    p { class: "rule-then",
                        b { {taken(&rule.then)} }
                        span { {limits(&rule.then.limits)} }
                    }
                }
                div { class: "rule-actions",
                    IconButton { id: "{id}-up", glyph: Glyph::ArrowUp, label: "Move “{rule.name}” up", disabled: at == 0, onclick: move |_| up(true) }
                    IconButton { id: "{id}-down", glyph: Glyph::ArrowDown, label: "Move “{rule.name}” down", disabled: last, onclick: move |_| down(false) }
                    IconButton { glyph: Glyph::Edit, label: "Edit “{rule.name}”", aria_expanded: open().to_string(), onclick: move |_| open.toggle() }
                    IconButton {
                        glyph: Glyph::Trash,
                        label: "Remove “{rule.name}”",
                        onclick: move |_| {
                            let next = without(&desk.held.peek(), at);
                            desk.change(next, format!("Removed “{removed}”"));
                        },
                    }
                }
            }
            if open() {
                RuleForm { id, known: Some((at, rule)), onclose: move |()| open.set(false) }
            }
        }
    }
}

/// A button that moves with its rule loses the focus on the way.
fn keep_focus(button: String) {
    spawn(async move {
        browser::sleep(SETTLES_MS).await;
        browser::focus(&button);
    });
}

/// Changes the `known` rule, or adds one at the end. It stays open until the server has taken what was typed.
#[component]
fn RuleForm(id: String, #[props(!optional)] known: Option<(usize, Rule)>, onclose: EventHandler<()>) -> Element {
    let desk: Desk = use_context();
    // What is changed is the rule as it was when the form was opened.
    let known = use_hook(|| known.clone());
    let mut draft = use_signal(|| match &known {
        Some((_, rule)) => RuleDraft::of(rule),
        None => RuleDraft::new(&desk.held.peek().fallback),
    });
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let mut sent_at = use_signal(|| known.as_ref().map_or_else(|| desk.held.peek().rules.len(), |(at, _)| *at));
    use_first_focus(Some(format!("{id}-name")));
    let save = move |event: FormEvent| {
        event.prevent_default();
        let known = known.clone();
        async move {
            if busy.replace(true) {
                return;
            }
            let next = with(&desk.held.peek(), known.as_ref(), &draft.peek());
            let saved = match next {
                Ok((at, next)) => {
                    sent_at.set(at);
                    desk.save(next, "Rule saved").await
                }
                Err(wrong) => Err(wrong),
            };
            busy.set(false);
            match saved {
                Ok(()) => onclose.call(()),
                Err(failed) => error.set(Some(failed)),
            }
        }
    };
    let at = format!("/rules/{sent_at}");
    let other = error.read().as_ref().and_then(|e| elsewhere(e, &at));
    rsx! {
        form { class: "rule-form", onsubmit: save,
            WhenFields { id: id.clone(), at: at.clone(), draft, error }
            ThenFields {
                id,
                at: "{at}/then",
                draft: draft.read().then.clone(),
                error,
                onchange: move |then| draft.write().then = then,
            }
            if let Some(other) = other {
                p { class: "field-error", role: "alert", "Not saved: {other}" }
            }
            div { class: "form-actions",
                Button { kind: ButtonKind::Quiet, onclick: move |_| onclose.call(()), "Cancel" }
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Save the rule" }
            }
        }
    }
}

/// The rules with what was typed, and where it stands among them.
fn with(held: &Routing, known: Option<&(usize, Rule)>, draft: &RuleDraft) -> Result<(usize, Routing)> {
    let at = known.map_or(Ok(held.rules.len()), |(at, was)| place(held, *at, was))?;
    let rule = draft.rule(&format!("/rules/{at}"))?;
    let mut next = held.clone();
    match next.rules.get_mut(at) {
        Some(old) => *old = rule,
        None => next.rules.push(rule),
    }
    Ok((at, next))
}

/// What was refused and has no field in the form at `at`.
pub fn elsewhere(error: &Error, at: &str) -> Option<String> {
    let Error::Invalid { errors } = error else { return Some(error.to_string()) };
    let other = errors.iter().find(|e| !e.pointer.starts_with(&format!("{at}/")));
    other.map(|e| format!("{}: {}", e.pointer, e.detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_takes_the_place_of_its_rule() {
        let held = Routing::default();
        let was = (1, held.rules[1].clone());
        let draft = RuleDraft { name: "quick work".into(), ..RuleDraft::of(&was.1) };
        let (at, next) = with(&held, Some(&was), &draft).unwrap();
        assert_eq!((at, next.rules[1].name.as_str(), next.rules.len()), (1, "quick work", 3));
        let (at, next) = with(&held, None, &draft).unwrap();
        assert_eq!((at, next.rules[3].name.as_str(), next.rules.len()), (3, "quick work", 4));
        assert!(with(&without(&held, 1), Some(&was), &draft).is_err());
    }

    #[test]
    fn an_error_of_another_place_is_not_swallowed() {
        let error = Error::invalid("/rules/0/name", "must not be empty");
        assert_eq!((elsewhere(&error, "/rules/0"), elsewhere(&error, "/rules/1").is_some()), (None, true));
        assert_eq!(elsewhere(&Error::conflict("no"), "/rules/0").as_deref(), Some("no"));
    }
}
