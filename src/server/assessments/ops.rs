//! Assessing, registering hypotheses, judging what else happened.

use super::{
    cut,
    evaluate::evaluate,
    experiment, found,
    gather::{Gathered, Plan, gather, plan},
    news::news,
    store::{self, Found},
};
use crate::{
    domain::{
        Error, GoalId, Result,
        assessment::{Assessment, AssessmentRequest},
        confounder::{Confounder, ConfounderKind, Judgement, NewConfounder},
        hypothesis::{Hypothesis, NewHypothesis},
        metric_source::MetricSource,
        stats::Case,
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx, new_id},
        etag::Seen,
        evidence, goals, metric_sources, packing,
        problem::internal,
    },
};
use chrono::{DateTime, Utc};

/// Assesses a metric of a goal now. A new version is stored if it says something new; else the newest one is given back.
pub async fn assess(app: &App, who: &Caller, goal: String, request: AssessmentRequest) -> Result<Assessment> {
    let request = request.check()?;
    let now = app.clock.now();
    look(app, who, &goal, &request, now).await
}

/// Looks at an experiment by its own results, at anything else by its samples.
pub(super) async fn look(app: &App, who: &Caller, goal: &str, request: &AssessmentRequest, now: DateTime<Utc>) -> Result<Assessment> {
    let db = app.store.reader();
    let source = metric_sources::get(db, &request.metric_source_id).await?;
    let Some(experiment) = metric_sources::experiment(db, &source.id).await? else {
        let plan = plan(app, goal, request, now).await?;
        return complete(app, who, gather(app, plan, now).await?, After::Any, now).await;
    };
    let goal = goals::get(db, goal).await?;
    let merges = cut::merges(&evidence::artifacts_of(db, goal.id.as_str()).await?);
    let assessment = experiment::evaluate(&goal, &source, &experiment, &merges, now)?;
    keep(app, who, assessment, Vec::new(), After::Any, now).await
}

/// After which version a new one may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Somebody asked: after whatever there is.
    Any,
    /// The worker follows what was asked for last: it gives way to who asked for something else meanwhile. 0 is none.
    Version(i64),
}

/// Notes what else happened, computes, and stores what is new.
pub(super) async fn complete(app: &App, who: &Caller, gathered: Gathered, after: After, now: DateTime<Utc>) -> Result<Assessment> {
    let plan = &gathered.plan;
    let found = found::found(&plan.goal.id, &plan.cut, plan.after.as_seconds(), &plan.others);
    note(app, &plan.goal.id, found, now).await?;
    let db = app.store.reader();
    let newest = store::told(db, std::slice::from_ref(&plan.goal.id.0)).await?;
    let others: Vec<f64> = newest.iter().filter(|a| a.metric_source_id != plan.source.id).filter_map(|a| a.p).collect();
    let confounders = around(plan, store::confounders(db, plan.goal.id.as_str()).await?);
    // It takes milliseconds of one core, which other requests must not wait for.
    let computed = tokio::task::spawn_blocking(move || {
        let assessment = evaluate(&gathered, confounders, &others, now);
        packing::pack_all(&gathered.samples).map(|frozen| (assessment, frozen))
    });
    let (assessment, frozen) = computed.await.map_err(|error| internal(&error))??;
    keep(app, who, assessment, frozen, after, now).await
}

/// Notes what is not known yet; mostly that is nothing, and nothing is written.
async fn note(app: &App, goal_id: &GoalId, found: Vec<Found>, now: DateTime<Utc>) -> Result<()> {
    let known = store::origins(app.store.reader(), goal_id.as_str()).await?;
    let new: Vec<Found> = found.into_iter().filter(|one| !known.contains(&one.origin)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let goal_id = goal_id.clone();
    let op = async move |tx: &mut Tx| {
        for one in &new {
            store::note_confounder(tx, &goal_id, one).await?;
        }
        Ok(())
    };
    app.store.write(&Caller::system("assessments"), now, op).await
}

/// What lies in the time that is looked at.
pub(super) fn around(plan: &Plan, all: Vec<Confounder>) -> Vec<Confounder> {
    let near = found::tolerance(plan.after.as_seconds());
    let (from, to) = (plan.cut.start - near, plan.complete_at());
    all.into_iter().filter(|c| c.starts_at.timestamp() <= to && c.ends_at.timestamp() >= from).collect()
}

async fn keep(app: &App, who: &Caller, assessment: Assessment, frozen: Vec<u8>, after: After, now: DateTime<Utc>) -> Result<Assessment> {
    // Mostly there is nothing new, and nothing is written.
    let known = store::newest(app.store.reader(), assessment.goal_id.as_str(), &assessment.metric_source_id).await?;
    if let Some(known) = known.filter(|known| news(Some(known), &assessment).is_none()) {
        return Ok(known);
    }
    let op = async move |tx: &mut Tx| {
        let mut before = store::newest(tx.db(), assessment.goal_id.as_str(), &assessment.metric_source_id).await?;
        let version = before.as_ref().map_or(0, |b| b.version);
        if let Some(other) = before.take_if(|_| matches!(after, After::Version(known) if known != version)) {
            return Ok(other);
        }
        let Some(news) = news(before.as_ref(), &assessment) else {
            return before.ok_or_else(|| Error::not_found("assessment"));
        };
        let new = Assessment { id: new_id(), version: version + 1, news, ..assessment };
        store::insert(tx, &new, frozen).await?;
        let summary = format!("{}: confidence {} ({})", new.metric, new.grade.as_str(), new.news);
        let change = Change {
            kind: "assessment.added",
            goal_id: Some(new.goal_id.as_str()),
            subject_id: Some(&new.id),
            summary,
            ..Default::default()
        };
        tx.record(change).await?;
        goals::touch(tx, &new.goal_id).await?;
        Ok(new)
    };
    app.store.write(who, now, op).await
}

/// The case that a version stands on, as `maestro assess` reads it: it can be computed again when the source is gone.
pub async fn case(app: &App, id: &str) -> Result<Case> {
    let db = app.store.reader();
    let assessment = store::get(db, id).await?;
    let samples = packing::unpack_all(&store::frozen(db, id).await?)?;
    let merges = assessment.explained_by.iter().map(|e| e.merged_at.timestamp()).collect();
    Ok(super::gather::case_of(&assessment, &samples, merges))
}

/// Registers what is expected of a metric. The one that held before is withdrawn, and stays on record.
pub async fn register(app: &App, who: &Caller, goal: String, new: NewHypothesis) -> Result<Hypothesis> {
    let new = new.check()?;
    let op = async move |tx: &mut Tx| {
        let goal_id = goals::id_of(tx.db(), &goal).await?;
        let source: MetricSource = metric_sources::get(tx.db(), &new.metric_source_id).await?;
        let improve = new.improve.or(source.improve);
        let improve = improve.ok_or_else(|| Error::invalid("/improve", "is required: the metric does not say which way is better"))?;
        let hypothesis = Hypothesis {
            id: new_id(),
            goal_id: goal_id.clone(),
            metric_source_id: source.id.clone(),
            improve,
            smallest_effect: new.smallest_effect,
            smallest_is_percent: new.smallest_is_percent,
            before_window: new.before_window.unwrap_or(source.before_window),
            after_window: new.after_window.unwrap_or(source.after_window),
            note: new.note,
            actor: tx.caller().actor.clone(),
            registered_at: tx.now(),
            withdrawn_at: None,
            work_began_at: None,
            in_time: true,
        };
        store::register(tx, &hypothesis).await?;
        record(tx, "hypothesis.registered", &goal_id, &hypothesis.id, format!("registered what is expected of {}", source.name)).await?;
        let all = store::hypotheses(tx.db(), goal_id.as_str()).await?;
        all.into_iter().find(|h| h.id == hypothesis.id).ok_or_else(|| Error::not_found("hypothesis"))
    };
    let registered = app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(registered)
}

/// Withdraws a hypothesis; it stays on record.
pub async fn withdraw(app: &App, who: &Caller, id: String) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let (goal_id, _) = store::withdraw(tx, &id).await?;
        record(tx, "hypothesis.withdrawn", &goal_id, &id, "withdrew a hypothesis".into()).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Adds something else that happened.
pub async fn add_confounder(app: &App, who: &Caller, goal: String, new: NewConfounder) -> Result<Confounder> {
    let new = new.check()?;
    let op = async move |tx: &mut Tx| {
        let goal_id = goals::id_of(tx.db(), &goal).await?;
        let start = new.starts_at.unwrap_or(tx.now()).timestamp();
        let one = Found {
            origin: format!("added:{}", new_id()),
            kind: new.kind.unwrap_or(ConfounderKind::Other),
            title: new.title,
            starts_at: start,
            ends_at: new.ends_at.map_or(start, |at| at.timestamp()),
        };
        let id = store::note_confounder(tx, &goal_id, &one).await?;
        record(tx, "confounder.added", &goal_id, &id, format!("noted {}", one.title)).await?;
        let all = store::confounders(tx.db(), goal_id.as_str()).await?;
        all.into_iter().find(|c| c.id == id).ok_or_else(|| Error::not_found("confounder"))
    };
    let added = app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(added)
}

/// Judges with a reason that something cannot have moved the metric, or takes that back.
pub async fn judge(app: &App, who: &Caller, id: String, judgement: Judgement, seen: Seen) -> Result<Confounder> {
    let judgement = judgement.check()?;
    let op = async move |tx: &mut Tx| {
        let judged = store::judge(tx, &id, &judgement, &seen).await?;
        let verb = if judgement.dismissed == Some(true) { "dismissed" } else { "took back the dismissal of" };
        record(tx, "confounder.judged", &judged.goal_id, &judged.id, format!("{verb} {}", judged.title)).await?;
        Ok(judged)
    };
    let judged = app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(judged)
}

async fn record(tx: &mut Tx, kind: &str, goal_id: &GoalId, id: &str, summary: String) -> Result<()> {
    tx.record(Change { kind, goal_id: Some(goal_id.as_str()), subject_id: Some(id), summary, ..Default::default() }).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            goal::NewGoal,
            metric_source::{NewMetricSource, SourceKind},
        },
        server::{clock::Clock, config::Config},
    };

    #[tokio::test]
    async fn the_worker_gives_way_to_who_asked_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::for_data_dir(folder.path().into()), Clock::system()).await.unwrap();
        let (who, now) = (Caller::system("test"), app.clock.now());
        let goal = goals::create(&app, &who, NewGoal { title: "Fewer errors".into(), ..Default::default() }).await.unwrap();
        let new = NewMetricSource { name: "Errors".into(), kind: Some(SourceKind::Manual), ..Default::default() };
        let (source, _) = metric_sources::add(&app, &who, new).await.unwrap();
        let found = |controls: &[&str], to: i64| {
            let mut found = Assessment { goal_id: goal.id.clone(), metric_source_id: source.id.clone(), ..Assessment::sample() };
            found.request.controls = Some(controls.iter().map(|name| (*name).to_owned()).collect());
            found.data.to = to;
            found
        };
        let keep = async |found, after| keep(&app, &who, found, Vec::new(), after, now).await.unwrap();
        assert_eq!(keep(found(&[], 86_400), After::Version(0)).await.version, 1);
        let asked = keep(found(&["a"], 86_400), After::Any).await;
        assert_eq!((asked.version, asked.news.as_str()), (2, "compared with other metrics"));
        // It began when there was version 1, with what had been asked for then.
        assert_eq!(keep(found(&[], 604_800), After::Version(1)).await, asked);
        assert_eq!(keep(found(&["a"], 604_800), After::Version(2)).await.version, 3);
    }
}
