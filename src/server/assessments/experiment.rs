//! Randomised experiments: the interval is the platform's own, not ours. Pure.

use super::cut::Merge;
use crate::domain::{
    Error, GoalId, Result,
    assessment::{Assessment, AssessmentRequest, Explanation, Intervention},
    experiment::{Effect, Experiment, Lift},
    goal::Goal,
    metric_source::MetricSource,
    series::Window,
    stats::{self, Direction, Name},
};
use chrono::{DateTime, Utc};

/// The assessment of an experiment as version 0 without id; `merges` are those of the goal.
///
/// # Errors
/// It has no results yet, or several of which nobody said which one counts.
pub fn evaluate(goal: &Goal, source: &MetricSource, experiment: &Experiment, merges: &[Merge], now: DateTime<Utc>) -> Result<Assessment> {
    let effect = chosen(experiment, source.settings.metric.as_deref())?;
    let improve = source.improve.or(effect.improve);
    let (numbers, unit) = numbers(experiment, effect, source.unit.as_deref(), merges)?;
    let found = numbers.assess(&source.id, improve.map(Into::into));
    let sentence = stats::text(&found, Name { metric: &source.name, unit: unit.as_deref() });
    // Times that the platform says, never the time of looking: the same results are the same assessment.
    let known = experiment.started_at.or(experiment.results_at).or(experiment.ended_at);
    let start = known.unwrap_or(source.created_at).min(now);
    let end = experiment.ended_at.filter(|at| *at <= now).or(experiment.results_at).unwrap_or(start).min(now);
    let relative = effect.lift == Lift::Relative;
    let over = experiment.ended_at.is_some_and(|at| at <= now);
    let share = 1.0 / merges.len().max(1) as f64;
    Ok(Assessment {
        id: String::new(),
        goal_id: goal.id.clone(),
        metric_source_id: source.id.clone(),
        metric: source.name.clone(),
        unit,
        adds_up: false,
        improve,
        version: 0,
        grade: found.grade,
        provisional: !over,
        effect: found.effect,
        effect_percent: if relative { found.effect } else { found.effect_percent },
        ci_low: found.ci_low,
        ci_high: found.ci_high,
        p: found.p,
        before: found.raw.map(|raw| raw.before),
        after: found.raw.map(|raw| raw.after),
        expected: found.expected,
        improved: found.verdict.map(|verdict| verdict == Direction::Improved),
        intervention: Intervention { start, end },
        request: AssessmentRequest { metric_source_id: source.id.clone(), ..Default::default() },
        before_window: source.before_window,
        after_window: source.after_window,
        periods: Vec::new(),
        data: Window { from: start.timestamp(), to: experiment.results_at.unwrap_or(end).timestamp() },
        observed: Vec::new(),
        counterfactual: Vec::new(),
        explained_by: merges.iter().map(|merge| explanation(merge, &goal.id, share)).collect(),
        unexplained: if merges.is_empty() { 1.0 } else { 0.0 },
        onset: None,
        other_changes: Vec::new(),
        diagnostics: None,
        large_enough: None,
        reasons: found.reasons,
        confounders: Vec::new(),
        shared_with: Vec::new(),
        method: found.method,
        sentence,
        news: String::new(),
        created_at: now,
    })
}

fn explanation(merge: &Merge, goal_id: &GoalId, weight: f64) -> Explanation {
    Explanation {
        artifact_id: merge.artifact.clone(),
        title: merge.title.clone(),
        merged_at: DateTime::from_timestamp(merge.at, 0).unwrap_or_default(),
        goal_id: goal_id.clone(),
        weight,
    }
}

/// The effect on all subjects of the one variant that is no control.
fn chosen<'a>(experiment: &'a Experiment, metric: Option<&str>) -> Result<&'a Effect> {
    let control = |key: &str| experiment.variants.iter().any(|v| v.is_control && v.key == key);
    let whole = experiment.effects.iter().filter(|e| e.segment.is_none() && !control(&e.variant) && e.estimate.is_some());
    let named = |e: &&Effect| metric.is_none_or(|m| e.metric_id == m || e.metric.eq_ignore_ascii_case(m));
    let found: Vec<&Effect> = whole.filter(named).collect();
    // A platform that reports both lifts of one thing means the same by both.
    let one = found.iter().find(|e| e.lift == Lift::Relative).or(found.first()).copied();
    let same = |e: &&&Effect| one.is_some_and(|one| (&e.metric_id, &e.variant) != (&one.metric_id, &one.variant));
    match (one, found.iter().find(same)) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Error::conflict(format!("the experiment {} has no results for this metric yet", experiment.name))),
        (Some(one), Some(other)) => Err(Error::conflict(format!(
            "the experiment {} has several results, as {} ({}) and {} ({}): say in the settings of the metric which one it is",
            experiment.name, one.metric, one.variant, other.metric, other.variant
        ))),
    }
}

/// In the unit of the metric, or in percent where the platform tells only a relative lift.
fn numbers(experiment: &Experiment, effect: &Effect, unit: Option<&str>, merges: &[Merge]) -> Result<(stats::Experiment, Option<String>)> {
    let (Some(estimate), Some(low), Some(high)) = (effect.estimate, effect.lower, effect.upper) else {
        return Err(Error::conflict(format!("the experiment {} tells no interval for {}", experiment.name, effect.metric)));
    };
    let relative = effect.lift == Lift::Relative;
    let scale = if relative { 100.0 } else { 1.0 };
    let treatment = effect.value.filter(|_| !relative);
    let numbers = stats::Experiment {
        control: treatment.map(|value| value - estimate),
        treatment,
        effect: estimate * scale,
        ci_low: low * scale,
        ci_high: high * scale,
        p: effect.p_value,
        sequential: effect.method.as_deref().is_some_and(|method| method.to_ascii_lowercase().contains("sequential")),
        ratio_p: experiment.sample_ratio_mismatch.map(|mismatch| if mismatch { 0.0 } else { 1.0 }),
        full_days: experiment.days.map_or(0.0, |days| days as f64),
        stopped_early: false,
        started_at: experiment.started_at.map(|at| at.timestamp()),
        merged_at: merges.first().map(|merge| merge.at),
    };
    Ok((numbers, if relative { Some("%".into()) } else { unit.map(Into::into) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::experiment::Variant;

    fn effect(metric: &str, estimate: Option<f64>) -> Effect {
        Effect {
            metric_id: metric.into(),
            metric: metric.into(),
            variant: "b".into(),
            estimate,
            lower: Some(0.01),
            upper: Some(0.05),
            p_value: Some(0.002),
            ..Effect::default()
        }
    }

    fn experiment(effects: Vec<Effect>) -> Experiment {
        let variants =
            vec![Variant { key: "a".into(), is_control: true, ..Variant::default() }, Variant { key: "b".into(), ..Variant::default() }];
        Experiment {
            name: "Checkout".into(),
            variants,
            effects,
            days: Some(14),
            sample_ratio_mismatch: Some(false),
            ..Experiment::default()
        }
    }

    #[test]
    fn one_result_is_taken_and_several_are_not_guessed_between() {
        let control = Effect { variant: "a".into(), ..effect("Signups", Some(0.0)) };
        let one = experiment(vec![
            control,
            effect("Signups", Some(0.03)),
            Effect { segment: Some("country=DE".into()), ..effect("Signups", Some(0.2)) },
        ]);
        assert_eq!(chosen(&one, None).unwrap().estimate, Some(0.03));
        let two = experiment(vec![effect("Signups", Some(0.03)), effect("Revenue", Some(0.01))]);
        assert!(chosen(&two, None).unwrap_err().to_string().contains("several results"));
        assert_eq!(chosen(&two, Some("revenue")).unwrap().metric, "Revenue");
        assert!(chosen(&experiment(vec![effect("Signups", None)]), None).unwrap_err().to_string().contains("no results"));
    }

    #[test]
    fn a_relative_lift_is_told_in_percent_and_a_mismatch_is_believed() {
        let one = experiment(vec![effect("Signups", Some(0.03))]);
        let (numbers, unit) = numbers(&one, &one.effects[0], Some("people"), &[]).unwrap();
        assert_eq!((numbers.effect, numbers.ci_low, unit.as_deref()), (3.0, 1.0, Some("%")));
        assert_eq!(numbers.assess("x", None).grade, stats::Grade::High);
        let broken = Experiment { sample_ratio_mismatch: Some(true), ..one };
        let (numbers, _) = super::numbers(&broken, &broken.effects[0], None, &[]).unwrap();
        assert_eq!(numbers.assess("x", None).grade, stats::Grade::Low);
    }
}
