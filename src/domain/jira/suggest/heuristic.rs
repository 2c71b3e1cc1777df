//! Suggestions without a model: by the words that measurable work has in its title and description.

use super::{
    super::{super::metric::Improve, Issue, Level, State},
    Author, ISSUES_MOST, Measure, SUGGESTIONS_MOST, Suggestion, Suggestions,
};
use Improve::{Down, Up};

/// A kind of effect, and the words that tell of it.
struct Effect {
    /// Each matches the beginning of words, so that `crash` finds `crashes`.
    words: &'static [&'static str],
    metric: &'static str,
    unit: Option<&'static str>,
    improve: Improve,
    source: &'static str,
    window: &'static str,
}

/// What stands first is meant first where words of several occur.
const EFFECTS: &[Effect] = &[
    Effect {
        words: &["crash", "exception", "panic", "oom"],
        metric: "Crashes",
        unit: Some("per day"),
        improve: Down,
        source: "datadog",
        window: "7d",
    },
    Effect {
        words: &["latency", "slow", "faster", "p95", "p99", "response time", "load time", "loads", "speed up", "performance", "lag"],
        metric: "p95 latency",
        unit: Some("ms"),
        improve: Down,
        source: "prometheus",
        window: "7d",
    },
    Effect {
        words: &["timeout", "timing out", "error rate", "errors", "5xx", "500s", "fails", "failing", "failure", "outage", "unavailable"],
        metric: "Error rate",
        unit: Some("%"),
        improve: Down,
        source: "prometheus",
        window: "7d",
    },
    Effect {
        words: &["conversion", "checkout", "funnel", "abandon", "sign-up", "signup", "onboarding", "activation", "a/b", "experiment"],
        metric: "Conversion rate",
        unit: Some("%"),
        improve: Up,
        source: "eppo",
        window: "14d",
    },
    Effect {
        words: &["retention", "churn", "engagement", "adoption", "daily active", "weekly active"],
        metric: "Retention",
        unit: Some("%"),
        improve: Up,
        source: "quicksight",
        window: "28d",
    },
    Effect {
        words: &["revenue", "billing", "upsell", "invoice"],
        metric: "Revenue",
        unit: Some("$ per day"),
        improve: Up,
        source: "quicksight",
        window: "28d",
    },
    Effect {
        words: &["cost", "spend", "expensive", "cloud bill"],
        metric: "Cost",
        unit: Some("$ per day"),
        improve: Down,
        source: "csv",
        window: "14d",
    },
    Effect {
        words: &["memory", "cpu", "disk", "leak", "storage", "bundle size"],
        metric: "Resource use",
        unit: None,
        improve: Down,
        source: "prometheus",
        window: "7d",
    },
    Effect {
        words: &["flaky", "build time", "ci time", "test suite", "pipeline", "deploy"],
        metric: "CI duration",
        unit: Some("min"),
        improve: Down,
        source: "webhook",
        window: "14d",
    },
    Effect {
        words: &["support ticket", "tickets", "complain", "manual work", "by hand"],
        metric: "Support tickets",
        unit: Some("per week"),
        improve: Down,
        source: "csv",
        window: "28d",
    },
];

/// The issues whose words tell of an effect that can be measured, and says that it goes by words.
pub fn heuristic(issues: &[Issue]) -> Suggestions {
    let looked = &issues[..issues.len().min(ISSUES_MOST)];
    let mut found: Vec<(u8, Suggestion)> = looked.iter().filter_map(weighed).collect();
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut notes = vec!["No model was asked: these go by words in the issues, so look at each before you take it.".to_owned()];
    if found.is_empty() {
        notes.push("No issue has a word that tells of an effect that can be measured.".into());
    }
    Suggestions {
        suggestions: found.into_iter().take(SUGGESTIONS_MOST).map(|(_, suggestion)| suggestion).collect(),
        by: Author::Heuristic,
        model: None,
        looked_at: u64::try_from(looked.len()).unwrap_or(u64::MAX),
        notes,
    }
}

/// The suggestion for an issue, with its weight: a word in the title counts more, and so does an epic.
fn weighed(issue: &Issue) -> Option<(u8, Suggestion)> {
    if issue.state == State::Done || issue.level == Level::SubTask {
        return None;
    }
    let (title, text) = (issue.title.to_lowercase(), issue.text.to_lowercase());
    let in_title = EFFECTS.iter().find_map(|effect| Some((2, effect, word(effect, &title)?)));
    let (weight, effect, word) = in_title.or_else(|| EFFECTS.iter().find_map(|effect| Some((1, effect, word(effect, &text)?))))?;
    let place = if weight == 2 { "title" } else { "description" };
    let suggestion = Suggestion {
        key: issue.key.clone(),
        title: issue.title.clone(),
        why: format!("Its {place} says “{word}”, which can be measured before and after the work."),
        measure: Measure {
            metric: effect.metric.into(),
            unit: effect.unit.map(Into::into),
            improve: effect.improve,
            source: effect.source.into(),
            window: effect.window.into(),
        },
    };
    Some((weight * 2 + u8::from(issue.level == Level::Epic), suggestion))
}

/// The first word of the effect that the text has at the beginning of a word.
fn word(effect: &Effect, text: &str) -> Option<&'static str> {
    let begins =
        |word: &str| text.match_indices(word).any(|(at, _)| !text[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric()));
    effect.words.iter().copied().find(|word| begins(word))
}
