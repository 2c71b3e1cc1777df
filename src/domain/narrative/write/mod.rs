//! The built-in writer: honest narratives from the facts, without a model.
//!
//! It never invents a figure and never pads a gap: what is not recorded is said to be
//! missing, and a result that is worse is told with the same care as one that is better.

use super::Tone;
use crate::domain::goal::GoalDetail;

pub mod assessed;
mod client;
pub(super) mod phrase;
mod review;
mod slack;
mod standup;
mod story;

/// The engine's name in a narrative that this writer made.
pub const ENGINE: &str = "built-in";
/// What the reader is told about it.
pub const NO_MODEL: &str = "Written without a model.";

/// Writes about a goal in one of the tones, as Markdown.
pub fn write(detail: &GoalDetail, tone: Tone) -> String {
    let story = story::Story::new(detail);
    match tone {
        Tone::Review => review::write(&story),
        Tone::Client => client::write(&story),
        Tone::Standup => standup::write(&story),
        Tone::Slack => slack::write(&story),
    }
}

#[cfg(test)]
pub(super) mod tests;
