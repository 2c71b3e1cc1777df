use crate::{
    domain::{
        Error,
        auth::{MadeToken, NewToken, Scope, Token},
    },
    rpc,
    ui::{
        components::{Button, ButtonKind, Choice, CopyButton, Dialog, EmptyState, Field, Glyph, Icon, Pill, Select, Timestamp, Tone},
        hooks::{Step, use_live, use_loaded, use_now, use_steps},
    },
};
use dioxus::prelude::*;

/// Tokens for agents and programs.
#[component]
pub fn Tokens() -> Element {
    let first = use_loaded(rpc::tokens::list)?;
    let mut tokens = use_signal(|| (*first).clone());
    let made = use_signal(|| None::<MadeToken>);
    let refresh = use_callback(move |()| {
        spawn(async move {
            if let Ok(fresh) = rpc::tokens::list().await {
                tokens.set(fresh);
            }
        });
    });
    use_live(|event| event.kind.starts_with("token."), move || refresh.call(()));
    rsx! {
        p { class: "panel-lead", "An agent needs a token of scope “report” and nothing else. A token is shown once, when it is made." }
        if let Some(new) = made() {
            NewSecret { made: new }
        }
        NewTokenForm { made, onmade: move |()| refresh.call(()) }
        section { class: "panel panel-list",
            h2 { class: "visually-hidden", "All tokens" }
            if tokens.read().is_empty() {
                EmptyState { title: "No tokens yet", icon: Glyph::Key, command: "maestro token create laptop --scope report",
                    p { "Make one above, or on the machine itself:" }
                }
            }
            ul {
                for token in tokens() {
                    Row { key: "{token.id}", token }
                }
            }
        }
    }
}

/// The one time that the token can be read.
#[component]
fn NewSecret(made: MadeToken) -> Element {
    rsx! {
        section { class: "panel secret", role: "status",
            h2 { "Token “{made.token.name}”" }
            p { class: "panel-lead", "Copy it now: it is not shown again." }
            div { class: "command",
                code { "{made.secret}" }
                CopyButton { text: made.secret.clone(), label: "Copy the token" }
            }
        }
    }
}

#[component]
fn NewTokenForm(made: Signal<Option<MadeToken>>, onmade: EventHandler<()>) -> Element {
    let mut made = made;
    let mut name = use_signal(String::new);
    let mut scope = use_signal(Scope::default);
    let mut days = use_signal(|| Some(90));
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let create = move |event: FormEvent| {
        event.prevent_default();
        async move {
            busy.set(true);
            match rpc::tokens::create(NewToken { name: name(), scope: scope(), expires_in_days: days(), ..Default::default() }).await {
                Ok(new) => {
                    made.set(Some(new));
                    name.set(String::new());
                    error.set(None);
                    onmade.call(());
                }
                Err(failed) => error.set(Some(failed)),
            }
            busy.set(false);
        }
    };
    let wrong = error.read().as_ref().map(|e| e.field("/name").map_or_else(|| e.to_string(), str::to_owned));
    rsx! {
        form { class: "panel token-form", onsubmit: create,
            h2 { class: "visually-hidden", "New token" }
            Field {
                id: "token-name",
                label: "Name",
                name: "name",
                value: name(),
                placeholder: "Claude Code on the laptop",
                error: wrong,
                oninput: move |v| name.set(v),
            }
            Select {
                id: "token-scope",
                label: "Scope",
                name: "scope",
                choices: Scope::ALL.map(|s| Choice::new(s.as_str(), reach(s))).to_vec(),
                value: scope().as_str(),
                onchange: move |word: String| scope.set(Scope::parse(&word).unwrap_or_default()),
            }
            Select {
                id: "token-days",
                label: "Ends",
                name: "days",
                choices: vec![
                    Choice::new("30", "in 30 days"),
                    Choice::new("90", "in 90 days"),
                    Choice::new("365", "in a year"),
                    Choice::new("", "never"),
                ],
                value: days().map_or_else(String::new, |d: i64| d.to_string()),
                onchange: move |word: String| days.set(word.parse().ok()),
            }
            Button { kind: ButtonKind::Primary, r#type: "submit", busy: busy(), "Create token" }
        }
    }
}

#[component]
fn Row(token: Token) -> Element {
    let now = use_now();
    let expired = token.expires_at.zip(now()).is_some_and(|(end, now)| end < now);
    let ended = token.revoked_at.is_some() || expired;
    rsx! {
        li { class: "token", "data-ended": ended,
            Icon { glyph: Glyph::Key }
            div { class: "grow",
                p { class: "token-name",
                    "{token.name} "
                    span { class: "mono muted", "{token.prefix}…" }
                }
                p { class: "token-facts",
                    span { {reach(token.scope)} }
                    span {
                        "made "
                        Timestamp { at: token.created_at }
                    }
                    if let Some(at) = token.last_used_at {
                        span {
                            "last used "
                            Timestamp { at }
                        }
                    } else {
                        span { "never used" }
                    }
                    if let Some(at) = token.expires_at {
                        span {
                            if expired { "ended " } else { "ends " }
                            Timestamp { at }
                        }
                    } else {
                        span { "does not end" }
                    }
                }
            }
            if token.revoked_at.is_some() {
                Pill { tone: Tone::Danger, "revoked" }
            } else {
                Revoke { token }
            }
        }
    }
}

/// A token cannot come back: this is asked about first.
#[component]
fn Revoke(token: Token) -> Element {
    let steps = use_steps();
    let mut asking = use_signal(|| false);
    let name = token.name.clone();
    rsx! {
        Button { kind: ButtonKind::Quiet, "aria-label": "Revoke {name}", onclick: move |_| asking.set(true), "Revoke" }
        Dialog {
            id: "revoke-{token.id}",
            title: "Revoke “{name}”?",
            open: asking,
            onclose: move |()| asking.set(false),
            actions: rsx! {
                Button { onclick: move |_| asking.set(false), "Keep it" }
                Button {
                    kind: ButtonKind::Danger,
                    onclick: move |_| {
                        asking.set(false);
                        let id = token.id.clone();
                        steps.take(Step::new("revoke the token", move || rpc::tokens::revoke(id.clone())).say("Revoked"));
                    },
                    "Revoke"
                }
            },
            p { "Whoever uses it is refused at once. A revoked token does not come back." }
        }
    }
}

fn reach(scope: Scope) -> &'static str {
    match scope {
        Scope::Report => "report: agents only report",
        Scope::Read => "read: reads everything",
        Scope::Full => "full: may do everything",
    }
}
