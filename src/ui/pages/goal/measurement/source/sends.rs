use crate::{
    domain::metric_source::MetricSource,
    ui::{
        browser,
        components::{Button, CopyButton},
        hooks::use_hydrated,
        pages::goal::drafts::use_drafts,
    },
};
use dioxus::prelude::*;

/// Where a program sends samples, and how it signs them.
#[component]
pub fn Sends(source: MetricSource) -> Element {
    let hydrated = use_hydrated();
    let mut made = use_drafts().made;
    let here = if hydrated() { origin(&browser::address()) } else { String::new() };
    let address = format!("{here}/hooks/metrics/{}", source.id);
    let secret = made.read().clone().filter(|(of, _)| *of == source.id).map(|(_, secret)| secret);
    rsx! {
        div { class: "sends",
            if let Some(secret) = secret {
                div { class: "made", role: "status",
                    p { "This is the secret of " b { "{source.name}" } ". It is shown this once: put it where the sender finds it." }
                    div { class: "command",
                        code { "{secret}" }
                        CopyButton { text: secret.clone(), label: "Copy the secret" }
                    }
                    Button { onclick: move |_| made.set(None), "I have it" }
                }
            }
            dl { class: "sends-how",
                dt { "Address" }
                dd { class: "command",
                    code { "POST {address}" }
                    CopyButton { text: address.clone(), label: "Copy the address" }
                }
                dt { "Header" }
                dd { class: "command",
                    code { "X-Maestro-Signature: sha256=<hex HMAC-SHA256 of the raw body by the secret>" }
                }
                dt { "Body" }
                dd { class: "command",
                    code { "{EXAMPLE}" }
                    CopyButton { text: EXAMPLE, label: "Copy the body" }
                }
            }
            p { class: "muted", "CSV ("
                code { "at,value" }
                ") is read too. With a token instead of a signature: "
                code { "POST /api/metric-sources/{source.id}/samples" }
                "."
            }
        }
    }
}

const EXAMPLE: &str = r#"{"samples":[{"at":"2026-02-18T14:00:00Z","value":278}]}"#;

/// `https://maestro.example` of an address below it.
fn origin(address: &str) -> String {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address[host..].find('/').map_or(address.len(), |at| host + at);
    address[..end].to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_begins_with_its_origin() {
        assert_eq!(super::origin("https://maestro.example:3336/goals/G1?tab=x"), "https://maestro.example:3336");
        assert_eq!(super::origin("http://localhost"), "http://localhost");
        assert_eq!(super::origin(""), "");
    }
}
