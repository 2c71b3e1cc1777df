use crate::{
    domain::budget::{Budget, Room},
    ui::{
        components::{Meter, MeterTone},
        route::Route,
    },
};
use dioxus::prelude::*;

/// What was spent today, what is left, and how fast it goes.
#[component]
pub fn SpendLine(budget: Budget) -> Element {
    let room = budget.day.room;
    let pace = &budget.pace;
    let mut facts = Vec::new();
    if room.reserved_usd.micros() > 0 {
        facts.push(format!("{} set aside for sessions", room.reserved_usd));
    }
    if pace.last_hour_usd.micros() > 0 {
        facts.push(format!("{} in the last hour", pace.last_hour_usd));
    }
    if let Some(at) = pace.gone_at {
        facts.push(format!("at this rate the budget is gone at {}", at.format("%H:%M UTC")));
    }
    facts.extend(pace.agents.iter().filter(|_| pace.agents.len() > 1).map(|of| format!("{} {}", of.agent, of.spent_usd)));
    rsx! {
        section { class: "spend", "aria-label": "Spending today",
            p { class: "spend-sentence", "{budget.sentence}" }
            if let Some(share) = room.share_spent() {
                Meter { share, label: words(&room), tone: MeterTone::of_spent(share) }
            }
            p { class: "spend-facts",
                {facts.join(" · ")}
                Link { to: Route::SettingsSection { section: "budgets".into() }.href(),
                    if room.cap_usd.is_some() { "Change the budget" } else { "Set a daily budget" }
                }
            }
        }
    }
}

fn words(room: &Room) -> String {
    let left = room.percent_left().map(|left| format!(", {left} % left")).unwrap_or_default();
    let cap = room.cap_usd.map(|cap| format!(" of {cap}")).unwrap_or_default();
    format!("{}{cap} spent today{left}", room.spent_usd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Usd;

    #[test]
    fn the_bar_says_what_it_shows() {
        let usd = |dollars: i64| Usd::from_micros(dollars * 1_000_000);
        let room = Room::new(Some(usd(100)), usd(47), usd(3));
        assert_eq!(words(&room), "$47.00 of $100.00 spent today, 53 % left");
        assert_eq!(words(&Room::new(None, usd(47), usd(3))), "$47.00 spent today");
    }
}
