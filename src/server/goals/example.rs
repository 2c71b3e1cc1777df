//! The example of the first run: what a goal looks like when it is well told. One click archives it.

use super::store;
use crate::{
    domain::{
        Result,
        goal::{Goal, GoalStatus, NewGoal, Priority},
        metric::{Improve, NewMetric},
    },
    server::{
        App,
        auth::Caller,
        db::{Change, Tx},
        evidence::{self, NoteUpdate},
    },
};

/// Puts the example on a board that never had a goal; does nothing otherwise.
pub async fn first_run(app: &App) -> Result<()> {
    if store::any(app.store.reader()).await? {
        return Ok(());
    }
    add_example(app, &Caller::system("first run")).await.map(|_| ())
}

/// Puts the example on the board; where there is one already, that one comes back from the archive.
pub async fn add_example(app: &App, who: &Caller) -> Result<Goal> {
    if let Ok(known) = store::get(app.store.reader(), "G0").await {
        return super::restore(app, who, known.id.0).await;
    }
    app.store.write(who, app.clock.now(), insert).await
}

async fn insert(tx: &mut Tx) -> Result<Goal> {
    let goal = store::insert_example(tx, &text()).await?;
    store::keep(tx, goal.id.as_str(), None, goal.status).await?;
    let metric = NewMetric {
        name: "Checkout p95 latency".into(),
        before: Some(421.0),
        after: None,
        unit: Some("ms".into()),
        improve: Some(Improve::Down),
        note: Some("The baseline of the example. Add the value after the work to see the change.".into()),
        ..Default::default()
    };
    evidence::record_metric(tx, &goal, &metric, "example").await?;
    let note = NoteUpdate {
        goal_id: goal.id.as_str(),
        source: "manual",
        agent_name: Some("Maestro"),
        summary: "This is the work log: agents report here, and so can you",
        details: Some(
            "Try it: write one line under **Overview**, or let an agent report with the skill that `maestro skill install` sets up.",
        ),
        ..Default::default()
    };
    evidence::note_update(tx, &goal, &note).await?;
    let summary = "put an example on the board".into();
    let id = goal.id.as_str();
    tx.record(Change { kind: "goal.created", goal_id: Some(id), subject_id: Some(id), summary, ..Default::default() }).await?;
    Ok(goal)
}

fn text() -> NewGoal {
    NewGoal {
        title: "Example: cut checkout p95 latency below 300 ms".into(),
        description: Some(
            "An example that one click removes. It counts in no total.\n\nA good goal names **what should change** for the business, \
             not what to build: the tasks say that."
                .into(),
        ),
        status: Some(GoalStatus::Planning),
        priority: Some(Priority::High),
        tags: vec!["example".into()],
        hypothesis: Some("If tax calls are batched, checkout p95 latency falls by at least 100 ms within two weeks.".into()),
        ..Default::default()
    }
}
