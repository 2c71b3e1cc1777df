//! Putting a standup together.

use super::store::{self, Span};
use crate::{
    domain::{
        Error, Result,
        report::ReportOutcome,
        standup::{Line, Section, Standup},
        task::TaskStatus,
    },
    server::{App, reports, spend},
};
use chrono::{Days, NaiveDate, NaiveTime};

/// The standup of a day (UTC); of the goals of one person, if given.
pub async fn standup(app: &App, day: NaiveDate, person: Option<&str>) -> Result<Standup> {
    let db = app.store.reader();
    let from = day.and_time(NaiveTime::MIN).and_utc();
    let to = from.checked_add_days(Days::new(1)).ok_or_else(|| Error::invalid("/day", "is too far away"))?;
    let span = Span::between(from, to);
    let goals = store::goals(db, person).await?;

    let mut done = store::finished(db, &goals, span).await?;
    done.extend(store::merged(db, &goals, span).await?);
    done.extend(store::reported(db, &goals, span, ReportOutcome::Done).await?);
    done.sort_by_key(|line| line.at);

    let mut doing = store::tasks_in(db, &goals, &[TaskStatus::Running]).await?;
    doing.extend(store::running(db, &goals).await?);

    let mut needs = store::tasks_in(db, &goals, &[TaskStatus::Review, TaskStatus::Failed]).await?;
    needs.extend(store::reported(db, &goals, span, ReportOutcome::Blocked).await?);
    let waiting = reports::count_waiting(db).await?;
    if waiting > 0 && person.is_none() {
        let text = format!("{waiting} {} in the Inbox without a goal", if waiting == 1 { "report" } else { "reports" });
        needs.push(Line { goal_id: None, goal_key: None, text, evidence: "inbox".into(), url: "/inbox".into(), at: app.clock.now() });
    }
    Ok(Standup {
        day,
        done: Section::of(done),
        doing: Section::of(doing),
        next: Section::of(store::unblocked(db, &goals).await?),
        needs_decision: Section::of(needs),
        spend: spend::between(db, from, to).await?,
    })
}
