//! Questions: an answer is chosen, or written where none of them fits.

use super::answering::Answering;
use crate::{
    domain::{
        dispatch::{Ask, Decision, Reply},
        transcript::Question,
    },
    ui::components::{Button, ButtonKind, Field},
};
use dioxus::prelude::*;
use std::collections::BTreeMap;

/// What was chosen and written so far, by the id of the question.
#[derive(Clone, Default, PartialEq)]
struct Answers {
    chosen: BTreeMap<String, Vec<String>>,
    own: BTreeMap<String, String>,
}

impl Answers {
    /// All answers to a question; what was written counts beside what may be chosen together, and else instead.
    fn of(&self, question: &Question) -> Vec<String> {
        let own = self.own.get(&question.id).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let chosen = self.chosen.get(&question.id).cloned().unwrap_or_default();
        if question.many { chosen.into_iter().chain(own).collect() } else { own.map_or(chosen, |own| vec![own]) }
    }

    fn choose(&mut self, question: &Question, label: &str, on: bool) {
        let chosen = self.chosen.entry(question.id.clone()).or_default();
        chosen.retain(|other| question.many && other != label);
        if on {
            chosen.push(label.to_owned());
        }
    }
}

/// The form with all questions.
#[component]
pub fn Questions(ask: Ask, answering: Answering) -> Element {
    let answers = use_signal(Answers::default);
    let mut missing = use_signal(|| false);
    let questions = ask.what.questions.clone();
    let (sent, refused) = (ask.clone(), ask.clone());
    let send = move |event: FormEvent| {
        event.prevent_default();
        let given = answers.read();
        let all: BTreeMap<_, _> = sent.what.questions.iter().map(|question| (question.id.clone(), given.of(question))).collect();
        missing.set(all.values().any(Vec::is_empty));
        if !missing() {
            answering.give(&sent, Reply { decision: Some(Decision::Allow), answers: all, ..Reply::default() });
        }
    };
    rsx! {
        form { class: "ask-step", onsubmit: send,
            for (i , question) in questions.into_iter().enumerate() {
                Asked { key: "{i}", id: "ask-{ask.id}-{i}", question, answers }
            }
            if missing() {
                p { class: "field-error", role: "alert", "Answer every question, or decline." }
            }
            div { class: "ask-actions",
                Button { kind: ButtonKind::Primary, r#type: "submit", busy: answering.is_busy(), "Answer" }
                Button {
                    kind: ButtonKind::Quiet,
                    onclick: move |_| answering.give(&refused, Reply { decision: Some(Decision::Deny), ..Reply::default() }),
                    "Decline"
                }
            }
        }
    }
}

#[component]
fn Asked(id: String, question: Question, answers: Signal<Answers>) -> Element {
    let mut answers = answers;
    let of = question.id.clone();
    let own = answers.read().own.get(&of).cloned().unwrap_or_default();
    let other = if question.options.is_empty() { "Your answer" } else { "Another answer" };
    rsx! {
        fieldset { class: "ask-question",
            legend {
                if !question.header.is_empty() {
                    span { class: "muted", "{question.header} · " }
                }
                "{question.question}"
            }
            for (i , choice) in question.options.iter().cloned().enumerate() {
                label { key: "{i}", class: "ask-choice", r#for: "{id}-{i}",
                    input {
                        id: "{id}-{i}",
                        r#type: if question.many { "checkbox" } else { "radio" },
                        name: "{id}",
                        onchange: {
                            let (question, label) = (question.clone(), choice.label.clone());
                            move |event: FormEvent| answers.write().choose(&question, &label, event.checked())
                        },
                    }
                    span {
                        "{choice.label}"
                        if !choice.description.is_empty() {
                            span { class: "field-hint", "{choice.description}" }
                        }
                    }
                }
            }
            Field {
                id: "{id}-own",
                label: other,
                name: "own",
                kind: if question.secret { "password" } else { "text" },
                value: own,
                oninput: move |text| {
                    answers.write().own.insert(of.clone(), text);
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_replaces_one_choice_and_joins_many() {
        let mut question = Question { id: "q".into(), ..Question::default() };
        let mut answers = Answers::default();
        answers.choose(&question, "a", true);
        answers.choose(&question, "b", true);
        assert_eq!(answers.of(&question), ["b"]);
        answers.own.insert("q".into(), " c ".into());
        assert_eq!(answers.of(&question), ["c"]);
        question.many = true;
        answers.choose(&question, "a", true);
        answers.choose(&question, "b", false);
        assert_eq!(answers.of(&question), ["a", "c"]);
    }
}
