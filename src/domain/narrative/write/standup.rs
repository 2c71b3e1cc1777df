//! The standup: what shipped, runs, waits and comes next, in at most 120 words.

use super::{
    NO_MODEL,
    phrase::{day, dollars, name, said},
    story::{Story, artifact},
};
use crate::domain::{
    session::{Session, SessionStatus},
    task::{Task, TaskStatus},
};

/// The most words of a standup.
pub(super) const WORDS_MOST: usize = 120;

pub(super) fn write(story: &Story) -> String {
    // Less is told of each part until the whole is short enough.
    (0..=3).rev().map(|most| with(story, most)).find(|text| text.split_whitespace().count() <= WORDS_MOST).unwrap_or_else(|| short(story))
}

fn with(story: &Story, most: usize) -> String {
    let pulls: Vec<String> = story.merged.iter().take(most).map(|a| artifact(a)).collect();
    let running: Vec<String> = story.sessions(SessionStatus::is_live).iter().take(most).map(|s| session(s)).collect();
    let mut waiting: Vec<String> = story
        .open
        .iter()
        .take(most)
        .map(|a| {
            let since = a.details.opened_at.map(|at| format!(", open since {}", day(at.date_naive()))).unwrap_or_default();
            format!("{}{since}", artifact(a))
        })
        .collect();
    waiting.extend(story.tasks(TaskStatus::Review).iter().take(most).map(|t| task(t)));
    let next: Vec<String> =
        [TaskStatus::Running, TaskStatus::Ready, TaskStatus::Todo].into_iter().flat_map(|s| story.tasks(s)).take(most).map(task).collect();
    let blocked: Vec<String> = story.updates(&["blocked"]).iter().take(most).map(|u| said(&u.summary)).collect();
    let line = |label: &str, items: &[String], none: &str| {
        let text = if items.is_empty() { none.to_owned() } else { items.join("; ") };
        format!("- **{label}:** {text}")
    };
    let lines = [
        line("Shipped", &pulls, if story.merged.is_empty() { "no merged pull request was recorded" } else { "see the pull requests" }),
        line("Running now", &running, "no session"),
        line("Waiting for review", &waiting, "nothing recorded"),
        line("Next", &next, "no open task recorded"),
        line("Needs a decision", &blocked, "nothing recorded"),
    ];
    format!("**{} {}** – {NO_MODEL}\n\n{}", story.detail.goal.key, story.title(), lines.join("\n"))
}

fn short(story: &Story) -> String {
    format!(
        "**{}** – {NO_MODEL}\n\n- **Shipped:** {}\n- **Tasks:** {}\n- **Cost:** {}",
        story.detail.goal.key,
        story.pulls_merged(),
        story.tasks_done(),
        dollars(story.detail.spend.cost_usd.dollars()),
    )
}

fn session(s: &Session) -> String {
    let agent = s.agent.as_deref().map(|a| format!(" ({})", name(a))).unwrap_or_default();
    let cost = s.cost_usd.map_or_else(|| "cost not known".into(), |c| format!("{} so far", dollars(c.dollars())));
    let waits = if s.status == SessionStatus::WaitingApproval { ", waits for you" } else { "" };
    format!("{}{agent}, {cost}{waits}", s.key)
}

fn task(t: &Task) -> String {
    format!("{} {}", t.key, said(&t.title))
}
