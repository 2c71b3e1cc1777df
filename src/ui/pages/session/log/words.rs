//! How the kinds of rows are told apart: a symbol and a word each.

use crate::{
    domain::{
        dispatch::Decision,
        reading::{Answer, What},
        transcript::{EditKind, Ground, Level},
    },
    ui::{components::Glyph, format},
};

/// The symbol of a row.
pub fn glyph(what: &What) -> Glyph {
    match what {
        What::Started { .. } => Glyph::Play,
        What::Said { .. } => Glyph::User,
        What::Text { .. } => Glyph::Bot,
        What::Thinking { .. } => Glyph::Sparkle,
        What::Tool { .. } => Glyph::Terminal,
        What::Edit { .. } => Glyph::Edit,
        What::Usage { .. } | What::Total { .. } => Glyph::Chart,
        What::Asked { .. } => Glyph::Hand,
        What::Allowed { .. } => Glyph::Check,
        What::Denied { .. } => Glyph::Cross,
        What::Retry { .. } => Glyph::Refresh,
        What::Limit { .. } => Glyph::Hourglass,
        What::TurnEnded { ok: true, .. } => Glyph::Check,
        What::TurnEnded { .. } | What::Notice { level: Level::Error | Level::Warning, .. } => Glyph::Warning,
        What::Notice { .. } => Glyph::Info,
        What::Unknown { .. } => Glyph::File,
    }
}

/// The value of `data-kind`.
pub fn kind(what: &What) -> &'static str {
    match what {
        What::Said { .. } => "said",
        What::Text { .. } => "text",
        What::Thinking { .. } => "thinking",
        What::Tool { .. } => "tool",
        What::Edit { .. } => "edit",
        What::Asked { answer: None, .. } => "asked",
        What::Denied { .. } | What::TurnEnded { ok: false, .. } | What::Notice { level: Level::Error, .. } => "failed",
        What::Limit { .. } | What::Retry { .. } | What::Notice { level: Level::Warning, .. } => "limit",
        What::TurnEnded { .. } => "end",
        What::Started { .. }
        | What::Usage { .. }
        | What::Total { .. }
        | What::Asked { .. }
        | What::Allowed { .. }
        | What::Notice { .. }
        | What::Unknown { .. } => "minor",
    }
}

/// Who speaks, for those who do not see the symbol.
pub fn speaker(what: &What) -> &'static str {
    match what {
        What::Said { .. } => "Told the agent: ",
        What::Text { .. } => "Agent: ",
        What::Tool { .. } => "Tool: ",
        _ => "",
    }
}

/// The one line of a row that has no text of its own.
pub fn line(what: &What) -> String {
    match what {
        What::Started { model, version } => started(model.as_deref(), version.as_deref()),
        What::Thinking { .. } => "Thinking".into(),
        What::Edit { path, kind, .. } => format!("{} {path}", edited(*kind)),
        What::Usage { calls, tokens, cost } => {
            let count = |n: i64| format::whole(u64::try_from(n).unwrap_or_default());
            let cost = cost.map(|cost| format!(" · {cost}")).unwrap_or_default();
            let input = tokens.input + tokens.cache_read + tokens.cache_write;
            let input = format::plural(u64::try_from(input).unwrap_or_default(), "token");
            format!("{}: {input} in, {} out{cost}", format::plural(*calls, "call"), count(tokens.output))
        }
        What::Total { cost } => format!("The agent's own sum: {cost}"),
        What::Asked { answer, .. } => asked(*answer).into(),
        What::Allowed { by: Ground::Setting, .. } => "Allowed by the setting".into(),
        What::Allowed { by: Ground::Remembered, .. } => "Allowed, as you said before".into(),
        What::Denied { tool, reason } => format!("{tool} was not allowed: {reason}"),
        What::Retry { attempt, of, seconds, class } => {
            let of = if *of > 0 { format!(" of {of}") } else { String::new() };
            format!("{}: tried again in {seconds} s (attempt {attempt}{of})", sentence(class.label()))
        }
        What::Limit { class, until, message } => {
            let until = until.map(|until| format!(" until {}", format::moment(until))).unwrap_or_default();
            format!("{}{until}: {message}", sentence(class.label()))
        }
        What::TurnEnded { ok: true, .. } => "The turn ended".into(),
        What::TurnEnded { class, message, .. } => {
            let class = class.map_or("the turn failed", |class| class.label());
            message.as_ref().map_or_else(|| sentence(class), |message| format!("{}: {message}", sentence(class)))
        }
        What::Unknown { .. } => "A line that Maestro does not know".into(),
        What::Said { text } | What::Text { text, .. } | What::Notice { text, .. } => text.clone(),
        What::Tool { name, title, .. } => format!("{name} {title}"),
    }
}

fn started(model: Option<&str>, version: Option<&str>) -> String {
    let model = model.map(|model| format!(" with {model}")).unwrap_or_default();
    let version = version.map(|version| format!(", version {version}")).unwrap_or_default();
    format!("The agent began{model}{version}")
}

fn edited(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Add => "Added",
        EditKind::Update => "Changed",
        EditKind::Delete => "Deleted",
    }
}

fn asked(answer: Option<Answer>) -> &'static str {
    match answer {
        None => "Waits for you",
        Some(Answer::Given(Decision::Allow)) => "Allowed",
        Some(Answer::Given(Decision::Deny)) => "Denied",
        Some(Answer::Withdrawn) => "Not waited for any more",
    }
}

/// With a capital letter.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Usd, dispatch::FailureClass, session::Tokens};

    #[test]
    fn a_row_says_in_one_line_what_it_is() {
        let tokens = Tokens { input: 1_000, output: 50, cache_read: 200, cache_write: 0 };
        let usage = What::Usage { calls: 2, tokens, cost: Some(Usd::from_micros(12_000)) };
        assert_eq!(line(&usage), "2 calls: 1,200 tokens in, 50 out · $0.01");
        let failed = What::TurnEnded { ok: false, class: Some(FailureClass::Overloaded), message: Some("529".into()) };
        assert_eq!(line(&failed), "Provider overloaded: 529");
        let retry = What::Retry { attempt: 1, of: 3, seconds: 4, class: FailureClass::LimitReached };
        assert_eq!(line(&retry), "Limit reached: tried again in 4 s (attempt 1 of 3)");
    }
}
