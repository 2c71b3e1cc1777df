//! Why a run did not succeed, and what is to be done about it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The kinds of failure, told apart by what helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureClass {
    /// The account has used up what it may, or sends too fast.
    LimitReached,
    /// The provider cannot serve it at the moment.
    Overloaded,
    /// The key or the sign-in is not accepted.
    Authentication,
    /// The provider was not reached, or the connection broke.
    Network,
    /// The agent ended without saying how.
    Crashed,
    /// The model declined the request.
    Refused,
    /// The conversation does not fit the model any more.
    OutOfContext,
    /// A question or a permission that nobody answered.
    NeedsPerson,
    /// A cap in money or tokens is used up.
    OverBudget,
    /// A person or the server ended it.
    Stopped,
    /// It took longer than it may, or was silent for too long.
    TimedOut,
    /// The request cannot work as it is: no such model, a setting that is refused.
    Misconfigured,
    /// The agent does not know the conversation that is to be resumed: it was killed before it had saved it, or forgot it.
    Forgotten,
}

/// What follows a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "do")]
pub enum Next {
    /// Go on with the same conversation, not before this time.
    Resume {
        not_before: DateTime<Utc>,
        /// Nobody of the same account needs to try before.
        for_all: bool,
    },
    /// Begin a new conversation with the same task, not before this time.
    Afresh { not_before: DateTime<Utc> },
    /// A person decides.
    Ask,
}

/// What failed that often in a row waits for a person.
const MOST_ATTEMPTS: u32 = 5;

/// A crash, or a conversation that is too long, is not tried more often than that.
const FEW_ATTEMPTS: u32 = 2;

/// No wait is longer than that when nobody named a time.
const LONGEST: TimeDelta = TimeDelta::minutes(30);

impl FailureClass {
    /// All, for tables.
    pub const ALL: [Self; 13] = [
        Self::LimitReached,
        Self::Overloaded,
        Self::Authentication,
        Self::Network,
        Self::Crashed,
        Self::Refused,
        Self::OutOfContext,
        Self::NeedsPerson,
        Self::OverBudget,
        Self::Stopped,
        Self::TimedOut,
        Self::Misconfigured,
        Self::Forgotten,
    ];

    /// In words that follow "failed:".
    pub fn label(self) -> &'static str {
        match self {
            Self::LimitReached => "limit reached",
            Self::Overloaded => "provider overloaded",
            Self::Authentication => "not signed in",
            Self::Network => "provider not reached",
            Self::Crashed => "agent crashed",
            Self::Refused => "refused by the model",
            Self::OutOfContext => "conversation too long for the model",
            Self::NeedsPerson => "waits for a person",
            Self::OverBudget => "over budget",
            Self::Stopped => "stopped",
            Self::TimedOut => "timed out",
            Self::Misconfigured => "cannot work as it is set up",
            Self::Forgotten => "conversation not known to the agent",
        }
    }

    /// What to do after the `attempt`th failure of this class in a row (1 for the first). `until` is when the provider said that
    /// it serves again.
    pub fn next(self, attempt: u32, until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Next {
        let after = |first: TimeDelta| now + longer(first, attempt);
        match self {
            Self::LimitReached if attempt <= MOST_ATTEMPTS => {
                let not_before = until.filter(|until| *until > now).unwrap_or_else(|| after(TimeDelta::minutes(1)));
                Next::Resume { not_before, for_all: true }
            }
            Self::Overloaded if attempt <= MOST_ATTEMPTS => Next::Resume { not_before: after(TimeDelta::seconds(30)), for_all: true },
            Self::Network if attempt <= MOST_ATTEMPTS => Next::Resume { not_before: after(TimeDelta::seconds(10)), for_all: false },
            Self::Crashed if attempt <= FEW_ATTEMPTS => Next::Resume { not_before: after(TimeDelta::seconds(1)), for_all: false },
            Self::OutOfContext | Self::Forgotten if attempt < FEW_ATTEMPTS => Next::Afresh { not_before: now },
            _ => Next::Ask,
        }
    }
}

/// Twice as long after each attempt.
fn longer(first: TimeDelta, attempt: u32) -> TimeDelta {
    let factor = 1_i32 << attempt.saturating_sub(1).min(16);
    first.checked_mul(factor).map_or(LONGEST, |wait| wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_600_000, 0).unwrap()
    }

    #[test]
    fn a_limit_waits_for_the_time_that_is_named_and_so_do_all_of_the_account() {
        let until = now() + TimeDelta::hours(3);
        let named = FailureClass::LimitReached.next(1, Some(until), now());
        assert_eq!(named, Next::Resume { not_before: until, for_all: true });
        let past = FailureClass::LimitReached.next(3, Some(now() - TimeDelta::hours(1)), now());
        assert_eq!(past, Next::Resume { not_before: now() + TimeDelta::minutes(4), for_all: true });
    }

    #[test]
    fn waits_grow_and_end_with_a_person() {
        let wait = |attempt| match FailureClass::Network.next(attempt, None, now()) {
            Next::Resume { not_before, .. } => Some((not_before - now()).num_seconds()),
            _ => None,
        };
        assert_eq!([1, 2, 3, 4, 5, 6].map(wait), [Some(10), Some(20), Some(40), Some(80), Some(160), None]);
        assert_eq!(longer(TimeDelta::seconds(30), 40), LONGEST);
    }

    #[test]
    fn a_conversation_that_is_too_long_or_lost_begins_afresh_once() {
        for class in [FailureClass::OutOfContext, FailureClass::Forgotten] {
            assert_eq!(class.next(1, None, now()), Next::Afresh { not_before: now() });
            assert_eq!(class.next(2, None, now()), Next::Ask);
        }
    }

    #[test]
    fn what_only_a_person_can_mend_is_never_tried_again() {
        use FailureClass::{Authentication, Misconfigured, NeedsPerson, OverBudget, Refused, Stopped, TimedOut};
        for class in [Authentication, Refused, NeedsPerson, OverBudget, Stopped, TimedOut, Misconfigured] {
            assert_eq!(class.next(1, None, now()), Next::Ask, "{class:?}");
        }
    }

    #[test]
    fn every_class_gives_up_in_the_end() {
        for class in FailureClass::ALL {
            assert_eq!(class.next(MOST_ATTEMPTS + 1, None, now()), Next::Ask, "{class:?}");
        }
    }
}
