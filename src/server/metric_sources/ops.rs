//! Adding, changing and archiving metric sources.

use super::{read, store};
use crate::{
    domain::{
        Error, GoalId, Result,
        metric_source::{Handling, MetricSource, MetricSourcePatch, NewMetricSource, SourceKind},
    },
    server::{
        App,
        auth::{Caller, random_secret},
        db::{Change, Tx},
        etag::Seen,
        goals,
        secrets::{self, Sealed},
    },
};

/// Adds a source. For a webhook without a secret one is made, which is given back this once.
pub async fn add(app: &App, who: &Caller, new: NewMetricSource) -> Result<(MetricSource, Option<String>)> {
    let mut new = new.check()?;
    read::check_endpoint(app, new.endpoint.as_deref())?;
    let wanted = new.kind == Some(SourceKind::Webhook) && new.secret.is_none();
    let made = wanted.then(random_secret).transpose()?;
    new.secret = new.secret.or_else(|| made.clone());
    let (app_, secret, second) = (app.clone(), new.secret.take(), new.second_secret.take());
    let op = async move |tx: &mut Tx| {
        let goal_id = match &new.goal_id {
            Some(name) => Some(goals::id_of(tx.db(), name.as_str()).await?),
            None => None,
        };
        if let Some(name) = &new.secret_ref {
            new.secret_ref = Some(store::check_reference(tx.db(), "/secretRef", name).await?);
        }
        check_handling(tx, &mut new.handling).await?;
        check_lender(tx, &store::unsaved(new.clone(), tx.now())).await?;
        let id = store::insert(tx, &new, goal_id.as_ref()).await?;
        for secret in seal(&app_, &id, secret.as_deref(), second.as_deref())? {
            secret.save(tx).await?;
        }
        let kind = new.kind.map_or("", SourceKind::label);
        record(tx, "metric-source.added", &id, goal_id.as_ref(), format!("added the metric {} ({kind})", new.name)).await?;
        store::get(tx.db(), &id).await
    };
    let source = app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok((source, made))
}

/// Changes a source, if it is still as it was `seen`. Another query or address is read from the beginning.
pub async fn change(app: &App, who: &Caller, id: String, patch: MetricSourcePatch, seen: Seen) -> Result<MetricSource> {
    let patch = patch.check()?;
    read::check_endpoint(app, patch.endpoint.as_deref())?;
    let app_ = app.clone();
    let op = async move |tx: &mut Tx| {
        let before = store::get(tx.db(), &id).await?;
        seen.check(&settings(&before))?;
        let mut after = patched(before.clone(), &patch);
        if let Some(Some(name)) = &patch.secret_ref {
            after.secret_ref = Some(store::check_reference(tx.db(), "/secretRef", name).await?);
        }
        check_handling(tx, &mut after.handling).await?;
        if after.handling.controls.contains(&after.id) || after.handling.denominator.as_ref() == Some(&after.id) {
            return Err(Error::invalid("/controls", "a metric cannot be its own control or denominator"));
        }
        if !read::same_place(&before, &after) {
            for (pointer, name, given) in [
                ("/secret", store::secret_name(&after.id), &patch.secret),
                ("/secondSecret", store::second_name(&after.id), &patch.second_secret),
            ] {
                if given.is_none() && secrets::last4(tx.db(), &name).await?.is_some() {
                    return Err(secrets::needed_again(pointer, before.endpoint.as_deref().unwrap_or("another place")));
                }
            }
        }
        check_lender(tx, &after).await?;
        let asked = |s: &MetricSource| (s.endpoint.clone(), s.query.clone(), s.step, s.settings.clone());
        let asked_anew = after.kind.is_polled() && asked(&before) != asked(&after);
        store::save(tx, &after, asked_anew).await?;
        for (name, secret) in [(store::secret_name(&after.id), &patch.secret), (store::second_name(&after.id), &patch.second_secret)] {
            match secret.as_deref() {
                Some("") => secrets::forget(tx, &name).await?,
                Some(secret) => secrets::seal(&app_, &name, secret)?.save(tx).await?,
                None => {}
            }
        }
        let summary = format!("changed the metric {}", after.name);
        record(tx, "metric-source.updated", &after.id, after.goal_id.as_ref(), summary).await?;
        store::get(tx.db(), &after.id).await
    };
    let source = app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(source)
}

/// Reads a source no more. What was read stays, and with it every assessment.
pub async fn archive(app: &App, who: &Caller, id: String) -> Result<()> {
    set_archived(app, who, id, true).await
}

/// Reads it again, from where it was left.
pub async fn restore(app: &App, who: &Caller, id: String) -> Result<()> {
    set_archived(app, who, id, false).await
}

async fn set_archived(app: &App, who: &Caller, id: String, archived: bool) -> Result<()> {
    let op = async move |tx: &mut Tx| {
        let source = store::get(tx.db(), &id).await?;
        if source.archived_at.is_some() == archived {
            return Ok(());
        }
        store::set_archived(tx, &source, archived).await?;
        let (kind, verb) = if archived { ("metric-source.archived", "archived") } else { ("metric-source.restored", "brought back") };
        record(tx, kind, &source.id, source.goal_id.as_ref(), format!("{verb} the metric {}", source.name)).await
    };
    app.store.write(who, app.clock.now(), op).await?;
    app.ring_measuring();
    Ok(())
}

/// What a person has set: how reading goes comes and goes by itself.
pub fn settings(source: &MetricSource) -> impl serde::Serialize + use<> {
    let asked =
        (source.name.clone(), source.endpoint.clone(), source.query.clone(), source.secret_ref.clone(), source.secret_last4.clone());
    let cut = (source.before_window, source.after_window, source.step, source.improve, source.unit.clone());
    (source.id.clone(), asked, cut, source.settings.clone(), source.handling.clone(), source.archived_at)
}

fn patched(source: MetricSource, patch: &MetricSourcePatch) -> MetricSource {
    let handling = source.handling;
    MetricSource {
        name: patch.name.clone().unwrap_or(source.name),
        endpoint: patch.endpoint.clone().or(source.endpoint),
        query: patch.query.clone().or(source.query),
        secret_ref: patch.secret_ref.clone().unwrap_or(source.secret_ref),
        before_window: patch.before_window.unwrap_or(source.before_window),
        after_window: patch.after_window.unwrap_or(source.after_window),
        step: patch.step.unwrap_or(source.step),
        improve: patch.improve.unwrap_or(source.improve),
        unit: patch.unit.clone().unwrap_or(source.unit),
        settings: source.settings.patched(&patch.settings),
        handling: Handling {
            counter: patch.counter.unwrap_or(handling.counter),
            denominator: patch.denominator.clone().unwrap_or(handling.denominator),
            controls: patch.controls.clone().unwrap_or(handling.controls),
            announce_merges: patch.announce_merges.unwrap_or(handling.announce_merges),
            ..handling
        },
        ..source
    }
}

/// Refuses the secret of a source that answers elsewhere.
async fn check_lender(tx: &Tx, source: &MetricSource) -> Result<()> {
    let Some(lender) = &source.secret_ref else { return Ok(()) };
    let lender = store::get(tx.db(), lender).await?;
    if read::same_place(&lender, source) {
        return Ok(());
    }
    let place = lender.endpoint.as_deref().unwrap_or("another place");
    Err(Error::invalid("/secretRef", format!("the secret of {} was entered for {place}, and goes nowhere else", lender.name)))
}

/// Refuses roles of sources that are not there.
async fn check_handling(tx: &Tx, handling: &mut Handling) -> Result<()> {
    if let Some(name) = &handling.denominator {
        handling.denominator = Some(store::check_reference(tx.db(), "/denominator", name).await?);
    }
    for (at, name) in handling.controls.iter_mut().enumerate() {
        *name = store::check_reference(tx.db(), &format!("/controls/{at}"), name).await?;
    }
    let controls = &handling.controls;
    match (0..controls.len()).find(|at| controls[..*at].contains(&controls[*at])) {
        Some(at) => Err(Error::invalid(format!("/controls/{at}"), "is named twice: a control counts once")),
        None => Ok(()),
    }
}

fn seal(app: &App, id: &str, secret: Option<&str>, second: Option<&str>) -> Result<Vec<Sealed>> {
    let given = [(store::secret_name(id), secret), (store::second_name(id), second)];
    given.into_iter().filter_map(|(name, secret)| Some(secrets::seal(app, &name, secret?))).collect()
}

pub(super) async fn record(tx: &mut Tx, kind: &str, id: &str, goal_id: Option<&GoalId>, summary: String) -> Result<()> {
    tx.record(Change { kind, goal_id: goal_id.map(GoalId::as_str), subject_id: Some(id), summary, ..Default::default() }).await
}
