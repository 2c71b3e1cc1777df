//! What an assessment stands on: the samples around the merges, and everything that is known beside them.

use super::{
    cut::{self, Cut, Merge},
    found,
    store::{self, OtherMerge},
};
use crate::{
    domain::{
        Error, GoalId, Result,
        assessment::{Assessment, AssessmentRequest},
        goal::Goal,
        hypothesis::Hypothesis,
        metric_source::MetricSource,
        series::Window,
        span::Span,
        stats::{Case, Intervention, Point, Windows},
    },
    server::{App, evidence, goals, metric_sources},
};
use chrono::{DateTime, Utc};

/// How much history is looked at where there is so much: an effect is told from a weekly rhythm by four weeks of it.
const HISTORY: i64 = 28 * 86_400;

/// One series as it was stored.
pub type Samples = Vec<(i64, f64)>;

/// What is looked at, without the samples.
#[derive(Clone, Debug)]
pub struct Plan {
    pub goal: Goal,
    pub source: MetricSource,
    /// What was asked for.
    pub request: AssessmentRequest,
    /// The one that holds, if there is one.
    pub hypothesis: Option<Hypothesis>,
    pub before: Span,
    pub after: Span,
    /// The change, with the merges of other goals that touch the metric at the same time.
    pub cut: Cut,
    /// To which goal each merge of the cut is linked.
    pub owners: Vec<GoalId>,
    /// Merges of other goals close by, of this metric or repository.
    pub others: Vec<OtherMerge>,
}

impl Plan {
    /// When the window afterwards is over, in seconds since 1970.
    pub fn complete_at(&self) -> i64 {
        self.cut.end + self.after.as_seconds()
    }

    /// The time that samples are asked for: all of the history that helps, until the end of the window or until now.
    pub fn window(&self, now: DateTime<Utc>) -> Window {
        let history = HISTORY.max(self.before.as_seconds());
        Window { from: self.cut.start - history, to: (now.timestamp() + 1).min(self.complete_at()) }
    }
}

/// All that an assessment is made of.
#[derive(Clone, Debug)]
pub struct Gathered {
    pub plan: Plan,
    /// The samples of the metric, and of each control.
    pub samples: Vec<Samples>,
    /// The time that the samples were asked for.
    pub window: Window,
    /// Samples from before the change came in after it.
    pub entered_late: bool,
}

impl Gathered {
    /// The case for the engine.
    pub fn case(&self) -> Case {
        let plan = &self.plan;
        let merges = plan.cut.merges.iter().map(|m| m.at).collect();
        Case {
            id: plan.source.id.clone(),
            intervention: Intervention { start: plan.cut.start, end: plan.cut.end, merges },
            windows: windows(plan.before, plan.after),
            improve: plan.hypothesis.as_ref().map(|h| h.improve).or(plan.source.improve).map(Into::into),
            periods_s: periods(&plan.source.handling.periods),
            ..with_samples(&self.samples)
        }
    }
}

/// The case of an assessment that was made before, from the samples that were kept with it.
pub fn case_of(assessment: &Assessment, samples: &[Samples], merges: Vec<i64>) -> Case {
    let (start, end) = (assessment.intervention.start.timestamp(), assessment.intervention.end.timestamp());
    Case {
        id: assessment.id.clone(),
        intervention: Intervention { start, end, merges },
        windows: windows(assessment.before_window, assessment.after_window),
        improve: assessment.improve.map(Into::into),
        periods_s: periods(&assessment.periods),
        ..with_samples(samples)
    }
}

fn with_samples(samples: &[Samples]) -> Case {
    let points = |samples: &Samples| samples.iter().map(|(at, value)| Point(*at, Some(*value))).collect::<Vec<_>>();
    let mut series = samples.iter().map(points);
    Case { series: series.next().unwrap_or_default(), controls: series.collect(), ..Case::default() }
}

fn periods(spans: &[Span]) -> Vec<f64> {
    spans.iter().map(|period| period.as_seconds() as f64).collect()
}

fn windows(before: Span, after: Span) -> Windows {
    Windows { before_s: before.as_seconds() as f64, after_s: after.as_seconds() as f64 }
}

/// What is to be looked at, from what was asked for.
///
/// # Errors
/// The goal or metric is not there; nothing is merged yet and no change is named; the windows lie in the future.
pub async fn plan(app: &App, goal: &str, request: &AssessmentRequest, now: DateTime<Utc>) -> Result<Plan> {
    let db = app.store.reader();
    let goal = goals::get(db, goal).await?;
    let source = metric_sources::get(db, &request.metric_source_id).await?;
    let held = store::hypotheses(db, goal.id.as_str()).await?.into_iter();
    let hypothesis = held.filter(|h| h.withdrawn_at.is_none()).find(|h| h.metric_source_id == source.id);
    let before = request.before_window.or(hypothesis.as_ref().map(|h| h.before_window)).unwrap_or(source.before_window);
    let after = request.after_window.or(hypothesis.as_ref().map(|h| h.after_window)).unwrap_or(source.after_window);
    let ours = cut::merges(&evidence::artifacts_of(db, goal.id.as_str()).await?);
    let own = match request.intervention {
        Some(named) => {
            if named.start > now {
                return Err(Error::invalid("/intervention/start", "lies in the future: nothing can have changed yet"));
            }
            cut::named(&ours, named.start.timestamp(), named.end.timestamp())
        }
        None => cut::latest(&ours, after.as_seconds(), now).ok_or_else(|| {
            Error::conflict(format!(
                "no change of {} is merged yet: link the pull request, or name the time of the change (intervention)",
                goal.key
            ))
        })?,
    };
    let (cut, owners, others) = pooled(app, &goal, &source, own, after).await?;
    // As it is stored: the same id in other letters is the same metric, and the worker has to know it again.
    let request = AssessmentRequest { metric_source_id: source.id.clone(), ..request.clone() };
    Ok(Plan { goal, source, request, hypothesis, before, after, cut, owners, others })
}

/// Gathers the samples for what is planned.
///
/// # Errors
/// A control is not there.
pub async fn gather(app: &App, plan: Plan, now: DateTime<Utc>) -> Result<Gathered> {
    let db = app.store.reader();
    let (source, window) = (&plan.source, plan.window(now));
    let mut samples = vec![metric_sources::measured(db, source, window, now).await?];
    for control in controls(app, &plan).await? {
        samples.push(metric_sources::measured(db, &control, window, now).await?);
    }
    let began = DateTime::from_timestamp(plan.cut.start, 0).unwrap_or(now);
    let entered_late = source.kind.is_entered() && metric_sources::received_after(db, &source.id, began).await?;
    Ok(Gathered { plan, samples, window, entered_late })
}

/// The metrics that are compared with, each once: one that is counted twice would seem to confirm itself.
async fn controls(app: &App, plan: &Plan) -> Result<Vec<MetricSource>> {
    let mut controls: Vec<MetricSource> = Vec::new();
    for (at, name) in plan.request.controls.as_ref().unwrap_or(&plan.source.handling.controls).iter().enumerate() {
        let pointer = format!("/controls/{at}");
        let control = metric_sources::get(app.store.reader(), name).await;
        let control = control.map_err(|_| Error::invalid(pointer.as_str(), format!("there is no metric source {name}")))?;
        if control.id == plan.source.id {
            return Err(Error::invalid(pointer, "is the metric itself: a control is one that the work cannot have moved"));
        }
        if controls.iter().any(|known| known.id == control.id) {
            return Err(Error::invalid(pointer, format!("names {} again: a control counts once", control.name)));
        }
        controls.push(control);
    }
    Ok(controls)
}

/// The change together with those of other goals that touch the same metric at the same time: nobody can tell them apart by the metric.
async fn pooled(app: &App, goal: &Goal, source: &MetricSource, own: Cut, after: Span) -> Result<(Cut, Vec<GoalId>, Vec<OtherMerge>)> {
    let db = app.store.reader();
    let near = found::tolerance(after.as_seconds());
    let sharing = metric_sources::goals_of_metric(db, source).await?;
    let mut owned: Vec<(Merge, GoalId)> = own.merges.iter().map(|m| (m.clone(), goal.id.clone())).collect();
    let (mut start, mut end) = (own.start, own.end);
    let mut close;
    // Each merge that is taken in may bring others within reach.
    loop {
        close = store::merges_between(db, start - near, end + near).await?;
        let known = owned.len();
        for merge in close.iter().filter(|m| sharing.contains(&m.goal_id) && m.goal_id != goal.id) {
            if owned.iter().all(|(m, _)| m.artifact != merge.artifact) {
                owned.push((Merge { artifact: merge.artifact.clone(), title: merge.title.clone(), at: merge.at }, merge.goal_id.clone()));
            }
        }
        start = owned.iter().map(|(m, _)| m.at).fold(start, i64::min);
        end = owned.iter().map(|(m, _)| m.at).fold(end, i64::max);
        if owned.len() == known {
            break;
        }
    }
    owned.sort_by(|(a, _), (b, _)| (a.at, &a.artifact.0).cmp(&(b.at, &b.artifact.0)));
    let (merges, owners): (Vec<Merge>, Vec<GoalId>) = owned.into_iter().unzip();
    let repos = store::repos_of(db, goal.id.as_str()).await?;
    let concerns = |m: &OtherMerge| sharing.contains(&m.goal_id) || m.repo.as_ref().is_none_or(|repo| repos.contains(repo));
    let others = close.into_iter().filter(|m| m.goal_id != goal.id && concerns(m)).collect();
    Ok((Cut { start, end, merges }, owners, others))
}
