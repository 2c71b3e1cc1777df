//! The run of an import, piece by piece so that others can write in between.

use super::{
    field::Oddity,
    read::{self, Content},
    rows,
    store::{self, Outcome, Record},
};
use crate::{
    domain::{
        Result,
        narrative::{check, facts},
    },
    server::{App, auth::Caller, db::Tx, goals},
};
use serde::Serialize;
use std::path::Path;

/// How many records share a transaction.
const CHUNK: usize = 50;

/// How many records of a kind came in, and how many were there from an earlier run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Added {
    pub added: u64,
    pub known: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    pub goals: Added,
    pub updates: Added,
    pub artifacts: Added,
    pub metrics: Added,
    pub oddities: Vec<Oddity>,
}

/// How far an import is, in records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    pub done: usize,
    pub of: usize,
}

/// Brings in everything in `file` that is not here yet. `on_step` hears of each piece that is on disk.
pub async fn import(app: &App, who: &Caller, file: &Path, on_step: &mut dyn FnMut(Step)) -> Result<Summary> {
    let now = app.clock.now();
    let content = read::read(file).await?;
    let mut odd = lacks(&content);
    let goals = rows::goals(&content, &mut odd, now);
    let updates = rows::updates(&content, &mut odd, now);
    let artifacts = rows::artifacts(&content, &mut odd, now);
    let metrics = rows::metrics(&content, &mut odd, now);
    let of = goals.len() + updates.len() + artifacts.len() + metrics.len();
    let mut run = Run { app, who, step: Step { done: 0, of }, on_step, odd };
    let (goals, updates) = (run.add(goals).await?, run.add(updates).await?);
    let (artifacts, metrics) = (run.add(artifacts).await?, run.add(metrics).await?);
    let oddities = run.odd;
    check_narratives(app, who).await?;
    app.fetch.notify_one();
    Ok(Summary { goals, updates, artifacts, metrics, oddities })
}

/// Looks the figures of imported narratives up, once all that they may speak of is there.
async fn check_narratives(app: &App, who: &Caller) -> Result<()> {
    for narrative in store::unchecked(app.store.reader()).await? {
        let detail = goals::detail(app.store.reader(), &narrative.goal_id, app.clock.now()).await?;
        let facts = facts::of(&detail);
        let checked = check::check(&narrative.source, &facts);
        let keep = async move |tx: &mut Tx| store::keep_check(tx, &narrative, &checked, &facts).await;
        app.store.write(who, app.clock.now(), keep).await?;
    }
    Ok(())
}

struct Run<'a> {
    app: &'a App,
    who: &'a Caller,
    step: Step,
    on_step: &'a mut dyn FnMut(Step),
    odd: Vec<Oddity>,
}

impl Run<'_> {
    async fn add<T: Record>(&mut self, records: Vec<T>) -> Result<Added> {
        let mut added = Added::default();
        let mut left = records.into_iter().peekable();
        while left.peek().is_some() {
            let chunk: Vec<T> = left.by_ref().take(CHUNK).collect();
            self.step.done += chunk.len();
            let outcomes = self.app.store.write(self.who, self.app.clock.now(), async move |tx| write(tx, chunk).await).await?;
            for outcome in outcomes {
                match outcome {
                    Outcome::Added => added.added += 1,
                    Outcome::Known => added.known += 1,
                    Outcome::Odd(oddity) => self.odd.push(oddity),
                }
            }
            (self.on_step)(self.step);
        }
        Ok(added)
    }
}

async fn write<T: Record>(tx: &mut Tx, chunk: Vec<T>) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for record in chunk {
        outcomes.push(record.write(tx).await?);
    }
    Ok(outcomes)
}

/// Tables and columns that an older version did not have.
fn lacks(content: &Content) -> Vec<Oddity> {
    let odd = |(table, column): &(&'static str, Option<&'static str>)| {
        let what = column.map_or_else(|| "the table".into(), |column| format!("the column `{column}`"));
        Oddity { table, row: None, id: None, detail: format!("{what} is missing: the file is of an older version") }
    };
    content.missing.iter().map(odd).collect()
}
