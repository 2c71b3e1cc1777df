//! How far a goal is, when it may be finished, and on what both rest.

use super::task::{Task, TaskStatus};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The days of finished work that a forecast looks back on.
const LOOK_BACK_DAYS: i64 = 28;
/// Fewer finished tasks than this give no forecast: two points are a rumour, not a rate.
const FEWEST_FINISHED: usize = 3;

/// Progress of a goal, computed from its tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Share of the work that is done, 0 to 1; null without tasks.
    pub done: Option<f64>,
    /// On what `done` rests, in words.
    pub basis: String,
    /// The day on which the open tasks may be finished; null where nothing supports a guess.
    pub finish_on: Option<NaiveDate>,
    /// On what `finishOn` rests, or why there is none, in words.
    pub finish_basis: String,
}

/// Computes the progress of a goal with these tasks at `now`.
pub fn progress(tasks: &[Task], now: DateTime<Utc>) -> Progress {
    let counted: Vec<&Task> = tasks.iter().filter(|t| t.status != TaskStatus::Cancelled).collect();
    let (done, basis) = share_done(&counted);
    let (finish_on, finish_basis) = forecast(&counted, now);
    Progress { done, basis, finish_on, finish_basis }
}

fn share_done(tasks: &[&Task]) -> (Option<f64>, String) {
    if tasks.is_empty() {
        return (None, "no tasks yet".into());
    }
    let finished = tasks.iter().filter(|t| t.status == TaskStatus::Done).count();
    let counts = format!("{finished} of {} tasks done", tasks.len());
    let minutes = |done_only: bool| -> Option<i64> {
        let of_interest = tasks.iter().filter(|t| !done_only || t.status == TaskStatus::Done);
        of_interest.map(|t| t.estimate_minutes.map(i64::from)).sum()
    };
    match (minutes(true), minutes(false)) {
        (Some(done), Some(all)) if all > 0 => (Some(ratio(done, all)), format!("{counts}, weighted by their estimates")),
        _ => (Some(ratio(finished as i64, tasks.len() as i64)), counts),
    }
}

#[expect(clippy::cast_precision_loss, reason = "minutes and counts of one goal")]
fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

fn forecast(tasks: &[&Task], now: DateTime<Utc>) -> (Option<NaiveDate>, String) {
    let open = tasks.iter().filter(|t| t.status != TaskStatus::Done).count();
    if tasks.is_empty() || open == 0 {
        let why = if tasks.is_empty() { "no tasks yet" } else { "all tasks are done" };
        return (None, why.into());
    }
    let since = now - Duration::days(LOOK_BACK_DAYS);
    let mut finished: Vec<DateTime<Utc>> = tasks.iter().filter_map(|t| t.finished_at).filter(|at| *at > since && *at <= now).collect();
    finished.sort_unstable();
    if finished.len() < FEWEST_FINISHED {
        return (None, format!("needs {FEWEST_FINISHED} tasks finished within {LOOK_BACK_DAYS} days; there are {}", finished.len()));
    }
    let seconds = (now - finished[0]).num_seconds().max(Duration::days(1).num_seconds());
    let left = seconds * i64::try_from(open).unwrap_or(i64::MAX) / i64::try_from(finished.len()).unwrap_or(1);
    let days = (seconds + 43_200) / 86_400;
    let basis =
        format!("{open} open at the pace of {} finished in the last {days} {}", finished.len(), if days == 1 { "day" } else { "days" });
    match now.checked_add_signed(Duration::seconds(left)) {
        Some(at) => (Some(at.date_naive()), basis),
        None => (None, "too far away to say".into()),
    }
}
