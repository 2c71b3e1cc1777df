//! An assessment as cards, lists and documents quote it: the effect with its interval, and how far it can be believed.

use super::Assessment;
use crate::domain::{GoalId, goal::GoalSummary, metric::Metric, series::Point, stats::Grade};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// By which the surest of several is found: it is the largest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sureness {
    /// There is an effect to tell.
    pub measured: bool,
    pub grade: Grade,
    /// The window afterwards is over.
    pub complete: bool,
    pub at: DateTime<Utc>,
}

/// What the surest assessment of a goal says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assessed {
    pub assessment_id: String,
    /// The name of the metric.
    pub metric: String,
    pub unit: Option<String>,
    pub version: i64,
    pub grade: Grade,
    /// The window afterwards is not over.
    pub provisional: bool,
    /// The mean effect over the window afterwards, in the metric's unit; null where there is none to tell.
    pub effect: Option<f64>,
    /// In percent of what was expected without the work; null where that is 0.
    pub effect_percent: Option<f64>,
    /// The 95 % interval of `effect`.
    pub ci_low: Option<f64>,
    pub ci_high: Option<f64>,
    /// The means before and after, and what was expected without the work.
    pub before: Option<f64>,
    pub after: Option<f64>,
    pub expected: Option<f64>,
    /// It went the way it should; null without a direction or an effect.
    pub improved: Option<bool>,
    /// The last of the changes that were looked at.
    pub merged_at: DateTime<Utc>,
    pub assessed_at: DateTime<Utc>,
    /// Other goals whose changes lie so close that the effect is shared with them.
    pub shared_with: Vec<GoalId>,
    /// The course of the metric before and after, in at most 32 points; empty for what was assessed before this was kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub course: Vec<Point>,
    /// Other metrics of the goal that were assessed.
    pub others: u32,
    /// Those of them that got worse, with any confidence.
    pub others_worse: u32,
}

impl Assessed {
    /// The surest of the newest versions of a goal; none without one.
    pub fn of(all: &[Assessment]) -> Option<Self> {
        let one = all.iter().max_by_key(|a| (a.sureness(), std::cmp::Reverse(&a.id)))?;
        let others = all.iter().filter(|other| other.id != one.id);
        let worse = others.clone().filter(|other| other.improved == Some(false) && other.grade > Grade::None);
        Some(Self {
            assessment_id: one.id.clone(),
            metric: one.metric.clone(),
            unit: one.unit.clone(),
            version: one.version,
            grade: one.grade,
            provisional: one.provisional,
            effect: one.effect,
            effect_percent: one.effect_percent,
            ci_low: one.ci_low,
            ci_high: one.ci_high,
            before: one.before,
            after: one.after,
            expected: one.expected,
            improved: one.improved,
            merged_at: one.intervention.end,
            assessed_at: one.created_at,
            shared_with: one.shared_with.clone(),
            course: one.observed.clone(),
            others: count(others.count()),
            others_worse: count(worse.count()),
        })
    }

    /// Numbers were compared, and nothing stood out of their usual variation.
    pub fn is_ordinary(&self) -> bool {
        self.grade == Grade::None && self.effect.is_some()
    }

    /// What must be said beside the effect, so that nobody takes it for more than it is.
    pub fn caveats(&self) -> Vec<String> {
        let worse = match self.others_worse {
            0 => None,
            1 => Some("another metric got worse".to_owned()),
            n => Some(format!("{n} other metrics got worse")),
        };
        caveats(self.provisional, self.shared_with.len()).into_iter().chain(worse).collect()
    }
}

/// How far an effect can be believed, in plain words; `measured`: there is an effect to tell.
pub fn believed(grade: Grade, measured: bool) -> &'static str {
    match grade {
        _ if !measured => "nothing can be said yet",
        Grade::High => "high confidence",
        Grade::Medium => "medium confidence",
        Grade::Low => "low confidence",
        Grade::None => "not distinguishable from normal variation",
    }
}

/// That an effect may still change, and that it is not this goal's alone.
pub fn caveats(provisional: bool, shared_with: usize) -> Vec<String> {
    let open = provisional.then(|| "provisional: the time afterwards is not over".to_owned());
    let shared = match shared_with {
        0 => None,
        1 => Some("credit shared with another goal".to_owned()),
        n => Some(format!("credit shared with {n} other goals")),
    };
    open.into_iter().chain(shared).collect()
}

/// By what a goal is told where there is room for one thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof<'a> {
    /// Numbers over time, compared.
    Assessed(&'a Assessed),
    /// Two numbers by hand; the later one may be missing.
    ByHand(&'a Metric),
    /// Outcomes that no number shows.
    Outcomes(&'a [String]),
    Nothing,
}

impl<'a> Proof<'a> {
    /// An effect that was assessed comes first; one that could not be takes no pair's place.
    pub fn of(goal: &'a GoalSummary) -> Self {
        match (&goal.assessed, &goal.headline) {
            (Some(assessed), _) if assessed.effect.is_some() => Self::Assessed(assessed),
            (_, Some(metric)) if metric.after.is_some() => Self::ByHand(metric),
            (Some(assessed), _) => Self::Assessed(assessed),
            (None, Some(metric)) => Self::ByHand(metric),
            (None, None) if goal.outcomes.is_empty() => Self::Nothing,
            (None, None) => Self::Outcomes(&goal.outcomes),
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(id: &str, grade: Grade, improved: Option<bool>) -> Assessment {
        Assessment { id: id.into(), grade, improved, ..Assessment::sample() }
    }

    #[test]
    fn the_surest_stands_for_the_goal_and_hides_nothing() {
        let low = one("a", Grade::Low, Some(false));
        let high = one("b", Grade::High, Some(true));
        let blind = Assessment { effect: None, ..one("c", Grade::None, None) };
        let told = Assessed::of(&[low, blind.clone(), high]).unwrap();
        assert_eq!((told.assessment_id.as_str(), told.others, told.others_worse), ("b", 2, 1));
        assert_eq!(told.caveats(), ["another metric got worse"]);
        assert_eq!(Assessed::of(&[blind]).unwrap().effect, None);
        assert_eq!(Assessed::of(&[]), None);
    }

    #[test]
    fn what_limits_it_is_said() {
        let shared = Assessment { provisional: true, shared_with: vec!["g2".into(), "g3".into()], ..Assessment::sample() };
        let told = Assessed::of(&[shared]).unwrap();
        assert_eq!(told.caveats(), ["provisional: the time afterwards is not over", "credit shared with 2 other goals"]);
        assert_eq!(believed(Grade::None, true), "not distinguishable from normal variation");
        assert_eq!(believed(Grade::None, false), "nothing can be said yet");
    }
}
