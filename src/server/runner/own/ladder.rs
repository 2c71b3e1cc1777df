//! The steps of ending a session.

use crate::{
    domain::dispatch::Cause,
    server::runner::{Settings, Stage, plan::time},
};
use std::time::Instant;

/// How often what does not die is killed.
const AGAIN_MS: u64 = 50;

/// How long an agent that has reached its cap is asked before it is interrupted: the call that crossed it is over, and it may begin
/// no other one. Both end its turn in order.
const SPENDER_ASK_MS: u64 = 50;

/// It is ended because of what it spends.
pub fn is_spender(cause: Option<Cause>) -> bool {
    matches!(cause, Some(Cause::Cost | Cause::Tokens))
}

/// How far the ending of a session is.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Why; none where it only did not end by itself.
    pub cause: Option<Cause>,
    pub stage: Stage,
    /// The last step that is in the journal.
    pub noted: Option<Stage>,
    until: Instant,
}

impl Ladder {
    /// Begins with `stage`.
    pub fn begin(cause: Option<Cause>, stage: Stage, now: Instant, settings: &Settings) -> Self {
        Self { cause, stage, noted: None, until: now + patience(cause, stage, settings) }
    }

    /// When the next step is due.
    pub fn until(&self) -> Instant {
        self.until
    }

    /// Goes to a later step at once; an earlier one changes nothing.
    pub fn hurry(&mut self, stage: Stage, now: Instant, settings: &Settings) -> bool {
        let later = stage > self.stage;
        if later {
            (self.stage, self.until) = (stage, now + patience(self.cause, stage, settings));
        }
        later
    }

    /// The step to be taken now, if one is due. The last one is repeated.
    pub fn climb(&mut self, now: Instant, settings: &Settings) -> Option<Stage> {
        if now < self.until {
            return None;
        }
        self.stage = match self.stage {
            Stage::Ask => Stage::Interrupt,
            Stage::Interrupt => Stage::Terminate,
            Stage::Terminate | Stage::Kill => Stage::Kill,
        };
        self.until = now + patience(self.cause, self.stage, settings);
        Some(self.stage)
    }
}

fn patience(cause: Option<Cause>, stage: Stage, settings: &Settings) -> std::time::Duration {
    time(match stage {
        Stage::Ask if is_spender(cause) => settings.ask_ms.min(SPENDER_ASK_MS),
        Stage::Ask => settings.ask_ms,
        Stage::Interrupt => settings.interrupt_ms,
        Stage::Terminate => settings.terminate_ms,
        Stage::Kill => AGAIN_MS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn each_step_has_its_time_and_the_last_is_repeated() {
        let settings = Settings { ask_ms: 100, interrupt_ms: 200, terminate_ms: 300, ..Settings::default() };
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut ladder = Ladder::begin(Some(Cause::Asked), Stage::Ask, start, &settings);
        assert_eq!(ladder.climb(at(99), &settings), None);
        assert_eq!(ladder.climb(at(100), &settings), Some(Stage::Interrupt));
        assert_eq!(ladder.climb(at(299), &settings), None);
        assert_eq!(ladder.climb(at(300), &settings), Some(Stage::Terminate));
        assert!(!ladder.hurry(Stage::Ask, at(310), &settings));
        assert_eq!(ladder.climb(at(600), &settings), Some(Stage::Kill));
        assert_eq!(ladder.climb(at(650), &settings), Some(Stage::Kill));
        let mut ladder = Ladder::begin(None, Stage::Ask, start, &settings);
        assert!(ladder.hurry(Stage::Kill, at(1), &settings));
        assert_eq!(ladder.stage, Stage::Kill);
    }
}
