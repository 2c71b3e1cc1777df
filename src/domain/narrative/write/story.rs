//! What the tones have in common: the parts of a goal in words.

use super::assessed;
use super::phrase::{change, count, day, dollars, link, list, name, number, said, sha, with_unit};
use crate::domain::{
    artifact::{Artifact, ArtifactType, PullState},
    assessment::Assessment,
    goal::GoalDetail,
    metric::{Metric, Verdict},
    narrative::facts::MOST_EACH,
    session::{Session, SessionStatus},
    task::{Task, TaskStatus},
    update::Update,
};

/// A goal, ready to be told.
pub(super) struct Story<'a> {
    pub detail: &'a GoalDetail,
    pub merged: Vec<&'a Artifact>,
    pub open: Vec<&'a Artifact>,
}

impl<'a> Story<'a> {
    pub fn new(detail: &'a GoalDetail) -> Self {
        let known = || detail.artifacts.iter().take(MOST_EACH).filter(|a| a.kind.is_pull());
        let mut merged: Vec<&Artifact> = known().filter(|a| a.details.state == Some(PullState::Merged)).collect();
        merged.sort_by_key(|a| std::cmp::Reverse(a.details.merged_at));
        let open = known().filter(|a| matches!(a.details.state, Some(PullState::Open | PullState::Draft) | None)).collect();
        Self { detail, merged, open }
    }

    pub fn title(&self) -> String {
        said(&self.detail.goal.title)
    }

    /// Metrics with a value before and after the work, then those that lack the second.
    pub fn metrics(&self) -> Vec<&'a Metric> {
        let all = &self.detail.metrics;
        let mut list: Vec<&Metric> = all.iter().take(MOST_EACH).filter(|m| m.after.is_some()).collect();
        list.extend(all.iter().take(MOST_EACH).filter(|m| m.after.is_none()));
        list
    }

    /// What was assessed, the surest first.
    pub fn assessed(&self) -> impl Iterator<Item = &'a Assessment> + use<'a> {
        self.detail.assessments.iter().take(MOST_EACH)
    }

    pub fn tasks(&self, status: TaskStatus) -> Vec<&'a Task> {
        self.detail.tasks.iter().take(MOST_EACH).filter(|t| t.status == status).collect()
    }

    pub fn sessions(&self, is: fn(SessionStatus) -> bool) -> Vec<&'a Session> {
        self.detail.sessions.iter().take(MOST_EACH).filter(|s| is(s.status)).collect()
    }

    pub fn updates(&self, outcomes: &[&str]) -> Vec<&'a Update> {
        let told = self.detail.updates.iter().take(MOST_EACH);
        told.filter(|u| u.outcome.as_deref().is_some_and(|o| outcomes.contains(&o))).collect()
    }

    /// `2 of 5 tasks done`, or that there are none.
    pub fn tasks_done(&self) -> String {
        let of_goal = |t: &&Task| t.status != TaskStatus::Cancelled;
        let all = self.detail.tasks.iter().filter(of_goal).count();
        let done = self.detail.tasks.iter().filter(|t| t.status == TaskStatus::Done).count();
        if all == 0 { "no task was recorded".into() } else { format!("{done} of {} done", count(many(all), "task")) }
    }

    /// `3 pull requests merged`, or that there are none.
    pub fn pulls_merged(&self) -> String {
        let merged = self.detail.artifacts.iter().filter(|a| a.kind.is_pull() && a.details.state == Some(PullState::Merged)).count();
        if merged == 0 { "no merged pull request was recorded".into() } else { format!("{} merged", count(many(merged), "pull request")) }
    }

    /// The known cost with all that it leaves out.
    pub fn cost(&self) -> String {
        let spend = &self.detail.spend;
        let sessions = i64::from(spend.sessions).max(many(self.detail.sessions.len()));
        if sessions == 0 && spend.cost_usd.micros() == 0 {
            return "no cost was recorded".into();
        }
        let mut text = dollars(spend.cost_usd.dollars());
        text.push_str(" of known agent cost");
        if sessions > 0 {
            text = format!("{text} across {}", count(sessions, "session"));
        }
        if spend.unattributed_usd.micros() != 0 {
            text = format!("{text}, of it {} that no session accounts for", dollars(spend.unattributed_usd.dollars()));
        }
        if spend.unknown_cost_sessions > 0 {
            let are = if spend.unknown_cost_sessions == 1 { "is" } else { "are" };
            text = format!("{text}; {} without a known cost {are} not in it", count(i64::from(spend.unknown_cost_sessions), "session"));
        }
        text
    }

    /// The first figure that a reader wants: the best proof that there is.
    pub fn headline(&self) -> String {
        match (self.assessed().next(), self.metrics().first()) {
            (Some(of), _) => assessed::result(of),
            (None, Some(m)) => result(m),
            (None, None) if !self.detail.outcomes.is_empty() => format!("recorded outcomes: {}. No metric was recorded", self.outcomes()),
            (None, None) => "no metric was recorded".into(),
        }
    }

    pub fn outcomes(&self) -> String {
        list(&self.detail.outcomes.iter().map(|o| name(crate::domain::outcome::label(o))).collect::<Vec<_>>())
    }

    /// Links to the proof of the work, the merged ones first.
    pub fn evidence(&self, most: usize) -> String {
        let known = &self.detail.artifacts[..self.detail.artifacts.len().min(MOST_EACH)];
        let rest = known.iter().filter(|a| !a.kind.is_pull());
        let shown: Vec<String> =
            self.merged.iter().copied().chain(self.open.iter().copied()).chain(rest).take(most).map(artifact).collect();
        if shown.is_empty() { "no pull request, commit or document is linked *(evidence needed)*".into() } else { list(&shown) }
    }
}

/// `Frame drops fell from 12.3 to 1.8 per second (−10.5 per second, −85.4%), which is better`.
pub(super) fn result(m: &Metric) -> String {
    let (unit, metric) = (m.unit.as_deref(), name(&m.name));
    let before = with_unit(m.before, unit);
    let Some(after) = m.after else {
        return format!("{metric} stood at {before} before the work. No value after it was recorded");
    };
    let shown = with_unit(after, unit);
    if m.delta.is_none_or(|d| d == 0.0) {
        return format!("{metric} did not change: {before} and {shown}");
    }
    let verb = if after < m.before { "fell" } else { "rose" };
    let changed = changes(m).map(|c| format!(" ({c})")).unwrap_or_default();
    // `from 12.3 to 1.8 per second`: said once, the unit holds for both.
    let plain = unit.is_some_and(|u| u.chars().all(|c| c.is_ascii_alphabetic() || c == ' '));
    let from = if plain && shown.starts_with(&format!("{} ", number(after))) { number(m.before) } else { before };
    format!("{metric} {verb} from {from} to {shown}{changed}{}", verdict(m))
}

/// `−10.5 per second, −85.4%`.
pub(super) fn changes(m: &Metric) -> Option<String> {
    let percent =
        crate::domain::narrative::scan::measure(m.unit.as_deref().unwrap_or_default()).1 == crate::domain::narrative::scan::Unit::Percent;
    let absolute = m.delta.map(|d| change(d, if percent { Some("percentage points") } else { m.unit.as_deref() }));
    let relative = m.delta_percent.map(|p| change(p, Some("%")));
    let parts: Vec<String> = [absolute, relative].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn verdict(m: &Metric) -> &'static str {
    match m.verdict {
        Some(Verdict::Better) => ", which is better",
        Some(Verdict::Worse) => ", which is worse",
        Some(Verdict::Unchanged) => ", which is no change",
        None => "; nobody said which direction is better",
    }
}

/// Why the confidence is not higher: each reason caps it.
pub(super) fn reasons(m: &Metric, story: &Story) -> Vec<String> {
    let mut reasons = vec![match m.source.as_str() {
        "manual" => "the values were entered by hand".to_owned(),
        "agent" => "the values were reported by an agent".to_owned(),
        "import" => "the values were imported".to_owned(),
        other => format!("the values come from {} and were not read at the source", said(other)),
    }];
    let last = story.merged.iter().filter_map(|a| a.details.merged_at).max();
    if last.is_some_and(|merged| m.created_at > merged) {
        reasons.push("the baseline was entered after the work was merged".into());
    }
    reasons.push("there are too few points to see a trend or its spread".into());
    reasons.push("nothing shows what would have happened without the work".into());
    reasons
}

/// A link to an artifact with what it is called.
pub(super) fn artifact(a: &Artifact) -> String {
    let number = a.number.filter(|_| a.kind.is_pull()).map(|n| format!("#{n}"));
    let commit = a.sha.as_deref().filter(|_| a.kind == ArtifactType::Commit).and_then(sha).map(str::to_owned);
    match number.or(commit) {
        Some(short) if a.title.trim().is_empty() => link(&short, a.url.as_deref()),
        Some(short) => format!("{} {}", link(&short, a.url.as_deref()), said(&a.title)),
        None => link(&said(&a.title), a.url.as_deref()),
    }
}

/// `Measured on 10 February 2026`, as far as it is known.
pub(super) fn measured(m: &Metric) -> String {
    match m.measured_at {
        Some(at) => format!("measured on {}", day(at.date_naive())),
        None => format!("entered on {}; the day of the measurement was not recorded", day(m.created_at.date_naive())),
    }
}

pub(super) fn many(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
