//! The caps as a person writes them.

use super::super::amount::{money, whole, written};
use crate::domain::{
    Error, FieldError, Result,
    budget::{Caps, CapsPatch},
};

/// The fields of the form, as they were typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    pub day: String,
    pub task: String,
    pub goal: String,
    pub parallel: String,
    pub tokens: String,
    pub sessions: String,
    pub zone: String,
}

impl Draft {
    /// The caps that hold.
    pub fn of(caps: &Caps) -> Self {
        let text = |number: Option<String>| number.unwrap_or_default();
        Self {
            day: written(caps.day_usd),
            task: written(caps.per_task_usd),
            goal: written(caps.per_goal_usd),
            parallel: caps.parallel.to_string(),
            tokens: text(caps.day_tokens.map(|n| n.to_string())),
            sessions: text(caps.day_sessions.map(|n| n.to_string())),
            zone: text(caps.time_zone.clone()),
        }
    }

    /// Takes over what the server says `now` in the fields that nobody touched since it `was` so.
    pub fn follow(self, was: &Self, now: &Self) -> Self {
        let pick = |mine: String, was: &str, now: &str| if mine == was || alike(&mine, now) { now.to_owned() } else { mine };
        Self {
            day: pick(self.day, &was.day, &now.day),
            task: pick(self.task, &was.task, &now.task),
            goal: pick(self.goal, &was.goal, &now.goal),
            parallel: pick(self.parallel, &was.parallel, &now.parallel),
            tokens: pick(self.tokens, &was.tokens, &now.tokens),
            sessions: pick(self.sessions, &was.sessions, &now.sessions),
            zone: pick(self.zone, &was.zone, &now.zone),
        }
    }

    /// What was changed of `caps`; empty if nothing was.
    ///
    /// # Errors
    /// The fields that cannot be read, by the pointers that the server uses.
    pub fn patch(&self, caps: &Caps) -> Result<CapsPatch> {
        let mut wrong = Wrong::default();
        let zone = Some(self.zone.trim().to_owned()).filter(|zone| !zone.is_empty());
        let parallel = wrong.or("/parallel", whole(&self.parallel).and_then(|n| n.ok_or("must be between 1 and 200").map(Some)));
        let patch = CapsPatch {
            day_usd: other(wrong.or("/dayUsd", money(&self.day)), caps.day_usd),
            per_task_usd: other(wrong.or("/perTaskUsd", money(&self.task)), caps.per_task_usd),
            per_goal_usd: other(wrong.or("/perGoalUsd", money(&self.goal)), caps.per_goal_usd),
            day_tokens: other(wrong.or("/dayTokens", whole(&self.tokens)), caps.day_tokens),
            day_sessions: other(wrong.or("/daySessions", whole(&self.sessions)), caps.day_sessions),
            parallel: parallel.filter(|n| *n != caps.parallel),
            time_zone: other(zone, caps.time_zone.clone()),
            ..CapsPatch::default()
        };
        wrong.done().map(|()| patch)
    }
}

/// The change that brings back what `patch` changes in `caps`.
pub fn back(patch: &CapsPatch, caps: &Caps) -> CapsPatch {
    CapsPatch {
        day_usd: patch.day_usd.map(|_| caps.day_usd),
        per_task_usd: patch.per_task_usd.map(|_| caps.per_task_usd),
        per_goal_usd: patch.per_goal_usd.map(|_| caps.per_goal_usd),
        goals: patch.goals.keys().map(|goal| (goal.clone(), caps.goals.get(goal).copied())).collect(),
        day_tokens: patch.day_tokens.map(|_| caps.day_tokens),
        day_sessions: patch.day_sessions.map(|_| caps.day_sessions),
        parallel: patch.parallel.map(|_| caps.parallel),
        time_zone: patch.time_zone.as_ref().map(|_| caps.time_zone.clone()),
    }
}

fn other<T: PartialEq>(typed: Option<T>, held: Option<T>) -> Option<Option<T>> {
    (typed != held).then_some(typed)
}

/// Is the same amount written in another way?
fn alike(mine: &str, now: &str) -> bool {
    mine.trim() == now || money(mine).is_ok_and(|amount| amount.is_some() && Ok(amount) == money(now))
}

/// Collects the fields that cannot be read.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn or<T>(&mut self, pointer: &str, read: Result<Option<T>, &'static str>) -> Option<T> {
        read.unwrap_or_else(|detail| {
            self.0.push(FieldError { pointer: pointer.to_owned(), detail: detail.to_owned() });
            None
        })
    }

    fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid { errors: self.0 }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Usd;

    fn caps() -> Caps {
        Caps { day_usd: Usd::from_dollars(25.0), day_tokens: Some(1_000), time_zone: Some("Europe/Vienna".into()), ..Caps::default() }
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let draft = Draft::of(&caps());
        assert_eq!(draft.patch(&caps()), Ok(CapsPatch::default()));
        let changed = Draft { day: "25.00".into(), task: "2.50".into(), tokens: String::new(), parallel: " 6 ".into(), ..draft };
        let patch =
            CapsPatch { per_task_usd: Some(Usd::from_dollars(2.5)), day_tokens: Some(None), parallel: Some(6), ..CapsPatch::default() };
        assert_eq!(changed.patch(&caps()), Ok(patch.clone()));
        assert_eq!(back(&patch, &caps()).apply(patch.apply(caps())), caps());
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let draft = Draft { day: "lots".into(), sessions: "1.5".into(), parallel: String::new(), ..Draft::of(&caps()) };
        let wrong = draft.patch(&caps()).unwrap_err();
        assert!(["/dayUsd", "/daySessions", "/parallel"].iter().all(|pointer| wrong.field(pointer).is_some()), "{wrong}");
        assert_eq!(wrong.field("/perTaskUsd"), None);
    }

    #[test]
    fn what_others_change_does_not_touch_what_is_being_typed() {
        let was = Draft::of(&caps());
        let now = Draft { day: "40".into(), goal: "7".into(), ..was.clone() };
        let typing = Draft { goal: "8".into(), ..was.clone() };
        assert_eq!(typing.follow(&was, &now), Draft { day: "40".into(), goal: "8".into(), ..was.clone() });
        let saved = Draft { day: "40.00".into(), ..was.clone() };
        assert_eq!(saved.follow(&was, &now).day, "40", "what was saved is no longer a change");
    }
}
