//! Sentences that start an agent.

use super::store::{self, OpenTask};
use crate::{
    domain::{
        Result,
        command::{Match, Named, Understood, best_match},
        dispatch::{NewDispatch, NewLimits},
    },
    server::App,
};

/// What is known worse than the grammar told, as words had to be held against titles, or are missing.
const UNSURE: f64 = 0.5;

/// Finds task and goal, and makes the body that would start it.
pub async fn find(app: &App, mut understood: Understood, looked_at: Option<&str>) -> Result<Understood> {
    let db = app.store.reader();
    let (goals, tasks) = (store::goals(db).await?, store::tasks(db).await?);
    understood.needs_confirmation = true;
    let named = understood.parsed.goal.clone();
    if let Some(words) = named.as_deref().or(looked_at) {
        match best_match(words, pairs(&goals)) {
            Match::One { key, .. } => understood.goal = of(&goals, &key),
            Match::Several(keys) => return Ok(which(understood, &goals, &keys, words)),
            Match::None if named.is_some() => {
                understood.confidence *= UNSURE;
                understood.answer = Some(format!("No goal is called “{words}”. Say which goal it is for."));
                return Ok(understood);
            }
            Match::None => {}
        }
    }
    let Some(target) = understood.parsed.target.clone() else {
        understood.answer = Some("Say what the session is to work on: a task, a goal, or in your own words.".to_owned());
        return Ok(understood);
    };
    about(understood, &target, &goals, &tasks)
}

fn about(mut understood: Understood, target: &str, goals: &[Named], tasks: &[OpenTask]) -> Result<Understood> {
    let of_goal: Vec<Named> = tasks
        .iter()
        .filter(|task| understood.goal.as_ref().is_none_or(|goal| goal.key == task.goal))
        .map(|task| task.named.clone())
        .collect();
    match best_match(target, pairs(&of_goal)) {
        Match::One { key, score } => {
            let goal = tasks.iter().find(|task| task.named.key == key).map(|task| task.goal.clone());
            understood.goal = goal.and_then(|goal| of(goals, &goal));
            understood.task = of(&of_goal, &key);
            understood.confidence *= score.max(UNSURE);
            let goal_id = understood.goal.as_ref().map(|goal| goal.key.clone());
            let dispatch = NewDispatch { task_id: Some(key), goal_id, ..body(&understood) };
            return Ok(Understood { dispatch: Some(dispatch), ..understood });
        }
        Match::Several(keys) => return Ok(which(understood, &of_goal, &keys, target)),
        Match::None => {}
    }
    if understood.goal.is_none() {
        match best_match(target, pairs(goals)) {
            Match::One { key, score } => {
                understood.goal = of(goals, &key);
                understood.confidence *= score.max(UNSURE);
            }
            Match::Several(keys) => return Ok(which(understood, goals, &keys, target)),
            Match::None => {
                understood.confidence *= UNSURE;
                understood.answer = Some(format!("No goal or task is about “{target}”. Say which goal it is for."));
                return Ok(understood);
            }
        }
    }
    let goal = understood.goal.as_ref().map(|goal| goal.key.clone());
    let whole = understood.goal.as_ref().filter(|goal| goal.key.eq_ignore_ascii_case(target)).map(|goal| goal.title.clone());
    let prompt = Some(whole.unwrap_or_else(|| target.to_owned()));
    let dispatch = NewDispatch { goal_id: goal, prompt, ..body(&understood) };
    Ok(Understood { dispatch: Some(dispatch), ..understood })
}

fn body(understood: &Understood) -> NewDispatch {
    let parts = &understood.parsed;
    NewDispatch {
        agent: parts.agent.map(|agent| agent.to_string()),
        model: parts.model.clone(),
        auto_approve: parts.auto_approve,
        limits: NewLimits { cost_usd: parts.budget_usd, ..NewLimits::default() },
        ..NewDispatch::default()
    }
}

fn which(understood: Understood, all: &[Named], keys: &[String], words: &str) -> Understood {
    let choices = keys.iter().filter_map(|key| of(all, key)).collect();
    let answer = Some(format!("“{words}” could mean several; say which one."));
    Understood { choices, answer, confidence: understood.confidence * UNSURE, ..understood }
}

pub(super) fn pairs(named: &[Named]) -> impl Iterator<Item = (&str, &str)> {
    named.iter().map(|named| (named.key.as_str(), named.title.as_str()))
}

pub(super) fn of(all: &[Named], key: &str) -> Option<Named> {
    all.iter().find(|named| named.key == key).cloned()
}
