//! What a cap for the day would mean, before anybody sets it.

use super::{
    Usd,
    budget::{Caps, CapsPatch, PastDay},
};

/// With less of the day gone than this, in minutes, its pace says nothing yet.
const TOO_EARLY_MINUTES: u32 = 30;
/// The minutes of a usual day.
const DAY_MINUTES: u32 = 1_440;

/// What a cap would have done to the days that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hindsight {
    /// How many days are known.
    pub known: u32,
    /// On how many of them more was spent than the cap.
    pub stopped: u32,
    /// What the cap would have left unspent, all days together.
    pub kept_usd: Usd,
}

/// What `cap` would have done to these days.
pub fn hindsight(history: &[PastDay], cap: Usd) -> Hindsight {
    history.iter().fold(Hindsight::default(), |sum, day| {
        let over = (day.spent_usd.micros() - cap.micros()).max(0);
        Hindsight { known: sum.known + 1, stopped: sum.stopped + u32::from(over > 0), kept_usd: sum.kept_usd + Usd::from_micros(over) }
    })
}

/// When a day reaches a cap, if it goes on as it went so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It is reached already.
    Already,
    /// At this minute after midnight, in the time zone of the caps.
    At(u32),
    /// Not before the day ends.
    NotToday,
    /// The day is too young to say.
    Unknown,
}

/// When `cap` is reached by a day that has `spent` so much in its first `minutes`.
pub fn reach(spent: Usd, cap: Usd, minutes: u32) -> Reach {
    if spent >= cap {
        return Reach::Already;
    }
    if minutes < TOO_EARLY_MINUTES {
        return Reach::Unknown;
    }
    if spent <= Usd::ZERO {
        return Reach::NotToday;
    }
    let at = i128::from(cap.micros()) * i128::from(minutes) / i128::from(spent.micros());
    u32::try_from(at).ok().filter(|at| *at < DAY_MINUTES).map_or(Reach::NotToday, Reach::At)
}

/// A cap that becomes higher, or goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raise {
    pub cap: Cap,
    pub from: Usd,
    /// None where there is no cap afterwards.
    pub to: Option<Usd>,
}

/// What a cap is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cap {
    Day,
    EachTask,
    EachGoal,
    /// One goal, by its id.
    Goal(String),
}

/// The caps with which a change lets agents spend more than they may now.
pub fn raised(caps: &Caps, patch: &CapsPatch) -> Vec<Raise> {
    let raise = |cap: Cap, given: Option<Option<Usd>>, now: Option<Usd>| {
        let (to, from) = (given?, now?);
        to.is_none_or(|to| to > from).then_some(Raise { cap, from, to })
    };
    let general = [
        raise(Cap::Day, patch.day_usd, caps.day_usd),
        raise(Cap::EachTask, patch.per_task_usd, caps.per_task_usd),
        raise(Cap::EachGoal, patch.per_goal_usd, caps.per_goal_usd),
    ];
    // A goal without a cap of its own has the one of each goal.
    let own = patch.goals.iter().map(|(goal, given)| {
        let now = caps.goals.get(goal).copied().or(caps.per_goal_usd);
        raise(Cap::Goal(goal.clone()), Some(given.or(caps.per_goal_usd)), now)
    });
    general.into_iter().chain(own).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(dollars: i64) -> Usd {
        Usd::from_micros(dollars * 1_000_000)
    }

    #[test]
    fn a_cap_is_held_against_the_days_that_are_known() {
        let day = |dollars| PastDay { spent_usd: usd(dollars), ..PastDay::default() };
        let history = [day(12), day(5), day(0), day(7)];
        assert_eq!(hindsight(&history, usd(5)), Hindsight { known: 4, stopped: 2, kept_usd: usd(9) });
        assert_eq!(hindsight(&history, usd(12)), Hindsight { known: 4, stopped: 0, kept_usd: Usd::ZERO });
        assert_eq!(hindsight(&[], usd(1)), Hindsight::default());
    }

    #[test]
    fn the_pace_of_the_day_says_when_it_ends() {
        assert_eq!(reach(usd(47), usd(70), 660), Reach::At(982), "16:22");
        assert_eq!(reach(usd(10), usd(10), 5), Reach::Already);
        assert_eq!(reach(usd(0), usd(0), 5), Reach::Already, "a cap of nothing stops everything");
        assert_eq!(reach(usd(1), usd(10), 29), Reach::Unknown);
        assert_eq!(reach(usd(0), usd(10), 700), Reach::NotToday);
        assert_eq!(reach(usd(1), usd(10), 720), Reach::NotToday);
        assert_eq!(reach(usd(1), usd(1_000_000), 1_439), Reach::NotToday);
    }

    #[test]
    fn a_higher_cap_and_one_that_goes_let_agents_spend_more() {
        let caps = Caps { day_usd: Some(usd(10)), per_goal_usd: Some(usd(5)), goals: [("a".to_owned(), usd(3))].into(), ..Caps::default() };
        let day = |cap| CapsPatch { day_usd: Some(cap), ..CapsPatch::default() };
        let goal = |id: &str, cap| CapsPatch { goals: [(id.to_owned(), cap)].into(), ..CapsPatch::default() };
        for patch in [day(Some(usd(11))), day(None), goal("a", Some(usd(4))), goal("a", None), goal("b", Some(usd(6)))] {
            assert_eq!(raised(&caps, &patch).len(), 1, "{patch:?}");
        }
        assert_eq!(raised(&caps, &day(None)), [Raise { cap: Cap::Day, from: usd(10), to: None }]);
        let task = CapsPatch { per_task_usd: Some(Some(usd(9))), ..CapsPatch::default() };
        for patch in [day(Some(usd(9))), day(Some(usd(10))), goal("a", Some(usd(2))), goal("b", Some(usd(1))), goal("b", None), task] {
            assert_eq!(raised(&caps, &patch), [], "{patch:?}");
        }
    }
}
