//! When to ask about a change again: pure.

use crate::domain::artifact::{ArtifactType, Ci, Details, PullState};
use chrono::{DateTime, Duration, Utc};

/// The time until the next look; none once nothing is going to change.
///
/// Without a token an hour has 60 requests, and one look takes up to seven.
pub(super) fn after_success(kind: ArtifactType, details: &Details, anonymous: bool, now: DateTime<Utc>) -> Option<Duration> {
    let age = |since: Option<DateTime<Utc>>| since.map_or(Duration::zero(), |at| now - at);
    let running = details.ci == Some(Ci::Pending);
    let wait = match (kind, details.state) {
        (ArtifactType::Commit, _) if running && age(details.opened_at) < Duration::days(1) => Some(Duration::minutes(5)),
        (ArtifactType::Commit, _) => None,
        (_, Some(PullState::Merged | PullState::Closed)) => match age(details.merged_at.or(details.opened_at)) {
            age if age < Duration::hours(2) => Some(Duration::minutes(30)),
            age if age < Duration::days(3) => Some(Duration::hours(12)),
            _ => None,
        },
        _ if running => Some(Duration::minutes(2)),
        _ if age(details.opened_at) < Duration::days(14) => Some(Duration::minutes(5)),
        _ => Some(Duration::minutes(30)),
    };
    wait.map(|wait| if anonymous { wait.max(Duration::hours(1)) } else { wait })
}

/// The time until a change is asked for again that its host does not show; none after a week of that.
pub(super) fn after_refusal(attempts: i64) -> Option<Duration> {
    match attempts {
        0 => Some(Duration::minutes(10)),
        1 => Some(Duration::hours(1)),
        2..=8 => Some(Duration::days(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_is_looked_at_and_what_rests_is_left_alone() {
        let now: DateTime<Utc> = "2026-11-22T10:00:00Z".parse().unwrap();
        let pull = |state, ci, days| {
            let at = Some(now - Duration::days(days));
            let details = Details { state: Some(state), ci: Some(ci), opened_at: at, merged_at: at, ..Details::default() };
            after_success(ArtifactType::Pr, &details, false, now).map(|wait| wait.num_minutes())
        };
        assert_eq!(pull(PullState::Open, Ci::Pending, 1), Some(2));
        assert_eq!(pull(PullState::Open, Ci::Pass, 1), Some(5));
        assert_eq!(pull(PullState::Draft, Ci::Pass, 15), Some(30));
        assert_eq!(pull(PullState::Merged, Ci::Pass, 0), Some(30));
        assert_eq!(pull(PullState::Merged, Ci::Pass, 1), Some(720));
        assert_eq!(pull(PullState::Merged, Ci::Pass, 4), None);
        let open = Details { state: Some(PullState::Open), ..Details::default() };
        assert_eq!(after_success(ArtifactType::Mr, &open, true, now), Some(Duration::hours(1)), "sixty requests an hour are few");
        assert_eq!(after_success(ArtifactType::Commit, &Details::default(), false, now), None);
        assert_eq!((after_refusal(0), after_refusal(9)), (Some(Duration::minutes(10)), None));
    }
}
