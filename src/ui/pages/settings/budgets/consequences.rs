use super::desk::Desk;
use crate::{
    domain::{
        Usd,
        budget::Budget,
        foresight::{Hindsight, Reach, hindsight, reach},
    },
    ui::{browser, format, hooks::use_now},
};
use dioxus::prelude::*;

/// What a cap for the day would mean: for the last days, and for today.
#[component]
pub fn Consequences(cap: Option<Usd>) -> Element {
    let desk: Desk = use_context();
    let now = use_now();
    let mut minute = use_signal(|| None::<u32>);
    use_effect(move || {
        if now.read().is_some() {
            minute.set(browser::minute_of_day(desk.budget.read().caps.time_zone.as_deref()));
        }
    });
    rsx! {
        p { class: "consequences", role: "status", {words(&desk.budget.read(), cap, minute())} }
    }
}

/// The same in sentences; `minute` is the one of the day, where it is known.
fn words(budget: &Budget, cap: Option<Usd>, minute: Option<u32>) -> String {
    let Some(cap) = cap else { return "Without a cap nothing stops the spending of a day.".into() };
    let past = before(hindsight(&budget.history, cap));
    let today = minute.map(|minute| reach(budget.day.room.spent_usd, cap, minute));
    let today = today.map_or_else(String::new, |reach| match reach {
        Reach::Already => " Today has reached it: no session starts any more.".into(),
        Reach::At(at) => format!(" At today’s pace it is reached about {:02}:{:02}.", at / 60, at % 60),
        Reach::NotToday => " At today’s pace it is not reached today.".into(),
        Reach::Unknown => String::new(),
    });
    format!("{past}{today}")
}

fn before(past: Hindsight) -> String {
    let days = format::plural(past.known, "day");
    match past.stopped {
        0 => format!("In the last {days} it would have stopped nothing."),
        stopped => {
            let stopped = format::plural(stopped, "day");
            format!("In the last {days} it would have stopped {stopped} and kept {} from being spent.", past.kept_usd)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::budget::{DayBudget, PastDay, Room};

    #[test]
    fn a_cap_says_what_it_would_mean() {
        let usd = |dollars: i64| Usd::from_micros(dollars * 1_000_000);
        let day = |dollars| PastDay { spent_usd: usd(dollars), ..PastDay::default() };
        let today = DayBudget { room: Room::new(None, usd(10), Usd::ZERO), ..DayBudget::default() };
        let budget = Budget { day: today, history: vec![day(10), day(30)], ..Budget::default() };
        assert_eq!(words(&budget, None, Some(600)), "Without a cap nothing stops the spending of a day.");
        let said = words(&budget, Some(usd(15)), Some(600));
        assert_eq!(
            said,
            "In the last 2 days it would have stopped 1 day and kept $15.00 from being spent. At today’s pace it is reached about 15:00."
        );
        assert_eq!(words(&budget, Some(usd(40)), None), "In the last 2 days it would have stopped nothing.");
        assert!(words(&budget, Some(usd(5)), Some(1)).ends_with("Today has reached it: no session starts any more."));
    }
}
