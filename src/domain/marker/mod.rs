//! Finds the markers by which a change says which goal or task it belongs to.
//!
//! A false link is worse than none, so a marker has to stand alone: `G12` in `BIG123`, in a sha, in an address, in code or
//! in a comment of a template is not one. Whether the goal exists is for the caller to find out.

use super::id::Keyed;

mod branch;
mod jira;
#[cfg(test)]
mod tests;
mod words;

pub use jira::key_in_address as jira_key_in_address;

/// What a marker names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The number of a goal's key.
    Goal(i64),
    /// The number of a task's key.
    Task(i64),
    /// The id of a goal, as a trailer may carry it.
    GoalId(String),
    /// The id of a task, as a trailer may carry it.
    TaskId(String),
    /// Shaped like a Jira key, in upper case. It means a goal only if a goal carries it.
    Jira(String),
}

/// Where a marker was found; the order in which one is preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Branch,
    Title,
    Trailer,
    Description,
}

impl Place {
    /// The reason that the page shows.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Branch => "linked by the branch name",
            Self::Title => "linked by the title",
            Self::Description => "linked by the description",
            Self::Trailer => "linked by a commit trailer",
        }
    }
}

/// A marker and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    pub mark: Mark,
    pub place: Place,
}

/// The texts of a change in which markers may stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    /// The source branch, without `refs/heads/`.
    pub branch: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    /// Whole messages of the commits; only their trailers count.
    pub commits: &'a [String],
}

/// All markers, each once, with the most telling place at which it stands.
pub fn find(texts: Texts<'_>) -> Vec<Marker> {
    let mut found: Vec<Marker> = Vec::new();
    let mut note = |place: Place, marks: Vec<Mark>| {
        for mark in marks {
            if !found.iter().any(|m| m.mark == mark) {
                found.push(Marker { mark, place });
            }
        }
    };
    note(Place::Branch, branch::marks(texts.branch));
    note(Place::Title, words::marks(texts.title));
    for message in texts.commits {
        note(Place::Trailer, trailers(message));
    }
    note(Place::Description, trailers(texts.description));
    note(Place::Description, words::marks(&words::prose(texts.description)));
    found
}

/// `Maestro-Goal: G12` and `Maestro-Task: T34, T35`, on lines of their own.
fn trailers(text: &str) -> Vec<Mark> {
    text.lines().filter_map(|line| line.split_once(':')).flat_map(|(name, value)| trailer(name, value)).collect()
}

fn trailer(name: &str, value: &str) -> Vec<Mark> {
    let keyed = match name.to_ascii_lowercase().as_str() {
        "maestro-goal" => Keyed::Goal,
        "maestro-task" => Keyed::Task,
        _ => return Vec::new(),
    };
    value.split([',', ' ']).filter_map(|word| named(keyed, word)).collect()
}

/// The key or the id that a trailer carries.
fn named(keyed: Keyed, word: &str) -> Option<Mark> {
    let is_id = word.len() == 36 && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    match (keyed, is_id) {
        (Keyed::Goal, true) => Some(Mark::GoalId(word.to_ascii_lowercase())),
        (Keyed::Task, true) => Some(Mark::TaskId(word.to_ascii_lowercase())),
        _ => key(word).filter(|mark| matches!((keyed, mark), (Keyed::Goal, Mark::Goal(_)) | (Keyed::Task, Mark::Task(_)))),
    }
}

/// The key that this word is, in any letter case: `G12`, but not `G012` and not `G0`.
fn key(word: &str) -> Option<Mark> {
    let digits = word.get(1..)?;
    if digits.starts_with('0') || digits.len() > 9 {
        return None;
    }
    let goal = Keyed::Goal.number(word).map(Mark::Goal);
    goal.or_else(|| Keyed::Task.number(word).map(Mark::Task))
}
