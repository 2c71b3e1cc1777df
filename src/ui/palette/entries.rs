//! What the palette offers for what was typed.

use super::places;
use crate::{
    domain::{
        goal::{GoalStatus, GoalSummary},
        search::Hit,
    },
    ui::{
        components::Glyph,
        keys::{Command, Group, SHORTCUTS},
    },
};

/// More than this are not shown.
const MOST: usize = 12;

/// One line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The heading above it.
    pub group: &'static str,
    pub words: String,
    /// `G12`, for goals.
    pub key: Option<String>,
    /// The shortcut that does the same.
    pub keys: &'static str,
    pub glyph: Glyph,
    pub does: Does,
}

/// What choosing a line does.
#[derive(Clone, Debug, PartialEq)]
pub enum Does {
    Run(Command),
    /// Leads to this address.
    Go(String),
    /// Sends the form with this id.
    Send(&'static str),
}

/// What was found for what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The latest goals, while nothing is typed.
    pub goals: Vec<GoalSummary>,
    pub hits: Vec<Hit>,
}

/// The lines for `typed`: `>` narrows to actions, `#` to what was found. `page` is where the person is.
pub fn entries(typed: &str, found: &Found, page: Group) -> Vec<Entry> {
    let typed = typed.trim();
    let (actions, records, wanted) = match typed.chars().next() {
        Some('>') => (true, false, typed[1..].trim()),
        Some('#') => (false, true, typed[1..].trim()),
        _ => (true, true, typed),
    };
    let mut lines = Vec::new();
    if records {
        lines.extend(found.goals.iter().take(MOST / 2).map(goal));
        lines.extend(found.hits.iter().take(MOST / 2).map(hit));
    }
    if actions {
        lines.extend(fitting(wanted, page));
    }
    // Without a word the actions come first: the goals are only the latest.
    if wanted.is_empty() {
        lines.sort_by_key(|entry| entry.group != ACTIONS);
    }
    lines.truncate(MOST);
    lines
}

const ACTIONS: &str = "Actions";

fn fitting(wanted: &str, page: Group) -> Vec<Entry> {
    let here = SHORTCUTS.iter().filter(|s| (s.group == Group::Anywhere || s.group == page) && s.command != Command::Palette);
    let mut ranked: Vec<(u32, Entry)> = here
        .filter_map(|s| {
            let rank = fits(wanted, s.words)?;
            let does = Does::Run(s.command);
            Some((rank, Entry { group: ACTIONS, words: s.words.into(), key: None, keys: s.keys, glyph: glyph(s.command), does }))
        })
        .collect();
    // Before a word is typed the list is short; with one, also other words for a thing find it.
    if !wanted.is_empty() {
        ranked.extend(places::fitting(wanted));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// How well `text` fits `wanted`: 0 is best; none if its letters do not occur in this order.
pub(super) fn fits(wanted: &str, text: &str) -> Option<u32> {
    let (wanted, text) = (wanted.to_lowercase(), text.to_lowercase());
    if text.split(' ').any(|word| word.starts_with(&wanted)) || text.starts_with(&wanted) {
        return Some(0);
    }
    if text.contains(&wanted) {
        return Some(1);
    }
    let mut rest = text.chars();
    wanted.chars().filter(|c| !c.is_whitespace()).all(|c| rest.any(|t| t == c)).then_some(2)
}

fn goal(summary: &GoalSummary) -> Entry {
    let goal = &summary.goal;
    Entry {
        group: "Goals",
        words: goal.title.clone(),
        key: Some(goal.key.clone()),
        keys: "",
        glyph: goal.status.into(),
        does: Does::Go(format!("/goals/{}", goal.key)),
    }
}

fn hit(hit: &Hit) -> Entry {
    let (group, glyph) = match hit.kind.as_str() {
        "goal" => ("Goals", Glyph::Board),
        "task" => ("Tasks", Glyph::Check),
        "session" => ("Sessions", Glyph::Sparkle),
        "narrative" => ("Narratives", Glyph::Book),
        _ => ("Evidence", Glyph::Link),
    };
    Entry { group, words: hit.title.clone(), key: hit.key.clone(), keys: "", glyph, does: Does::Go(hit.url.clone()) }
}

fn glyph(command: Command) -> Glyph {
    match command {
        Command::Help => Glyph::Keyboard,
        Command::NewGoal => Glyph::Plus,
        Command::StartSession => Glyph::Play,
        Command::GoGoals => Glyph::Board,
        Command::GoDispatch => Glyph::Bot,
        Command::GoImpact => Glyph::Chart,
        Command::GoInbox => Glyph::Inbox,
        Command::GoPortfolio => Glyph::Briefcase,
        Command::GoSettings => Glyph::Settings,
        Command::Undo => Glyph::Undo,
        Command::CopyLink => Glyph::Link,
        Command::ToggleTheme => Glyph::Moon,
        Command::Move(status) => status.into(),
        Command::Palette => Glyph::Search,
        Command::MoveMenu => Glyph::Move,
        Command::Rename => Glyph::Edit,
        Command::Archive => Glyph::Archive,
        Command::NewTask | Command::Record => Glyph::Plus,
        Command::PreviousView | Command::NextView => Glyph::Move,
        Command::Left | Command::Right | Command::Up | Command::Down => GoalStatus::Planning.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_an_action() {
        let first = |typed: &str| entries(typed, &Found::default(), Group::Board).first().map(|e| e.words.clone());
        assert_eq!(first("new"), Some("New goal".into()));
        assert_eq!(first(">settings"), Some("Go to the settings".into()));
        assert_eq!(first("gttp"), Some("Go to the portfolio".into()));
        assert_eq!(first("#new"), None, "goals only");
        assert_eq!(first("zzz"), None);
    }

    #[test]
    fn other_words_for_a_thing_find_it() {
        let first = |typed: &str| entries(typed, &Found::default(), Group::Anywhere).first().map(|e| e.words.clone());
        for (typed, words) in [
            ("dark", "Switch between light and dark"),
            ("github", "Settings: Integrations"),
            ("webhook", "Settings: Integrations"),
            ("api key", "Settings: Integrations"),
            ("allowlist", "Settings: Repositories"),
            ("spend", "Settings: Budgets"),
            ("fallback", "Settings: Model routing"),
            ("tokens", "Settings: Tokens"),
            ("backup", "Settings: Data & export"),
            ("log out", "Sign out"),
            ("documentation", "Read about the interface (API)"),
        ] {
            assert_eq!(first(typed).as_deref(), Some(words), "{typed}");
        }
    }

    #[test]
    fn what_the_page_can_do_is_offered_on_it() {
        let has = |page: Group| entries("measurement", &Found::default(), page).iter().any(|e| e.words == "Record a measurement");
        assert_eq!((has(Group::Goal), has(Group::Board)), (true, false));
    }
}
