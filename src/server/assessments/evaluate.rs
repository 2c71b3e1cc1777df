//! From what was gathered to an assessment: pure, but for the time it takes.

use super::gather::Gathered;
use crate::domain::{
    assessment::{Assessment, Explanation, Intervention},
    confounder::{Confounder, ConfounderKind},
    metric::Improve,
    metric_source::SourceKind,
    series::{Point, Window},
    stats::{self, Direction, Grade, Name, Options, Other},
};
use chrono::{DateTime, Utc};

/// So long the last sample may be missing at the end of the window, in steps: it is over all the same.
const SLACK: i64 = 2;

/// The assessment of what was gathered, as version 0 without id; `p_values` are those of the other metrics of the goal.
pub fn evaluate(gathered: &Gathered, confounders: Vec<Confounder>, p_values: &[f64], now: DateTime<Utc>) -> Assessment {
    let near = super::found::tolerance(gathered.plan.after.as_seconds());
    let (from, to) = (gathered.plan.cut.start - near, gathered.plan.cut.end + near);
    let beside =
        |c: &&Confounder| c.counts() && c.kind != ConfounderKind::Holiday && c.starts_at.timestamp() <= to && c.ends_at.timestamp() >= from;
    let mut others: Vec<Other> =
        confounders.iter().filter(beside).map(|c| Other { at: c.starts_at.timestamp(), label: c.title.clone() }).collect();
    // Changes of other goals within the change: the metric cannot tell them apart.
    let pooled = gathered.plan.cut.merges.iter().zip(&gathered.plan.owners).filter(|(_, owner)| **owner != gathered.plan.goal.id);
    others.extend(pooled.map(|(merge, _)| Other { at: merge.at, label: merge.title.clone() }));
    let provisional = is_provisional(gathered, now);
    let end_is_missing = provisional && now.timestamp() >= gathered.plan.complete_at();
    let options = Options { provisional, end_is_missing, late_baseline: gathered.entered_late, others, ..Options::default() };
    let mut all = vec![stats::assess(&gathered.case(), &options)];
    all.extend(p_values.iter().map(|p| stats::Assessment { p: Some(*p), ..Default::default() }));
    stats::several::adjust(&mut all);
    let mut found = all.swap_remove(0);
    if gathered.entered_late && gathered.plan.source.kind == SourceKind::Manual {
        // Typed by somebody who may have known how it ended.
        found.grade = found.grade.min(Grade::Low);
    }
    put_together(gathered, found, confounders, provisional, now)
}

/// The window afterwards is not over, or its samples are not in yet.
fn is_provisional(gathered: &Gathered, now: DateTime<Utc>) -> bool {
    let step = gathered.plan.source.step.as_seconds();
    let last = gathered.samples.first().and_then(|samples| samples.last()).map_or(0, |sample| sample.0);
    now.timestamp() < gathered.plan.complete_at() || last + SLACK * step.max(spacing(gathered)) < gathered.plan.complete_at()
}

/// The usual time between samples: a source may send seldomer than its step says.
fn spacing(gathered: &Gathered) -> i64 {
    let Some(samples) = gathered.samples.first().filter(|s| s.len() > 1) else { return 0 };
    let mut gaps: Vec<i64> = samples.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    gaps.sort_unstable();
    gaps[gaps.len() / 2]
}

fn put_together(
    gathered: &Gathered,
    found: stats::Assessment,
    confounders: Vec<Confounder>,
    provisional: bool,
    now: DateTime<Utc>,
) -> Assessment {
    let source = &gathered.plan.source;
    let at = |seconds: i64| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let unit = unit(gathered);
    let sentence = stats::text(&found, Name { metric: &source.name, unit: unit.as_deref() });
    let path = found.path.clone().unwrap_or_default();
    let observed = path.fitted.iter().chain(&path.expected).map(|bin| Point::new(bin.at, bin.observed)).collect();
    let merges = gathered.plan.cut.merges.iter().zip(&gathered.plan.owners).zip(&found.attribution);
    let explanation = |((merge, owner), weight): ((&super::cut::Merge, &crate::domain::GoalId), &f64)| Explanation {
        artifact_id: merge.artifact.clone(),
        title: merge.title.clone(),
        merged_at: at(merge.at),
        goal_id: owner.clone(),
        weight: *weight,
    };
    let mut shared_with: Vec<_> = gathered.plan.owners.iter().filter(|owner| **owner != gathered.plan.goal.id).cloned().collect();
    shared_with.sort();
    shared_with.dedup();
    Assessment {
        id: String::new(),
        goal_id: gathered.plan.goal.id.clone(),
        metric_source_id: source.id.clone(),
        metric: source.name.clone(),
        unit,
        adds_up: source.handling.counter && source.handling.denominator.is_none(),
        improve: gathered.plan.hypothesis.as_ref().map(|h| h.improve).or(source.improve),
        version: 0,
        grade: found.grade,
        provisional,
        effect: found.effect,
        effect_percent: found.effect_percent,
        ci_low: found.ci_low,
        ci_high: found.ci_high,
        p: found.p,
        before: found.raw.map(|raw| raw.before),
        after: found.raw.map(|raw| raw.after),
        expected: found.expected,
        improved: found.verdict.map(|verdict| verdict == Direction::Improved),
        intervention: Intervention { start: at(gathered.plan.cut.start), end: at(gathered.plan.cut.end) },
        request: gathered.plan.request.clone(),
        before_window: gathered.plan.before,
        after_window: gathered.plan.after,
        periods: source.handling.periods.clone(),
        data: data(gathered),
        observed,
        counterfactual: path.expected,
        explained_by: merges.map(explanation).collect(),
        unexplained: found.none_of_them,
        onset: found.onset,
        other_changes: found.other_changes,
        diagnostics: found.diagnostics,
        large_enough: large_enough(gathered, found.effect, found.effect_percent),
        reasons: found.reasons,
        confounders,
        shared_with,
        method: found.method,
        sentence,
        news: String::new(),
        created_at: now,
    }
}

/// A rate is per second of what was counted; a ratio has no unit but one that a person gave.
fn unit(gathered: &Gathered) -> Option<String> {
    let unit = gathered.plan.source.unit.clone();
    if gathered.plan.source.handling.counter && unit.is_none() { Some("per second".into()) } else { unit }
}

/// From the first to the last sample of the metric.
fn data(gathered: &Gathered) -> Window {
    let samples = gathered.samples.first();
    let (first, last) = (samples.and_then(|s| s.first()), samples.and_then(|s| s.last()));
    Window { from: first.map_or(gathered.window.from, |s| s.0), to: last.map_or(gathered.window.from, |s| s.0 + 1) }
}

/// Whether the effect reaches what the hypothesis wanted, in its direction.
fn large_enough(gathered: &Gathered, effect: Option<f64>, percent: Option<f64>) -> Option<bool> {
    let hypothesis = gathered.plan.hypothesis.as_ref()?;
    let wanted = hypothesis.smallest_effect?;
    let found = if hypothesis.smallest_is_percent { percent } else { effect }?;
    Some(if hypothesis.improve == Improve::Down { found <= -wanted } else { found >= wanted })
}
