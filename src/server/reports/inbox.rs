//! The Inbox: reports that wait for a person.

use super::{
    matching, ops,
    store::{self, State},
};
use crate::{
    domain::{
        Error, Page, Result,
        id::{self, Keyed},
        inbox::{InboxItem, Suggestion},
        report::{Matched, Report, ReportAnswer},
    },
    server::{
        App,
        auth::Caller,
        clock::at_millis,
        db::{Change, Tx},
        evidence::{self, Brought},
        goals,
    },
};
use sea_orm::ConnectionTrait;

/// How many goals are suggested for a report.
const SUGGESTED: usize = 3;

/// A page of the reports that wait, newest first, with goals that they may belong to.
pub async fn inbox(db: &impl ConnectionTrait, limit: u64, cursor: Option<&str>) -> Result<Page<InboxItem>> {
    let (rows, next_cursor) = store::waiting(db, limit, cursor).await?;
    if rows.is_empty() {
        return Ok(Page::whole(Vec::new()));
    }
    let known = store::titles(db).await?;
    let titles: Vec<&str> = known.iter().map(|goal| goal.title.as_str()).collect();
    let item = |row: store::Row| {
        let report: Report = serde_json::from_str(&row.body).ok()?;
        let hint = report.goal_title.as_deref().unwrap_or(&report.summary);
        let found = matching::candidates(hint, &titles, SUGGESTED).into_iter().map(|i| &known[i]);
        let suggestions =
            found.map(|goal| Suggestion { goal_id: goal.id.as_str().into(), key: Keyed::Goal.key(goal.number), title: goal.title.clone() });
        Some(InboxItem {
            suggestions: suggestions.collect(),
            id: row.id.into(),
            report,
            detail: row.detail.unwrap_or_default(),
            received_at: at_millis(row.received_at),
        })
    };
    Ok(Page { items: rows.into_iter().filter_map(item).collect(), next_cursor })
}

/// Gives a report its goal.
pub async fn assign(app: &App, who: &Caller, id: String, goal: String) -> Result<ReportAnswer> {
    let id = id::stored(&id);
    let op = async move |tx: &mut Tx| {
        let (_, report) = store::one_waiting(tx.db(), &id).await?;
        let goal = goals::get(tx.db(), &goal).await?;
        let answer = ops::put(tx, &report, &goal, Matched::Id).await?;
        store::settle(tx.db(), &id, State::Placed, Some(&goal.id), Some(&answer)).await?;
        let summary = format!("assigned a report to {}", goal.key);
        tx.record(Change {
            kind: "report.assigned",
            goal_id: Some(goal.id.as_str()),
            subject_id: Some(&id),
            summary,
            ..Default::default()
        })
        .await?;
        Ok(answer)
    };
    let answer = app.store.write(who, app.clock.now(), op).await?;
    app.fetch.notify_one();
    Ok(answer)
}

/// Puts a report that a person gave to a goal back into the Inbox, and takes from the goal what came with it.
pub async fn unassign(app: &App, who: &Caller, id: String) -> Result<()> {
    let id = id::stored(&id);
    let op = async move |tx: &mut Tx| {
        let (goal, answer) = store::one_assigned(tx.db(), &id).await?;
        let goal = goals::get(tx.db(), goal.as_str()).await?;
        if let Some(update) = &answer.update_id {
            let brought = Brought { update, artifacts: &answer.artifact_ids, session: answer.session_id.as_ref() };
            evidence::take_back(tx, &goal, &brought).await?;
        }
        store::settle(tx.db(), &id, State::Waiting, None, None).await?;
        let (summary, goal_id) = (format!("took a report back from {}", goal.key), Some(goal.id.as_str()));
        tx.record(Change { kind: "report.restored", goal_id, subject_id: Some(&id), summary, ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Puts a report that was dismissed back into the Inbox.
pub async fn bring_back(app: &App, who: &Caller, id: String) -> Result<()> {
    let id = id::stored(&id);
    let op = async move |tx: &mut Tx| {
        if !store::undo_dismissal(tx.db(), &id).await? {
            return Err(Error::conflict("this report was not dismissed"));
        }
        let summary = "put a report back into the Inbox".into();
        tx.record(Change { kind: "report.restored", subject_id: Some(&id), summary, ..Default::default() }).await
    };
    app.store.write(who, app.clock.now(), op).await
}

/// Puts a report aside without a goal; its text stays in the database.
pub async fn dismiss(app: &App, who: &Caller, id: String) -> Result<()> {
    let id = id::stored(&id);
    let op = async move |tx: &mut Tx| {
        store::one_waiting(tx.db(), &id).await?;
        store::settle(tx.db(), &id, State::Dismissed, None, None).await?;
        tx.record(Change { kind: "report.dismissed", subject_id: Some(&id), summary: "dismissed a report".into(), ..Default::default() })
            .await
    };
    app.store.write(who, app.clock.now(), op).await
}
