use crate::{
    domain::session::SessionStatus,
    ui::components::{Glyph, Tone},
};

/// Colour and symbol of a state; the word always stands beside them.
pub fn look(status: SessionStatus) -> (Tone, Glyph) {
    match status {
        SessionStatus::Queued => (Tone::Neutral, Glyph::Clock),
        SessionStatus::Starting => (Tone::Progress, Glyph::Spinner),
        SessionStatus::Running => (Tone::Progress, Glyph::Play),
        SessionStatus::WaitingApproval => (Tone::Attention, Glyph::Hand),
        SessionStatus::Stopping | SessionStatus::Stopped => (Tone::Neutral, Glyph::Square),
        SessionStatus::Succeeded => (Tone::Proven, Glyph::Check),
        SessionStatus::OverBudget | SessionStatus::TimedOut => (Tone::Attention, Glyph::Hourglass),
        SessionStatus::Failed | SessionStatus::Lost => (Tone::Danger, Glyph::Cross),
    }
}
