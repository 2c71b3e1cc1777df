use crate::{
    domain::session::Started,
    ui::{
        components::{MeterTone, Ring},
        format,
    },
};
use dioxus::prelude::*;

/// How full the agent's own context is: as a share where it is known how much fits into it, else as what is in it.
#[component]
pub fn ContextFill(started: Started) -> Element {
    let Some(tokens) = started.context_tokens else { return VNode::empty() };
    let Some(share) = started.context_share() else {
        return rsx! {
            span { class: "context-fill", {words(tokens, None)} }
        };
    };
    let label = words(tokens, started.context_window.map(|window| (share, window)));
    rsx! {
        span { class: "context-fill", role: "img", "aria-label": "{label}", title: "{label}",
            Ring { share, tone: MeterTone::of_spent(share) }
            "{percent(share)} context"
        }
    }
}

/// `Context 24 % full: 48,210 of 200,000 tokens`
fn words(tokens: i64, of: Option<(f64, i64)>) -> String {
    let whole = |tokens: i64| format::whole(u64::try_from(tokens).unwrap_or_default());
    match of {
        Some((share, window)) => format!("Context {} full: {} of {} tokens", percent(share), whole(tokens), whole(window)),
        None => format!("{} tokens in context", whole(tokens)),
    }
}

/// What is there is not shown as nothing.
fn percent(share: f64) -> String {
    if share < 0.01 { "<1 %".to_owned() } else { format!("{:.0} %", share * 100.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_told_in_words() {
        assert_eq!(words(48_210, Some((0.241_05, 200_000))), "Context 24 % full: 48,210 of 200,000 tokens");
        assert_eq!(words(120, Some((0.000_12, 1_000_000))), "Context <1 % full: 120 of 1,000,000 tokens");
        assert_eq!(words(48_210, None), "48,210 tokens in context", "no share without a window");
    }

    #[test]
    fn a_share_needs_both_figures() {
        let started = |context_tokens, context_window| Started { context_tokens, context_window, ..Started::default() };
        assert_eq!(started(Some(50), Some(200)).context_share(), Some(0.25));
        assert_eq!(started(Some(50), None).context_share(), None);
        assert_eq!(started(None, Some(200)).context_share(), None);
    }
}
