//! Sentences about sessions that run, and about what they ask.

use super::start::{of, pairs};
use crate::{
    domain::{
        Result,
        command::{Intent, Match, Named, Understood, best_match},
        dispatch::{Ask, Risk},
        session::{SessionFilter, SessionView},
    },
    server::{App, dispatch},
};

/// Sessions that ended and are looked through for one to go on with.
const LOOKED_THROUGH: u64 = 50;

/// Finds the session that is meant; for "all", those are the choices.
pub async fn session(app: &App, mut understood: Understood) -> Result<Understood> {
    understood.needs_confirmation = true;
    let candidates = candidates(app, understood.intent).await?;
    if understood.parsed.target.as_deref() == Some("all") {
        understood.choices = candidates.iter().map(named).collect();
        understood.answer = Some(match candidates.len() {
            0 => none(understood.intent),
            1 => "1 session is meant.".to_owned(),
            count => format!("{count} sessions are meant."),
        });
        return Ok(understood);
    }
    match one(&understood, &candidates) {
        Found::One(view) => {
            understood.session_id = Some(view.session.id.clone());
            understood.session_key = Some(view.session.key.clone());
            understood.url = Some(format!("/sessions/{}", view.session.key));
            understood.answer = (understood.intent == Intent::Pause)
                .then(|| "Its agent is asked to stop; its work is kept, and it goes on when it is resumed.".to_owned());
        }
        Found::Several(choices) => {
            understood.choices = choices;
            understood.answer = Some("Several sessions could be meant; say which one, as “S12”.".to_owned());
        }
        Found::None => understood.answer = Some(none(understood.intent)),
    }
    Ok(understood)
}

fn none(intent: Intent) -> String {
    if intent == Intent::Resume { "No session like that can go on.".to_owned() } else { "No session like that runs.".to_owned() }
}

async fn candidates(app: &App, intent: Intent) -> Result<Vec<SessionView>> {
    let db = app.store.reader();
    if intent != Intent::Resume {
        return dispatch::unfinished(db).await;
    }
    let recent = dispatch::list(db, SessionFilter::default(), LOOKED_THROUGH, None).await?.items;
    Ok(recent.into_iter().filter(|view| view.started.is_some() && !view.session.status.is_live()).collect())
}

enum Found<'a> {
    One(&'a SessionView),
    Several(Vec<Named>),
    None,
}

fn one<'a>(understood: &Understood, candidates: &'a [SessionView]) -> Found<'a> {
    let parts = &understood.parsed;
    let agent = parts.agent.map(|agent| agent.to_string());
    let fits = |view: &&SessionView| agent.is_none() || view.session.agent == agent;
    let key = parts.session.clone().or(parts.number.map(|number| format!("S{number}")));
    if let Some(key) = key {
        return candidates.iter().find(|view| view.session.key == key).map_or(Found::None, Found::One);
    }
    let fitting: Vec<&SessionView> = candidates.iter().filter(fits).collect();
    let names: Vec<Named> = fitting.iter().map(|view| named(view)).collect();
    let Some(target) = &parts.target else {
        return match fitting[..] {
            [] => Found::None,
            [only] => Found::One(only),
            // The one that ended last is what "resume" means.
            [last, ..] if understood.intent == Intent::Resume => Found::One(last),
            _ => Found::Several(names),
        };
    };
    match best_match(target, pairs(&names)) {
        Match::One { key, .. } => fitting.into_iter().find(|view| view.session.key == key).map_or(Found::None, Found::One),
        Match::Several(keys) => Found::Several(keys.iter().filter_map(|key| of(&names, key)).collect()),
        Match::None => Found::None,
    }
}

fn named(view: &SessionView) -> Named {
    let titles = [&view.task_key, &view.task_title, &view.goal_key, &view.goal_title, &view.session.summary];
    let title = titles.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
    Named { key: view.session.key.clone(), title }
}

/// Finds the approval that is meant. What destroys is never answered by a sentence.
pub async fn approval(app: &App, mut understood: Understood) -> Result<Understood> {
    understood.needs_confirmation = true;
    understood.url = Some("/dispatch".to_owned());
    let asks = dispatch::list_asks(app.store.reader(), Some("pending".to_owned())).await?;
    let meant: Vec<&Ask> = match (&understood.parsed.session, understood.parsed.number) {
        (Some(key), _) => asks.iter().filter(|ask| ask.session_key == *key).collect(),
        (None, Some(number)) => usize::try_from(number).ok().and_then(|n| asks.get(n.checked_sub(1)?)).into_iter().collect(),
        (None, None) => asks.iter().collect(),
    };
    let allows = understood.intent == Intent::Approve;
    match meant[..] {
        [] => understood.answer = Some("Nothing like that waits for an answer.".to_owned()),
        [ask] if allows && (ask.what.assessment.risk == Risk::Destructive || !ask.what.questions.is_empty()) => {
            understood.answer = Some(format!("{} has to be answered on its card: {}", ask.session_key, ask.what.title));
        }
        [ask] => {
            understood.approval_id = Some(ask.id.clone());
            understood.session_id = Some(ask.session_id.clone());
            understood.session_key = Some(ask.session_key.clone());
            understood.answer = Some(format!("{} asks: {}", ask.session_key, ask.what.title));
        }
        _ => {
            understood.choices = meant.iter().map(|ask| Named { key: ask.session_key.clone(), title: ask.what.title.clone() }).collect();
            understood.answer =
                Some(format!("{} requests wait; say which one, as “{}”.", meant.len(), if allows { "approve 1" } else { "deny 1" }));
        }
    }
    Ok(understood)
}
