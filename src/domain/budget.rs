//! Caps, and what is left under them.

use super::{GoalId, Result, Usd, patch, text::Check};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The highest cap, in dollars.
const CAP_MOST: f64 = 1_000_000.0;
/// The most sessions that can run at once.
const PARALLEL_MOST: u32 = 200;
/// How many run at once where nobody said otherwise.
const PARALLEL: u32 = 4;

/// How much agents may spend; what is absent is not limited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Caps {
    /// US dollars a day, all sessions together.
    pub day_usd: Option<Usd>,
    /// For each task.
    pub per_task_usd: Option<Usd>,
    /// For each goal that has none of its own.
    pub per_goal_usd: Option<Usd>,
    /// For single goals, by id.
    pub goals: BTreeMap<String, Usd>,
    /// Tokens a day, without what came from a cache.
    pub day_tokens: Option<i64>,
    /// Sessions started a day.
    pub day_sessions: Option<u32>,
    /// Sessions that run at once.
    pub parallel: u32,
    /// Whose midnight ends the day: an IANA name, as `Europe/Vienna`. The server's where none is given.
    pub time_zone: Option<String>,
}

impl Default for Caps {
    fn default() -> Self {
        Self {
            day_usd: None,
            per_task_usd: None,
            per_goal_usd: None,
            goals: BTreeMap::new(),
            day_tokens: None,
            day_sessions: None,
            parallel: PARALLEL,
            time_zone: None,
        }
    }
}

/// The body that changes caps: what is absent stays, null takes a cap away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct CapsPatch {
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub day_usd: Option<Option<Usd>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub per_task_usd: Option<Option<Usd>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub per_goal_usd: Option<Option<Usd>>,
    /// By id or key of the goal; null takes that goal's cap away, goals that are not named keep theirs.
    #[schema(value_type = BTreeMap<String, Usd>)]
    pub goals: BTreeMap<String, Option<Usd>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub day_tokens: Option<Option<i64>>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub day_sessions: Option<Option<u32>>,
    pub parallel: Option<u32>,
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Option<String>>,
}

impl CapsPatch {
    /// Refuses what makes no sense.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        for (pointer, cap) in [("/dayUsd", self.day_usd), ("/perTaskUsd", self.per_task_usd), ("/perGoalUsd", self.per_goal_usd)] {
            money(&mut check, pointer, cap.flatten());
        }
        for (goal, cap) in &self.goals {
            money(&mut check, &format!("/goals/{goal}"), *cap);
        }
        if self.day_tokens.flatten().is_some_and(|tokens| tokens < 0) {
            check.fail("/dayTokens", "must not be less than 0");
        }
        if self.parallel.is_some_and(|parallel| parallel == 0 || parallel > PARALLEL_MOST) {
            check.fail("/parallel", format!("must be between 1 and {PARALLEL_MOST}"));
        }
        check.done().map(|()| self)
    }

    /// What the caps are from now on; goals are named by their ids here.
    pub fn apply(self, caps: Caps) -> Caps {
        let mut goals = caps.goals;
        for (goal, cap) in self.goals {
            match cap {
                Some(cap) => drop(goals.insert(goal, cap)),
                None => drop(goals.remove(&goal)),
            }
        }
        Caps {
            day_usd: self.day_usd.unwrap_or(caps.day_usd),
            per_task_usd: self.per_task_usd.unwrap_or(caps.per_task_usd),
            per_goal_usd: self.per_goal_usd.unwrap_or(caps.per_goal_usd),
            goals,
            day_tokens: self.day_tokens.unwrap_or(caps.day_tokens),
            day_sessions: self.day_sessions.unwrap_or(caps.day_sessions),
            parallel: self.parallel.unwrap_or(caps.parallel),
            time_zone: self.time_zone.unwrap_or(caps.time_zone),
        }
    }
}

fn money(check: &mut Check, pointer: &str, cap: Option<Usd>) {
    if cap.is_some_and(|cap| cap < Usd::ZERO || cap.dollars() > CAP_MOST) {
        check.fail(pointer, "must be between 0 and 1,000,000 dollars");
    }
}

/// A cap, what was spent under it, and what running sessions may still spend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Room {
    pub cap_usd: Option<Usd>,
    pub spent_usd: Usd,
    /// Of the limits of sessions that run or wait with a reservation, what they have not spent.
    pub reserved_usd: Usd,
    /// What can still be given to a new session; absent without a cap.
    pub remaining_usd: Option<Usd>,
}

impl Room {
    /// What is left, never less than nothing.
    pub fn new(cap: Option<Usd>, spent: Usd, reserved: Usd) -> Self {
        let left = |cap: Usd| Usd::from_micros((cap.micros() - spent.micros() - reserved.micros()).max(0));
        Self { cap_usd: cap, spent_usd: spent, reserved_usd: reserved, remaining_usd: cap.map(left) }
    }

    /// What the cap leaves when nothing is reserved, never less than nothing.
    pub fn unspent(&self) -> Option<Usd> {
        self.cap_usd.map(|cap| Usd::from_micros((cap.micros() - self.spent_usd.micros()).max(0)))
    }

    /// How much of the cap is spent, 0 for nothing and 1 for all of it or more; none without a cap.
    pub fn share_spent(&self) -> Option<f64> {
        let cap = self.cap_usd?;
        Some(if cap.micros() <= 0 { 1.0 } else { (self.spent_usd.dollars() / cap.dollars()).min(1.0) })
    }

    /// How much of the cap is left, in percent; none without a cap.
    pub fn percent_left(&self) -> Option<u8> {
        let (cap, left) = (self.cap_usd?.micros(), self.unspent()?.micros());
        if cap <= 0 {
            return Some(0);
        }
        u8::try_from(left.saturating_mul(100) / cap).ok()
    }
}

/// The day so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct DayBudget {
    pub date: NaiveDate,
    #[serde(flatten)]
    pub room: Room,
    /// Sessions that cost something, or ran, on this day.
    pub sessions: u32,
    /// Some of them used a model without a price: what they cost is not in `spentUsd`.
    pub unpriced_sessions: u32,
    /// Without what came from a cache.
    pub tokens: i64,
}

/// A goal with what it has cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct GoalBudget {
    pub goal_id: GoalId,
    /// `G12`
    pub key: String,
    pub title: String,
    #[serde(flatten)]
    pub room: Room,
}

/// A day of the past.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PastDay {
    pub date: NaiveDate,
    pub spent_usd: Usd,
    pub sessions: u32,
    /// What today's cap for a day would have left unspent of it.
    pub over_cap_usd: Usd,
}

/// How the money stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Budget {
    pub day: DayBudget,
    /// Goals with a cap of their own, and those that cost something today.
    pub goals: Vec<GoalBudget>,
    pub sentence: String,
    pub caps: Caps,
    /// The last 30 days, newest first, today among them.
    pub history: Vec<PastDay>,
    pub pace: Pace,
}

/// How fast money goes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Pace {
    /// What became known as spent within the last hour.
    pub last_hour_usd: Usd,
    /// When the day's budget is gone if it goes on like that; none without a cap, without spending, and past the day's end.
    pub gone_at: Option<DateTime<Utc>>,
    /// Today's spending by agent, the most first.
    pub agents: Vec<AgentSpend>,
}

/// What one agent has cost today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AgentSpend {
    /// As it is called in its sessions; `unknown` where they do not say.
    pub agent: String,
    pub spent_usd: Usd,
}

impl Pace {
    /// From what the last hour and each agent cost; `day_ends` is the first moment of the next day.
    pub fn new(room: &Room, last_hour_usd: Usd, agents: Vec<AgentSpend>, now: DateTime<Utc>, day_ends: DateTime<Utc>) -> Self {
        let left = room.unspent().map(Usd::micros).filter(|left| *left > 0 && last_hour_usd > Usd::ZERO);
        let seconds = left.and_then(|left| left.checked_mul(3_600)).map(|left| left / last_hour_usd.micros());
        let gone = seconds.and_then(TimeDelta::try_seconds).and_then(|rest| now.checked_add_signed(rest));
        Self { last_hour_usd, gone_at: gone.filter(|gone| *gone < day_ends), agents }
    }
}

impl DayBudget {
    /// `You've spent $47.00 today across 8 sessions. Budget remaining: $53.00.`
    pub fn sentence(&self) -> String {
        let sessions = if self.sessions == 1 { "1 session".to_owned() } else { format!("{} sessions", self.sessions) };
        let spent = format!("You've spent {} today across {sessions}.", self.room.spent_usd);
        let unknown = match self.unpriced_sessions {
            0 => String::new(),
            1 => " 1 of them has no known price.".into(),
            n => format!(" {n} of them have no known price."),
        };
        match self.room.unspent() {
            Some(left) => format!("{spent}{unknown} Budget remaining: {left}."),
            None => format!("{spent}{unknown} No daily budget is set."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(dollars: i64) -> Usd {
        Usd::from_micros(dollars * 1_000_000)
    }

    #[test]
    fn the_sentence_says_what_was_spent_and_what_is_left() {
        let day = |cap, spent, sessions| DayBudget { room: Room::new(cap, usd(spent), usd(3)), sessions, ..DayBudget::default() };
        let said = day(Some(usd(100)), 47, 8).sentence();
        assert_eq!(said, "You've spent $47.00 today across 8 sessions. Budget remaining: $53.00.");
        assert_eq!(day(None, 1, 1).sentence(), "You've spent $1.00 today across 1 session. No daily budget is set.");
        assert_eq!(day(Some(usd(10)), 12, 2).sentence(), "You've spent $12.00 today across 2 sessions. Budget remaining: $0.00.");
        let unpriced = DayBudget { unpriced_sessions: 1, ..day(None, 1, 2) };
        assert!(unpriced.sentence().contains("1 of them has no known price"));
    }

    #[test]
    fn the_pace_tells_when_the_budget_is_gone_today() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let ends = now + TimeDelta::hours(6);
        let gone = |cap, spent, hour| Pace::new(&Room::new(cap, usd(spent), Usd::ZERO), usd(hour), Vec::new(), now, ends).gone_at;
        assert_eq!(gone(Some(usd(100)), 90, 5), Some(now + TimeDelta::hours(2)));
        assert_eq!(gone(Some(usd(100)), 10, 5), None, "not today");
        assert_eq!((gone(None, 10, 5), gone(Some(usd(100)), 10, 0), gone(Some(usd(10)), 10, 5)), (None, None, None));
    }

    #[test]
    fn what_is_reserved_is_not_left_for_another_session() {
        let room = Room::new(Some(usd(10)), usd(4), usd(5));
        assert_eq!((room.remaining_usd, room.unspent(), room.percent_left()), (Some(usd(1)), Some(usd(6)), Some(60)));
        assert_eq!(Room::new(Some(usd(10)), usd(4), usd(9)).remaining_usd, Some(usd(0)));
        assert_eq!(Room::new(None, usd(4), usd(9)).remaining_usd, None);
    }

    #[test]
    fn a_patch_leaves_what_it_does_not_name() {
        let caps = Caps { day_usd: Some(usd(5)), goals: [("a".to_owned(), usd(1))].into(), ..Caps::default() };
        let patch: CapsPatch = serde_json::from_str(r#"{"perTaskUsd":2,"goals":{"b":3,"a":null}}"#).unwrap();
        let after = patch.check().unwrap().apply(caps);
        assert_eq!((after.day_usd, after.per_task_usd), (Some(usd(5)), Some(usd(2))));
        assert_eq!(after.goals, [("b".to_owned(), usd(3))].into());
        let none: CapsPatch = serde_json::from_str(r#"{"dayUsd":null}"#).unwrap();
        assert_eq!(none.apply(after).day_usd, None);
        assert!(serde_json::from_str::<CapsPatch>(r#"{"dayUsd":-1}"#).unwrap().check().is_err());
    }
}
