use crate::{
    domain::{
        Error,
        connection::{Connection, ConnectionForm, ConnectionKind},
    },
    rpc,
    ui::components::{Button, ButtonKind, Field},
};
use dioxus::prelude::*;

/// What is written in the form. Secrets start empty: they never come back.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    base_url: String,
    web_url: String,
    model: String,
    secret: String,
    webhook_secret: String,
    /// Take the stored one away.
    drop_secret: bool,
    drop_webhook: bool,
}

impl Draft {
    fn of(known: Option<&Connection>) -> Self {
        let Some(known) = known else { return Self::default() };
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self { base_url: known.base_url.clone(), web_url: text(&known.web_url), model: text(&known.model), ..Self::default() }
    }

    fn form(&self, kind: ConnectionKind) -> ConnectionForm {
        let text = |value: &str| Some(value.trim().to_owned()).filter(|v| !v.is_empty());
        let secret = |value: &str, gone: bool| if gone { Some(String::new()) } else { text(value) };
        ConnectionForm {
            kind: Some(kind),
            base_url: text(&self.base_url),
            // Where the pages of a Jira are follows from its address; there is no field for it.
            web_url: text(&self.web_url).filter(|_| kind != ConnectionKind::Jira),
            model: text(&self.model),
            secret: secret(&self.secret, self.drop_secret),
            webhook_secret: secret(&self.webhook_secret, self.drop_webhook),
        }
    }
}

/// What goes into the field for the secret of a Jira.
const JIRA_SECRET: &str = "Cloud: your e-mail address and an API token, as you@example.com:token. Data Center: a personal access token.";

/// Adds a connection, or changes the `known` one.
#[component]
pub fn ConnectionEditor(
    kind: ConnectionKind,
    #[props(!optional)] known: Option<Connection>,
    onclose: EventHandler<()>,
    onchange: Callback<()>,
) -> Element {
    let mut draft = use_signal(|| Draft::of(known.as_ref()));
    let mut error = use_signal(|| None::<Error>);
    let mut busy = use_signal(|| false);
    let id = known.as_ref().map(|k| k.id.clone());
    let at = id.clone().unwrap_or_else(|| kind.as_str().to_owned());
    let save = move |event: FormEvent| {
        event.prevent_default();
        let id = id.clone();
        async move {
            busy.set(true);
            let form = draft.peek().form(kind);
            let saved = match id {
                Some(id) => rpc::connections::change(id, form).await,
                None => rpc::connections::add(form).await,
            };
            busy.set(false);
            match saved {
                Ok(_) => {
                    onchange.call(());
                    onclose.call(());
                }
                Err(failed) => error.set(Some(failed)),
            }
        }
    };
    let wrong = move |pointer: &str| error.read().as_ref().and_then(|e| e.field(pointer).map(str::to_owned));
    let other = error.read().as_ref().filter(|e| !matches!(e, Error::Invalid { .. })).map(ToString::to_string);
    let Draft { base_url, web_url, model, .. } = draft();
    rsx! {
        form { class: "connection-form", onsubmit: save,
            Secret {
                id: "{at}-secret",
                label: if kind.is_model() { "Key" } else { "Token" },
                hint: (kind == ConnectionKind::Jira).then(|| JIRA_SECRET.to_owned()),
                last4: known.as_ref().and_then(|k| k.secret_last4.clone()),
                value: draft.read().secret.clone(),
                gone: draft.read().drop_secret,
                error: wrong("/secret"),
                oninput: move |v| draft.write().secret = v,
                ondrop: move |on| draft.write().drop_secret = on,
            }
            if kind.is_code_host() {
                Secret {
                    id: "{at}-webhook",
                    label: "Webhook secret",
                    hint: "Webhooks go to /hooks/{kind.as_str()} of this server.",
                    last4: known.as_ref().and_then(|k| k.webhook_last4.clone()),
                    value: draft.read().webhook_secret.clone(),
                    gone: draft.read().drop_webhook,
                    error: wrong("/webhookSecret"),
                    oninput: move |v| draft.write().webhook_secret = v,
                    ondrop: move |on| draft.write().drop_webhook = on,
                }
            }
            if kind.is_model() {
                Field {
                    id: "{at}-model",
                    label: "Model",
                    name: "model",
                    value: model,
                    hint: "The model that writes; empty takes the usual one.",
                    error: wrong("/model"),
                    oninput: move |v| draft.write().model = v,
                }
            }
            Field {
                id: "{at}-base",
                label: if kind.default_base_url().is_some() { "API address" } else { "Address" },
                name: "base_url",
                value: base_url,
                placeholder: kind.default_base_url().unwrap_or("https://acme.atlassian.net"),
                hint: if kind.default_base_url().is_some() { "Only for your own server or a compatible one." } else { "Of your Jira, Cloud or Data Center; with its path, if it has one." },
                error: wrong("/baseUrl"),
                oninput: move |v| draft.write().base_url = v,
            }
            if kind.is_code_host() {
                Field {
                    id: "{at}-web",
                    label: "Address of its pages",
                    name: "web_url",
                    value: web_url,
                    placeholder: "found out from the API address",
                    error: wrong("/webUrl"),
                    oninput: move |v| draft.write().web_url = v,
                }
            }
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

/// A field that is written and never read: an empty one leaves what is stored.
#[component]
fn Secret(
    id: String,
    label: String,
    #[props(default)] hint: Option<String>,
    #[props(!optional)] last4: Option<String>,
    value: String,
    gone: bool,
    #[props(!optional)] error: Option<String>,
    oninput: EventHandler<String>,
    ondrop: EventHandler<bool>,
) -> Element {
    let kept = last4.as_ref().map(|last| format!("One that ends in {last} is stored; leave this empty to keep it."));
    let hint = [kept, hint].into_iter().flatten().collect::<Vec<_>>().join(" ");
    rsx! {
        div { class: "secret-field",
            Field {
                id: id.clone(),
                label,
                name: id.clone(),
                kind: "password",
                value,
                hint: (!hint.is_empty()).then_some(hint),
                error,
                disabled: gone,
                oninput: move |v| oninput.call(v),
            }
            if last4.is_some() {
                label { class: "check",
                    input { r#type: "checkbox", checked: gone, onchange: move |event| ondrop.call(event.checked()) }
                    "Remove the stored one"
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_that_was_not_touched_is_not_sent() {
        let untouched = Draft::default().form(ConnectionKind::Github);
        assert_eq!((untouched.secret, untouched.webhook_secret), (None, None));
        let dropped = Draft { drop_secret: true, secret: "typed".into(), ..Draft::default() };
        assert_eq!(dropped.form(ConnectionKind::Github).secret, Some(String::new()));
        let typed = Draft { secret: " abc ".into(), ..Draft::default() };
        assert_eq!(typed.form(ConnectionKind::Github).secret, Some("abc".into()));
    }

    #[test]
    fn where_the_pages_of_a_jira_are_is_not_sent_without_a_field_for_it() {
        let draft = Draft { web_url: "https://old.example".into(), ..Draft::default() };
        assert_eq!(draft.form(ConnectionKind::Jira).web_url, None);
        assert_eq!(draft.form(ConnectionKind::Github).web_url, Some("https://old.example".into()));
    }
}
