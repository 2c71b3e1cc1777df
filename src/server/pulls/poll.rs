//! The worker that asks code hosts about what is due.

use super::{
    settle::{Verdict, settle},
    store::{self, Due, Looked},
};
use crate::{
    domain::{Result, connection::Connection, reference::Reference},
    server::{
        App,
        auth::Caller,
        connections,
        db::Tx,
        integrations::{Answer, Fetched},
    },
};
use chrono::{DateTime, Duration, Utc};
use futures::{
    FutureExt,
    future::{BoxFuture, try_join_all},
};
use std::collections::BTreeMap;

/// How much is taken on in one tick.
const MOST: u64 = 50;
/// A host without a connection is tried again so often, in case one was added past us.
const NO_CONNECTION: Duration = Duration::days(1);

/// What a tick did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many were asked for.
    pub asked: usize,
    /// How many wait for their connection.
    pub put_off: usize,
    /// When to tick again; none with nothing to wait for.
    pub next_at: Option<DateTime<Utc>>,
}

/// What is to be asked of one connection.
struct Round {
    connection: Connection,
    due: Vec<(Due, Reference)>,
}

/// Asks about what is due, each connection by itself, so that a slow one holds up nobody else.
pub async fn tick(app: &App, now: DateTime<Utc>) -> anyhow::Result<Report> {
    let mut rounds: BTreeMap<String, Round> = BTreeMap::new();
    let mut waiting: Vec<(Due, Looked)> = Vec::new();
    for due in store::due(app.store.reader(), now, MOST).await? {
        let Some(reference) = due.reference.clone() else {
            waiting.push((due, Looked { due_at: None, attempts: 0, error: None }));
            continue;
        };
        match connections::for_reference(app, &reference).await? {
            Some(connection) => match connection.retry_at.filter(|at| *at > now) {
                Some(at) => {
                    let looked = Looked { due_at: Some(at), attempts: due.attempts, error: connection.status_detail };
                    waiting.push((due, looked));
                }
                None => rounds.entry(connection.id.clone()).or_insert_with(|| Round { connection, due: vec![] }).due.push((due, reference)),
            },
            None => waiting.push(unconnected(due, &reference, now)),
        }
    }
    let put_off = waiting.len();
    put_all_off(app, now, waiting).await?;
    let asked = try_join_all(rounds.into_values().map(|round| ask(app, round))).await?.into_iter().sum();
    Ok(Report { asked, put_off, next_at: store::next_due(app.store.reader()).await? })
}

fn unconnected(due: Due, reference: &Reference, now: DateTime<Utc>) -> (Due, Looked) {
    let (name, host) = (reference.host.label(), &reference.web_url);
    let error = format!("no connection leads to {host}; add it as {name} in Settings");
    let attempts = due.attempts;
    (due, Looked { due_at: Some(now + NO_CONNECTION), attempts, error: Some(error) })
}

async fn put_all_off(app: &App, now: DateTime<Utc>, waiting: Vec<(Due, Looked)>) -> Result<()> {
    if waiting.is_empty() {
        return Ok(());
    }
    let op = async move |tx: &mut Tx| {
        for (due, looked) in &waiting {
            store::put_off(tx, &due.artifact.id, looked).await?;
        }
        Ok(())
    };
    app.store.write(&Caller::system("poll"), now, op).await
}

/// Asks one after the other, until the host wants to be left alone; what is left then waits for the next tick.
async fn ask(app: &App, round: Round) -> Result<usize> {
    let Round { mut connection, due } = round;
    let (host, anonymous) = connections::code_host(app, &connection).await?;
    let recall = recall(app, &connection.id);
    let mut asked = 0;
    for (due, reference) in due {
        let fetched = match &host {
            Ok(host) => host.fetch(&reference, &recall, app.clock.now()).await,
            Err(error) => Fetched { outcome: Err(error.clone()), learnt: Vec::new(), quota: None },
        };
        let failed = fetched.outcome.as_ref().err().map(ToString::to_string);
        asked += 1;
        let verdict = settle(app, &connection, anonymous, due, fetched).await?;
        if let Some(error) = failed {
            tracing::warn!(reference = %reference.short(), %error, "could not fetch");
        }
        if matches!(verdict, Verdict::Stop) {
            break;
        }
        "ok".clone_into(&mut connection.status);
    }
    Ok(asked)
}

/// Finds earlier answers of a connection.
fn recall(app: &App, connection_id: &str) -> impl Fn(String) -> BoxFuture<'static, Option<Answer>> + Sync + use<> {
    let (app, id) = (app.clone(), connection_id.to_owned());
    move |url| {
        let (app, id) = (app.clone(), id.clone());
        async move {
            // Without it the question is asked in full, which is right in any case.
            connections::answer(app.store.reader(), &id, &url).await.ok().flatten()
        }
        .boxed()
    }
}
