//! Questions, which are answered at once.

use super::{
    start::{of, pairs},
    store,
};
use crate::{
    domain::{
        Result,
        command::{Match, Understood, best_match},
        goal::GoalDetail,
        session::Session,
    },
    server::{App, budget, goals, standup as standups},
};

/// The sentence of the day.
pub async fn spend(app: &App, understood: Understood) -> Result<Understood> {
    let today = budget::today(app.store.reader(), app.clock.now()).await?;
    Ok(Understood { answer: Some(today.sentence()), url: Some("/dispatch".to_owned()), ..understood })
}

/// How a goal stands; without words for it, the one that is being looked at.
pub async fn status(app: &App, mut understood: Understood, looked_at: Option<&str>) -> Result<Understood> {
    let db = app.store.reader();
    let all = store::goals(db).await?;
    let Some(words) = understood.parsed.goal.as_deref().or(understood.parsed.target.as_deref()).or(looked_at) else {
        return Ok(Understood { answer: Some("Say which goal, as “status of G3”.".to_owned()), ..understood });
    };
    match best_match(words, pairs(&all)) {
        Match::One { key, .. } => {
            let detail = goals::detail(db, &key, app.clock.now()).await?;
            understood.url = Some(format!("/goals/{key}"));
            understood.answer = Some(told(&detail));
            understood.goal = of(&all, &key);
        }
        Match::Several(keys) => {
            understood.answer = Some(format!("“{words}” could mean several goals; say which one."));
            understood.choices = keys.iter().filter_map(|key| of(&all, key)).collect();
        }
        Match::None => understood.answer = Some(format!("No goal is called “{words}”.")),
    }
    Ok(understood)
}

fn told(detail: &GoalDetail) -> String {
    let running = detail.sessions.iter().filter(|session: &&Session| session.status.is_live()).count();
    let running = match running {
        0 => String::new(),
        1 => ", 1 session runs".to_owned(),
        count => format!(", {count} sessions run"),
    };
    let goal = &detail.goal;
    let state = goal.status.label().to_lowercase();
    format!("{} “{}”: {state}; {}{running}; {} spent.", goal.key, goal.title, detail.progress.basis, detail.spend.cost_usd)
}

/// The day in one sentence.
pub async fn standup(app: &App, understood: Understood) -> Result<Understood> {
    let day = standups::standup(app, app.clock.now().date_naive(), None).await?;
    let count = |section: &crate::domain::standup::Section| section.lines.len() + usize::try_from(section.more).unwrap_or_default();
    let answer = format!(
        "Today: {} done, {} running, {} next, {} waiting for a decision.",
        count(&day.done),
        count(&day.doing),
        count(&day.next),
        count(&day.needs_decision)
    );
    Ok(Understood { answer: Some(answer), ..understood })
}

/// Nothing that Maestro can do.
pub fn unknown(understood: Understood) -> Understood {
    let answer = "Not understood. Try “start a session on the parser, use Claude Code”, “stop S12”, or “what did we spend today”.";
    Understood { answer: Some(answer.to_owned()), ..understood }
}
