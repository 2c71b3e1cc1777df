//! Reads the facts off a goal and all that belongs to it.

use super::{Fact, FactValue, assessed::assessment, ledger::Ledger};
use crate::domain::{
    artifact::{Artifact, ArtifactType, Ci, PullState},
    goal::GoalDetail,
    metric::{Metric, Verdict},
    narrative::scan::{Unit, measure},
    outcome,
    session::{Session, SessionStatus, Tokens},
    task::{Task, TaskStatus},
    update::Update,
};

/// The most records of one kind that are told one by one; counts and sums are always of all.
pub(in crate::domain::narrative) const MOST_EACH: usize = 100;
/// The most characters of an outside text.
const TEXT_MOST: usize = 400;

/// All facts of a goal, numbered.
pub fn of(detail: &GoalDetail) -> Vec<Fact> {
    let mut ledger = Ledger::default();
    goal(&mut ledger, detail);
    detail.metrics.iter().take(MOST_EACH).for_each(|m| metric(&mut ledger, m));
    detail.assessments.iter().take(MOST_EACH).for_each(|a| assessment(&mut ledger, a));
    totals(&mut ledger, detail);
    pulls(&mut ledger, detail);
    spend(&mut ledger, detail);
    detail.artifacts.iter().take(MOST_EACH).for_each(|a| artifact(&mut ledger, a));
    detail.tasks.iter().take(MOST_EACH).for_each(|t| task(&mut ledger, t));
    detail.sessions.iter().take(MOST_EACH).for_each(|s| session(&mut ledger, s));
    detail.updates.iter().take(MOST_EACH).for_each(|u| update(&mut ledger, u));
    ledger.done()
}

/// The first line of a text from outside, as far as a narrative may quote it.
pub(in crate::domain::narrative) fn line(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    first.chars().take(TEXT_MOST).collect::<String>().trim().to_owned()
}

fn goal(ledger: &mut Ledger, detail: &GoalDetail) {
    let goal = &detail.goal;
    ledger.from(&[goal.id.as_str()]).name("goal key", Some(&goal.key)).text("goal title", Some(&line(&goal.title)));
    ledger.text("goal description", goal.description.as_deref().map(line).as_deref());
    ledger.text("project", goal.project.as_deref()).text("hypothesis", goal.hypothesis.as_deref().map(line).as_deref());
    ledger.day("hypothesis written on", goal.hypothesis_at.filter(|_| goal.hypothesis.is_some()));
    ledger.name("goal status", Some(goal.status.as_str())).day("goal created on", Some(goal.created_at));
    ledger.day("goal last changed on", Some(goal.updated_at)).day("goal status since", Some(goal.status_changed_at));
    if let Some(due) = goal.due_on {
        ledger.add("goal due on", FactValue::Date(due));
    }
    ledger.url("Jira issue", goal.jira_url.as_deref());
    goal.tags.iter().for_each(|tag| {
        ledger.text("tag", Some(tag));
    });
    for change in &detail.status_history {
        ledger.day(&format!("status became {}", change.to.as_str()), Some(change.at));
    }
    for name in &detail.outcomes {
        ledger.text("outcome", Some(outcome::label(name)));
    }
    ledger.text("outcome notes", detail.outcome_notes.as_deref().map(line).as_deref());
    ledger.count("outcomes", Some(len(&detail.outcomes)), "outcome", "");
    for child in &detail.children {
        ledger.from(&[child.id.as_str()]).name("sub-goal key", Some(&child.key)).text("sub-goal title", Some(&line(&child.title)));
    }
    ledger.count("sub-goals", Some(len(&detail.children)), "sub-goal", "");
}

fn metric(ledger: &mut Ledger, m: &Metric) {
    let number = |value| FactValue::Number { value, unit: m.unit.clone() };
    ledger.from(&[m.id.as_str()]).text("metric name", Some(&line(&m.name))).about(&line(&m.name)).add("before", number(m.before));
    if let Some(after) = m.after {
        ledger.add("after", number(after));
    }
    if let Some(delta) = m.delta {
        // The difference of two percentages is in points: 50 % to 55 % is not 5 %.
        let percent = measure(m.unit.as_deref().unwrap_or_default()).1 == Unit::Percent;
        let unit = if percent { Some("percentage points".to_owned()) } else { m.unit.clone() };
        ledger.add("change", FactValue::Change { value: delta, unit });
    }
    if let Some(value) = m.delta_percent {
        ledger.add("change in percent", FactValue::Change { value, unit: Some("%".into()) });
    }
    ledger.text("unit", m.unit.as_deref()).name("better or worse", m.verdict.map(Verdict::label));
    ledger.text("source of the values", Some(&m.source)).text("note", m.note.as_deref().map(line).as_deref());
    ledger.day("measured on", m.measured_at).day("entered on", Some(m.created_at));
}

fn totals(ledger: &mut Ledger, detail: &GoalDetail) {
    let goal = detail.goal.id.as_str();
    let tasks = |states: &[TaskStatus]| Some(count(&detail.tasks, |t| states.contains(&t.status)));
    ledger.from(&[goal]).count("tasks", Some(count(&detail.tasks, |t| t.status != TaskStatus::Cancelled)), "task", "");
    ledger.count("tasks done", tasks(&[TaskStatus::Done]), "task", "done").count(
        "tasks failed",
        tasks(&[TaskStatus::Failed]),
        "task",
        "failed",
    );
    ledger.count("tasks in review", tasks(&[TaskStatus::Review]), "task", "in review");
    ledger.count("tasks running", tasks(&[TaskStatus::Running]), "task", "running");
    ledger.count("tasks cancelled", tasks(&[TaskStatus::Cancelled]), "task", "cancelled");
    let open = |t: &Task| !t.status.is_closed();
    ledger.count("tasks open", Some(count(&detail.tasks, open)), "task", "open");
    let sessions = |states: &[SessionStatus]| Some(count(&detail.sessions, |s| states.contains(&s.status)));
    ledger.count("sessions", Some(i64::from(detail.spend.sessions).max(len(&detail.sessions))), "session", "");
    ledger.count("sessions done", sessions(&[SessionStatus::Succeeded]), "session", "done");
    let lost = [SessionStatus::Failed, SessionStatus::TimedOut, SessionStatus::Lost, SessionStatus::OverBudget];
    ledger.count("sessions failed", sessions(&lost), "session", "failed");
    ledger.count("sessions running", Some(count(&detail.sessions, |s| s.status.is_live())), "session", "running");
    ledger.count("updates", Some(len(&detail.updates)), "update", "");
    ledger.count(
        "updates that report a failure",
        Some(count(&detail.updates, |u| u.outcome.as_deref() == Some("failed"))),
        "update",
        "failed",
    );
    ledger.count("metrics", Some(len(&detail.metrics)), "metric", "");
    ledger.count("assessments", Some(len(&detail.assessments)), "assessment", "");
    ledger.count("artifacts", Some(len(&detail.artifacts)), "artifact", "");
    let kinds = [(ArtifactType::Commit, "commit"), (ArtifactType::File, "file"), (ArtifactType::Link, "link")];
    for (kind, noun) in kinds {
        ledger.count(&format!("{noun}s"), Some(count(&detail.artifacts, |a| a.kind == kind)), noun, "");
    }
    tokens(ledger, "all sessions", detail.sessions.iter().map(|s| s.tokens));
    let times: Vec<i64> = detail.sessions.iter().filter_map(seconds).collect();
    ledger.duration("time of all sessions with known times", (!times.is_empty()).then(|| times.iter().sum()));
}

fn pulls(ledger: &mut Ledger, detail: &GoalDetail) {
    let pulls: Vec<&Artifact> = detail.artifacts.iter().filter(|a| a.kind.is_pull()).collect();
    let ids: Vec<&str> = pulls.iter().map(|a| a.id.as_str()).collect();
    let state = |s: PullState| Some(pulls.iter().filter(|a| a.details.state == Some(s)).count()).and_then(|n| i64::try_from(n).ok());
    ledger.from(&ids).count("pull requests", Some(len(&pulls)), "pull request", "");
    ledger.count("pull requests merged", state(PullState::Merged), "pull request", "merged");
    ledger.count("pull requests open", state(PullState::Open), "pull request", "open");
    ledger.count("pull requests closed unmerged", state(PullState::Closed), "pull request", "closed");
    ledger.count("pull requests in draft", state(PullState::Draft), "pull request", "draft");
    let sum = |of: fn(&Artifact) -> Option<i64>| {
        let known: Vec<i64> = pulls.iter().filter_map(|a| of(a)).collect();
        (!known.is_empty()).then(|| known.iter().fold(0_i64, |a, b| a.saturating_add(*b)))
    };
    ledger.count("lines added in all", sum(|a| a.details.lines_added), "line", "added");
    ledger.count("lines removed in all", sum(|a| a.details.lines_removed), "line", "removed");
    ledger.count("files changed in all", sum(|a| a.details.files_changed), "file", "changed");
    ledger.count("test files added in all", sum(|a| a.details.tests_added), "test file", "added");
    ledger.count("reviews in all", sum(|a| a.details.reviews), "review", "");
}

fn spend(ledger: &mut Ledger, detail: &GoalDetail) {
    let spend = &detail.spend;
    let ids: Vec<&str> = detail.sessions.iter().filter(|s| s.cost_usd.is_some()).map(|s| s.id.as_str()).collect();
    let ids = if ids.is_empty() { vec![detail.goal.id.as_str()] } else { ids };
    ledger.from(&ids).add("known cost in all", FactValue::Money(spend.cost_usd.dollars()));
    if spend.unattributed_usd.micros() != 0 {
        ledger.add("of it not attributed to a session", FactValue::Money(spend.unattributed_usd.dollars()));
    }
    ledger.count("sessions without a known cost", Some(i64::from(spend.unknown_cost_sessions)), "session", "unknown");
}

fn artifact(ledger: &mut Ledger, a: &Artifact) {
    let d = &a.details;
    ledger.from(&[a.id.as_str()]).name("artifact type", Some(a.kind.as_str())).text("artifact title", Some(&line(&a.title)));
    ledger.name("number", a.number.map(|n| format!("#{n}")).as_deref()).name("repository", a.repo.as_deref());
    ledger.url("address", a.url.as_deref()).name("commit", a.sha.as_deref()).name("head commit", d.head_sha.as_deref());
    ledger.name("merge commit", d.merge_sha.as_deref()).name("branch", d.branch.as_deref());
    ledger.name("author", d.author.as_deref()).name("state", d.state.map(PullState::as_str));
    ledger.name("continuous integration", d.ci.map(Ci::as_str));
    ledger.day("opened on", d.opened_at).day("merged on", d.merged_at).day("linked on", Some(a.created_at));
    ledger.count("lines added", d.lines_added, "line", "added").count("lines removed", d.lines_removed, "line", "removed");
    ledger.count("files changed", d.files_changed, "file", "changed").count("test files added", d.tests_added, "test file", "added");
    ledger.count("reviews", d.reviews, "review", "");
    ledger.duration("time to first review", d.first_review_seconds).duration("time to merge", d.merge_seconds);
}

fn task(ledger: &mut Ledger, t: &Task) {
    ledger.from(&[t.id.as_str()]).name("task key", Some(&t.key)).text("task title", Some(&line(&t.title)));
    ledger.name("task status", Some(t.status.as_str()));
    ledger.duration("estimate", t.estimate_minutes.map(|m| i64::from(m) * 60));
    ledger.day("started on", t.started_at).day("finished on", t.finished_at);
}

fn session(ledger: &mut Ledger, s: &Session) {
    ledger.from(&[s.id.as_str()]).name("session key", Some(&s.key)).name("agent", s.agent.as_deref()).name("model", s.model.as_deref());
    ledger.name("session status", Some(s.status.as_str())).text("session summary", s.summary.as_deref().map(line).as_deref());
    if let Some(cost) = s.cost_usd {
        ledger.add("cost", FactValue::Money(cost.dollars()));
    }
    tokens(ledger, "session", std::iter::once(s.tokens));
    ledger.duration("duration", seconds(s)).day("started on", s.started_at).day("ended on", s.ended_at);
}

fn update(ledger: &mut Ledger, u: &Update) {
    ledger.from(&[u.id.as_str()]).text("update", Some(&line(&u.summary))).name("reported by", u.agent_name.as_deref());
    ledger.name("reported outcome", u.outcome.as_deref()).day("reported on", Some(u.created_at));
}

fn tokens(ledger: &mut Ledger, whose: &str, tokens: impl Iterator<Item = Tokens>) {
    let all = tokens.fold(Tokens::default(), |a, b| Tokens {
        input: a.input.saturating_add(b.input),
        output: a.output.saturating_add(b.output),
        cache_read: a.cache_read.saturating_add(b.cache_read),
        cache_write: a.cache_write.saturating_add(b.cache_write),
    });
    let known = |n: i64| (n > 0).then_some(n);
    ledger.count(&format!("{whose}: input tokens"), known(all.input), "token", "input");
    ledger.count(&format!("{whose}: output tokens"), known(all.output), "token", "output");
    ledger.count(&format!("{whose}: tokens read from a cache"), known(all.cache_read), "token", "cached");
}

fn seconds(s: &Session) -> Option<i64> {
    Some((s.ended_at? - s.started_at?).num_seconds()).filter(|n| *n >= 0)
}

fn len<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

fn count<T>(items: &[T], matches: impl Fn(&T) -> bool) -> i64 {
    i64::try_from(items.iter().filter(|i| matches(i)).count()).unwrap_or(i64::MAX)
}
