//! One goal and metric as a row, and what the rows say together: pure.

use crate::domain::{
    Usd,
    assessment::Assessment,
    goal::GoalSummary,
    impact::{Impact, ImpactRow},
    metric::Improve,
    series::Point,
    stats::Grade,
};
use std::collections::{BTreeMap, HashMap};

/// So many points are enough for a small picture.
const POINTS: usize = 120;

/// The row of an assessment; `keys` are those of all goals.
pub fn row(of: &Assessment, goal: &GoalSummary, keys: &HashMap<String, String>) -> ImpactRow {
    // The interval in the measure of the effect.
    let percent = |value: Option<f64>| {
        // A platform may tell a lift without what it is a lift of: then all of it is in percent.
        if of.expected.is_none() && of.effect == of.effect_percent {
            return value;
        }
        let expected = of.expected.filter(|expected| *expected != 0.0)?;
        Some(value? / expected.abs() * 100.0)
    };
    let own = of.explained_by.iter().filter(|e| e.goal_id == of.goal_id);
    ImpactRow {
        goal_id: goal.goal.id.clone(),
        goal_key: goal.goal.key.clone(),
        goal_title: goal.goal.title.clone(),
        goal_status: goal.goal.status,
        assessment_id: of.id.clone(),
        metric: of.metric.clone(),
        unit: of.unit.clone(),
        grade: of.grade,
        provisional: of.provisional,
        improved: of.improved,
        effect: of.effect,
        effect_percent: of.effect_percent,
        low_percent: percent(of.ci_low),
        high_percent: percent(of.ci_high),
        cost_usd: goal.spend.cost_usd,
        unknown_cost_sessions: u64::from(goal.spend.unknown_cost_sessions),
        shared_with: of.shared_with.iter().filter_map(|id| keys.get(id.as_str()).cloned()).collect(),
        merged_at: of.intervention.end,
        observed: thinned(&of.observed),
        merges: own.map(|e| e.merged_at).collect(),
    }
}

/// Every so-manieth point: gaps stay gaps.
fn thinned(points: &[Point]) -> Vec<Point> {
    let every = points.len().div_ceil(POINTS).max(1);
    points.iter().step_by(every).copied().collect()
}

/// How far a row went in the wanted direction, in percent.
fn wanted(of: &Assessment) -> Option<f64> {
    let percent = of.effect_percent?;
    Some(if of.improve == Some(Improve::Down) { -percent } else { percent })
}

/// What the rows say together. Each goal counts once, by its surest metric.
pub fn summed(pairs: &[(Assessment, GoalSummary)], rows: Vec<ImpactRow>, projects: Vec<String>) -> Impact {
    let mut surest: BTreeMap<&str, &(Assessment, GoalSummary)> = BTreeMap::new();
    for pair in pairs.iter().filter(|(a, _)| a.improved == Some(true) && a.grade >= Grade::Medium) {
        let known = surest.entry(pair.0.goal_id.as_str()).or_insert(pair);
        if pair.0.grade > known.0.grade {
            *known = pair;
        }
    }
    let proven = surest.len();
    let measured = pairs.iter().filter(|(a, _)| a.effect.is_some());
    let goals: BTreeMap<&str, &GoalSummary> = measured.map(|(a, g)| (a.goal_id.as_str(), g)).collect();
    let spent: i64 = goals.values().map(|g| g.spend.cost_usd.micros()).sum();
    let spend = i64::try_from(proven).ok().filter(|n| *n > 0).map(|n| Usd::from_micros(spent / n));
    // A goal that was written down after its change was merged was not planned here.
    let took = surest.values().map(|(a, g)| (a.intervention.end - g.goal.created_at).num_seconds()).filter(|s| *s > 0).map(|s| s as f64);
    Impact {
        rows,
        proven: proven as u64,
        median_percent: median(surest.values().filter_map(|(a, _)| wanted(a)).collect()),
        spend_per_proven_usd: spend,
        plan_to_proven_seconds: median(took.collect()).map(|seconds| seconds as i64),
        projects,
    }
}

/// By effect in the wanted direction, largest first; those without a figure last.
pub fn sort(pairs: &mut [(Assessment, GoalSummary)]) {
    let key = |pair: &(Assessment, GoalSummary)| wanted(&pair.0).unwrap_or(f64::NEG_INFINITY);
    pairs.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.0.id.cmp(&b.0.id)));
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_none_is_none() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn a_long_series_is_thinned_and_keeps_its_gaps() {
        let points: Vec<Point> = (0..1_000).map(|i| Point { at: i, value: (i % 2 == 0).then_some(1.0) }).collect();
        let thin = thinned(&points);
        assert!(thin.len() <= POINTS && thin.len() > POINTS / 2);
        assert!(thin.iter().any(|p| p.value.is_none()));
    }
}
