//! Which merges belong together, and where the windows lie around them: pure.

use crate::domain::{
    ArtifactId,
    artifact::{Artifact, PullState},
};
use chrono::{DateTime, Utc};

/// A change that reached the main branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    pub artifact: ArtifactId,
    pub title: String,
    /// Seconds since 1970.
    pub at: i64,
}

/// Merges that are looked at as one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The first merge, in seconds since 1970.
    pub start: i64,
    /// The last merge.
    pub end: i64,
    pub merges: Vec<Merge>,
}

/// What was merged among these, oldest first.
pub fn merges(artifacts: &[Artifact]) -> Vec<Merge> {
    let merged = artifacts.iter().filter(|a| a.kind.is_pull() && a.details.state != Some(PullState::Closed));
    let merge = |a: &Artifact| Some(Merge { artifact: a.id.clone(), title: a.title.clone(), at: a.details.merged_at?.timestamp() });
    let mut all: Vec<Merge> = merged.filter_map(merge).collect();
    all.sort_by(|a, b| (a.at, &a.artifact.0).cmp(&(b.at, &b.artifact.0)));
    all.dedup_by(|a, b| a.artifact == b.artifact);
    all
}

/// The latest merges that are no farther apart than the window afterwards is long: between others, what the earlier ones did can be seen.
pub fn latest(merges: &[Merge], after_seconds: i64, now: DateTime<Utc>) -> Option<Cut> {
    let past: Vec<Merge> = merges.iter().filter(|m| m.at <= now.timestamp()).cloned().collect();
    let apart = |pair: &[Merge]| pair[1].at - pair[0].at > after_seconds;
    let begin = past.windows(2).rposition(apart).map_or(0, |at| at + 1);
    let (first, last) = (past.get(begin)?, past.last()?);
    Some(Cut { start: first.at, end: last.at, merges: past[begin..].to_vec() })
}

/// The change that somebody names: the merges in it are its candidates.
pub fn named(merges: &[Merge], start: i64, end: i64) -> Cut {
    let within = merges.iter().filter(|m| (start..=end).contains(&m.at)).cloned().collect();
    Cut { start, end, merges: within }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn merge(name: &str, at: i64) -> Merge {
        Merge { artifact: name.into(), title: name.into(), at }
    }

    fn now(at: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(at, 0).unwrap()
    }

    #[test]
    fn merges_that_follow_closely_are_one_change() {
        let all = [merge("a", 0), merge("b", 20 * DAY), merge("c", 21 * DAY), merge("d", 27 * DAY)];
        let cut = latest(&all, 7 * DAY, now(40 * DAY)).unwrap();
        assert_eq!((cut.start, cut.end, cut.merges.len()), (20 * DAY, 27 * DAY, 3));
        let earlier = latest(&all, 7 * DAY, now(19 * DAY)).unwrap();
        assert_eq!((earlier.start, earlier.end), (0, 0), "what is not merged yet does not count");
        assert_eq!(latest(&[], DAY, now(0)), None);
    }

    #[test]
    fn a_named_change_takes_its_merges_along() {
        let all = [merge("a", 5), merge("b", 10), merge("c", 15)];
        assert_eq!(named(&all, 6, 12).merges, [merge("b", 10)]);
    }
}
