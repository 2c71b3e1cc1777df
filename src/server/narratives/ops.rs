//! Writing, reading and changing narratives.

use super::{
    html,
    store::{self, Draft},
};
use crate::{
    domain::{
        Error, Page, Result, Usd,
        goal::Goal,
        narrative::{Narrative, NarrativeEdit, NarrativeSummary, Piece, Tone, check, facts, live::Unmarked, write},
        text::Check,
    },
    server::{
        App, ai,
        auth::Caller,
        clock, connections,
        db::{Change, Tx},
        evidence, goals,
        search::{self, Doc, Kind},
        spend,
    },
};
use tokio::sync::mpsc;
use tokio_stream::{Stream, wrappers::UnboundedReceiverStream};

/// Writes a narrative about a goal and stores it. `on_text` hears the text as it comes, not checked yet.
pub async fn generate(app: &App, who: &Caller, goal: &str, tone: Tone, on_text: impl FnMut(String) + Send) -> Result<Narrative> {
    let detail = goals::detail(app.store.reader(), goal, app.clock.now()).await?;
    let facts = facts::of(&detail);
    let written = match connections::model(app).await? {
        Some(options) => ask(app, &options, &facts, tone, on_text).await,
        None => Ok(None),
    };
    let (source, engine, cost, notice) = match written {
        Ok(Some(Written { source, engine, cost })) => (source, engine, cost, None),
        Ok(None) => (write::write(&detail, tone), write::ENGINE.to_owned(), Some(Usd::ZERO), None),
        // Nothing is lost: the reader gets a text and hears why it is not the model's.
        Err(error) => (write::write(&detail, tone), write::ENGINE.to_owned(), Some(Usd::ZERO), Some(error.to_string())),
    };
    let checked = check::check(&source, &facts);
    let draft = Draft { tone, source, engine, cost, facts, checked, notice };
    store_new(app, who, detail.goal, draft).await
}

/// The same as a stream; the narrative is finished and stored even if nobody listens any more.
pub async fn pieces(app: &App, who: &Caller, goal: String, tone: Tone) -> Result<impl Stream<Item = Piece> + Send + use<>> {
    let goal = goals::id_of(app.store.reader(), &goal).await?;
    let (heard, pieces) = mpsc::unbounded_channel();
    let (app, who) = (app.clone(), who.clone());
    tokio::spawn(async move {
        let deltas = heard.clone();
        // A listener that went away is no reason to stop.
        let on_text = move |text| drop(deltas.send(Piece::Delta(text)));
        let last = match generate(&app, &who, goal.as_str(), tone, on_text).await {
            Ok(narrative) => Piece::Done(Box::new(narrative)),
            Err(error) => Piece::Error(error),
        };
        drop(heard.send(last));
    });
    Ok(UnboundedReceiverStream::new(pieces))
}

/// The narrative with that id.
pub async fn get(app: &App, id: &str) -> Result<Narrative> {
    store::get(app.store.reader(), id).await.map(|stored| stored.narrative)
}

/// The narrative with that id, and its text as HTML with its figures marked.
pub async fn shown(app: &App, id: &str) -> Result<(Narrative, String)> {
    let narrative = get(app, id).await?;
    let html = html::html(&narrative);
    Ok((narrative, html))
}

/// A page of the narratives of a goal, newest first.
pub async fn of_goal(app: &App, goal: &str, limit: u64, cursor: Option<&str>) -> Result<Page<NarrativeSummary>> {
    let goal = goals::id_of(app.store.reader(), goal).await?;
    evidence::narratives(app.store.reader(), goal.as_str(), limit, cursor).await
}

/// Replaces the text; every figure of it is checked against the facts that the narrative was written from.
pub async fn change(app: &App, who: &Caller, id: String, edit: NarrativeEdit, seen: Option<i64>) -> Result<Narrative> {
    let mut check = Check::default();
    let markdown = check.text("/markdown", Some(edit.markdown));
    if markdown.is_none() {
        check.fail("/markdown", "must not be empty");
    }
    check.done()?;
    let markdown = markdown.unwrap_or_default();
    let op = async move |tx: &mut Tx| {
        let stored = store::get(tx.db(), &id).await?;
        let old = stored.narrative;
        if seen.is_some_and(|seen| seen != clock::millis(old.updated_at)) {
            return Err(Error::Stale { message: "this narrative was changed meanwhile; read it again".into(), missing: false });
        }
        let checked = check::again(&markdown, &stored.facts, &old.markdown, &old.claims);
        store::save(tx, &id, &markdown, &checked).await?;
        let goal = goals::get(tx.db(), old.goal_id.as_str()).await?;
        index(tx, &goal, &id, old.tone, &checked.markdown).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "narrative.updated", &goal, &id, format!("edited the narrative for {}", old.tone.label())).await?;
        store::get(tx.db(), &id).await.map(|stored| stored.narrative)
    };
    app.store.write(who, app.clock.now(), op).await
}

struct Written {
    source: String,
    engine: String,
    cost: Option<Usd>,
}

async fn ask(
    app: &App,
    options: &ai::Options,
    facts: &[facts::Fact],
    tone: Tone,
    mut on_text: impl FnMut(String) + Send,
) -> Result<Option<Written>, Failed> {
    let mut live = Unmarked::default();
    let heard = |text: &str| {
        let shown = live.push(text);
        if !shown.is_empty() {
            on_text(shown);
        }
    };
    let (answer, cost) = spend::ask(app, options, &ai::narrative(facts, tone), heard).await.map_err(|error| {
        tracing::warn!(%error, "the model wrote no narrative");
        Failed { engine: options.engine(&options.model), error }
    })?;
    let rest = live.finish();
    if !rest.is_empty() {
        on_text(rest);
    }
    Ok(Some(Written { source: answer.text, engine: options.engine(&answer.model), cost }))
}

/// Why the model's text is missing.
#[derive(Debug, thiserror::Error)]
#[error("{engine} did not write this: {error}. The built-in writer did")]
struct Failed {
    engine: String,
    error: ai::AiError,
}

async fn store_new(app: &App, who: &Caller, goal: Goal, draft: Draft) -> Result<Narrative> {
    let op = async move |tx: &mut Tx| {
        let id = store::insert(tx, goal.id.as_str(), &draft).await?;
        index(tx, &goal, &id, draft.tone, &draft.checked.markdown).await?;
        goals::touch(tx, &goal.id).await?;
        record(tx, "narrative.added", &goal, &id, format!("wrote a narrative for {}", draft.tone.label())).await?;
        store::get(tx.db(), &id).await.map(|stored| stored.narrative)
    };
    app.store.write(who, app.clock.now(), op).await
}

async fn index(tx: &Tx, goal: &Goal, id: &str, tone: Tone, markdown: &str) -> Result<()> {
    let title = format!("{} of {}", tone.label(), goal.title);
    let doc = Doc { kind: Kind::Narrative, record_id: id, goal_id: Some(goal.id.as_str()), key: None, title: &title, body: markdown };
    search::put(tx.db(), doc).await
}

async fn record(tx: &mut Tx, kind: &str, goal: &Goal, id: &str, summary: String) -> Result<()> {
    tx.record(Change { kind, goal_id: Some(goal.id.as_str()), subject_id: Some(id), summary, ..Default::default() }).await
}
