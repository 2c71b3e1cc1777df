//! A new goal in seconds: a title is enough. The form works before the page is live, too.

use super::actions::BoardActions;
use crate::{
    domain::goal::NewGoal,
    ui::{
        browser,
        components::{Button, ButtonKind, Kbd},
        route::Route,
    },
};
use dioxus::prelude::*;

const FORM: &str = "new-goal";
const TITLE: &str = "new-goal-title";

/// How often, in milliseconds, is asked whether a press is over.
const RELEASE: u32 = 100;

fn has_focus() -> bool {
    browser::focused("data-composer").is_some()
}

/// Takes the person to the field.
pub fn open() {
    browser::scroll_to("column-planning");
    browser::focus(TITLE);
}

/// The field for a title, and below it what else may be said.
#[component]
pub fn Composer() -> Element {
    let actions: BoardActions = use_context();
    let mut title = use_signal(String::new);
    let mut why = use_signal(String::new);
    let mut wide = use_signal(|| false);
    let asked = use_route::<Route>();
    use_effect(move || {
        wide.set(has_focus());
        // What was written before the page was live must not be lost.
        title.set(browser::field_value(TITLE));
        if matches!(&asked, Route::Board { query } if query.get("new") == "1") {
            open();
        }
    });
    let mut unsent = actions.unsent();
    use_effect(move || {
        let Some(new) = unsent() else { return };
        unsent.set(None);
        // What was typed since then is not overwritten; the offer to try again still has these words.
        if title.peek().is_empty() && why.peek().is_empty() {
            title.set(new.title);
            why.set(new.description.unwrap_or_default());
        }
    });
    let create = move |open: bool, again: bool| {
        let text = title.peek().trim().to_owned();
        if text.is_empty() {
            return browser::focus(TITLE);
        }
        let description = Some(why.peek().trim().to_owned()).filter(|w| !w.is_empty());
        actions.create(NewGoal { title: text, description, ..NewGoal::default() }, open);
        title.set(String::new());
        why.set(String::new());
        if again || open {
            browser::focus(TITLE);
        }
    };
    let mut create = create;
    rsx! {
        form {
            id: FORM,
            class: "composer",
            method: "post",
            action: "/goals",
            "data-composer": "",
            "data-wide": wide(),
            onfocusin: move |_| wide.set(true),
            onfocusout: move |_| {
                spawn(async move {
                    // Folding under a press would move what is being pressed, and the click would miss it.
                    loop {
                        browser::sleep(RELEASE).await;
                        if !browser::is_pressed() {
                            break;
                        }
                    }
                    wide.set(has_focus());
                });
            },
            onsubmit: move |event| {
                event.prevent_default();
                create(false, true);
            },
            onkeydown: move |event| {
                let command = event.modifiers().ctrl() || event.modifiers().meta();
                match event.key() {
                    Key::Enter if command => {
                        event.prevent_default();
                        create(true, false);
                    }
                    Key::Escape => {
                        event.stop_propagation();
                        browser::focus("content");
                    }
                    _ => {}
                }
            },
            label { class: "visually-hidden", r#for: TITLE, "Title of a new goal" }
            input {
                id: TITLE,
                class: "composer-title",
                name: "title",
                required: true,
                maxlength: "200",
                autocomplete: "off",
                enterkeyhint: "done",
                placeholder: "New goal…",
                value: "{title}",
                oninput: move |event| title.set(event.value()),
            }
            div { class: "composer-more",
                label { class: "visually-hidden", r#for: "new-goal-why", "Why, in one line" }
                input {
                    id: "new-goal-why",
                    class: "composer-why",
                    name: "description",
                    autocomplete: "off",
                    placeholder: "Why, in one line (optional)",
                    value: "{why}",
                    oninput: move |event| why.set(event.value()),
                }
                div { class: "composer-row",
                    span { class: "composer-hint", Kbd { keys: "Enter" } " adds · " Kbd { keys: "Ctrl Enter" } " opens it" }
                    Button { kind: ButtonKind::Primary, r#type: "submit", "Add" }
                }
            }
        }
    }
}
