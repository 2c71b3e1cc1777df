//! The message in a channel: the outcome, the proof, the cost, a caveat; at most 600 characters.

use super::{
    NO_MODEL, assessed,
    phrase::{self, link, sentence},
    story::{Story, artifact},
};

/// The longest message, in characters, as Slack gets it.
pub(super) const CHARACTERS_MOST: usize = 600;

pub(super) fn write(story: &Story) -> String {
    let fits = |text: &String| length(text) <= CHARACTERS_MOST;
    [full(story, true), full(story, false), shorter(story)].into_iter().find(fits).unwrap_or_else(|| shortest(story))
}

/// Both forms must fit: the Markdown and what Slack gets.
fn length(text: &str) -> usize {
    text.chars().count().max(crate::domain::narrative::slack::mrkdwn(text).chars().count())
}

fn full(story: &Story, titled: bool) -> String {
    let proof = match story.merged.first().or(story.open.first()) {
        Some(pull) if titled => artifact(pull),
        Some(pull) => pull.number.map_or_else(|| "a pull request".into(), |n| link(&format!("#{n}"), pull.url.as_deref())),
        None => "no pull request is linked".into(),
    };
    let title = if titled { format!("{} ", story.title()) } else { String::new() };
    let confidence = confidence(story);
    format!(
        "**{}** {confidence}\n\n- {} {title}({})\n- Proof: {proof}\n- Cost: {}\n\nCaveat: {}. {NO_MODEL}",
        sentence(&story.headline()),
        story.detail.goal.key,
        story.pulls_merged(),
        story.cost(),
        caveat(story),
    )
}

fn shorter(story: &Story) -> String {
    let (key, confidence) = (&story.detail.goal.key, confidence(story));
    format!(
        "**{}** {confidence}\n\n- {key}: {}\n- Cost: {}\n\nCaveat: {}. {NO_MODEL}",
        sentence(&story.headline()),
        story.pulls_merged(),
        cost(story),
        caveat(story)
    )
}

/// Nothing from outside, so nothing can make it long.
fn shortest(story: &Story) -> String {
    let (key, label) = (&story.detail.goal.key, story.detail.goal.status.label().to_lowercase());
    format!(
        "**Goal {key}: {label}**\n\n- {}\n- {}\n- Cost: {}\n\n{NO_MODEL}",
        sentence(&story.pulls_merged()),
        sentence(&story.tasks_done()),
        cost(story)
    )
}

fn cost(story: &Story) -> String {
    phrase::dollars(story.detail.spend.cost_usd.dollars())
}

fn confidence(story: &Story) -> String {
    if let Some(of) = story.assessed().next() {
        return format!("(confidence: {})", assessed::grade(of));
    }
    if story.detail.metrics.is_empty() { "(not measured)".into() } else { "(confidence: LOW)".into() }
}

fn caveat(story: &Story) -> &'static str {
    if let Some(of) = story.assessed().next() {
        return if of.provisional {
            "the time afterwards is not over"
        } else {
            "the effect is consistent with the work, which need not be its cause"
        };
    }
    match story.metrics().first() {
        Some(m) if m.after.is_none() => "there is no value after the work yet",
        Some(m) if m.source == "manual" => "the values were entered by hand and show no cause",
        Some(_) => "the values were not read at the source and show no cause",
        None => "nothing was measured",
    }
}
