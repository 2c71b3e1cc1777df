//! Taking a goal apart without a model.

use super::{
    super::{task::Complexity, text::TITLE_MOST},
    Author, Material, Proposal, Proposed, TASKS_MOST, line,
    outline::{self, Entry},
    size,
};

/// The longest part of the goal's title inside the title of a task, in characters.
const NAME_MOST: usize = 120;
/// The longest details that are taken from a text, in characters.
const DETAILS_MOST: usize = 4_000;

/// Tasks from what the goal's texts list; where they list nothing, the way from understanding to measuring.
pub fn heuristic(goal: &Material) -> Proposal {
    let mut notes = vec!["No model was asked: look through these tasks before you take them.".to_owned()];
    let entries = listed(goal, &mut notes);
    let tasks = if entries.len() < 2 {
        notes.push("The goal's texts list no steps, so these are the usual ones.".to_owned());
        usual(goal)
    } else {
        tasks(entries, &mut notes)
    };
    Proposal { tasks, by: Author::Heuristic, model: None, notes }
}

/// The entries of the goal's texts, or of the shared document where these list nothing; headings where there are no lists.
fn listed(goal: &Material, notes: &mut Vec<String>) -> Vec<Entry> {
    let own = [&goal.instructions, &goal.description, &goal.jira].map(|text| outline::read(text));
    let shared = [outline::read(&goal.context)];
    for outlines in [&own[..], &shared[..]] {
        let ticked: usize = outlines.iter().map(|outline| outline.ticked).sum();
        let items: Vec<Entry> = outlines.iter().flat_map(|outline| without_repeats(&outline.items, goal)).collect();
        let headings: Vec<Entry> = outlines.iter().flat_map(|outline| without_repeats(&outline.headings, goal)).collect();
        let found = if distinct(&items) >= 2 { items } else { headings };
        if distinct(&found) >= 2 {
            if ticked > 0 {
                notes.push(format!("What is ticked already was left out ({ticked})."));
            }
            return found;
        }
    }
    Vec::new()
}

/// The entries of one text; its first does not follow the last of another, and the goal's own title is no task.
fn without_repeats(entries: &[Entry], goal: &Material) -> Vec<Entry> {
    let own = same(&line::title(&goal.title));
    entries.iter().filter(|entry| same(&entry.title) != own).cloned().collect()
}

fn distinct(entries: &[Entry]) -> usize {
    let mut titles: Vec<String> = entries.iter().map(|entry| same(&entry.title)).collect();
    titles.sort();
    titles.dedup();
    titles.len()
}

/// What makes two titles the same: their letters and digits.
fn same(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn tasks(entries: Vec<Entry>, notes: &mut Vec<String>) -> Vec<Proposed> {
    let mut kept: Vec<(String, Proposed)> = Vec::new();
    let (mut before, mut left_out) = (None, 0);
    for entry in entries {
        let name = same(&entry.title);
        let on = before.filter(|_| entry.follows);
        before = kept.iter().position(|(known, _)| *known == name);
        if before.is_some() {
            continue;
        }
        if kept.len() == TASKS_MOST {
            left_out += 1;
            continue;
        }
        before = Some(kept.len());
        kept.push((name, task(&entry, on)));
    }
    if left_out > 0 {
        notes.push(format!("The texts list {left_out} more; a proposal has at most {TASKS_MOST} tasks."));
    }
    kept.into_iter().map(|(_, task)| task).collect()
}

fn task(entry: &Entry, on: Option<usize>) -> Proposed {
    let title = cut(&entry.title, TITLE_MOST);
    let mut details = entry.details.join("\n");
    if title != entry.title {
        details = format!("{}\n\n{details}", entry.title);
    }
    let details = cut(details.trim(), DETAILS_MOST);
    let complexity = size::complexity(&entry.title, &details);
    proposed(title, Some(details).filter(|text| !text.is_empty()), complexity, on)
}

/// Understand, implement, test, document and measure.
fn usual(goal: &Material) -> Vec<Proposed> {
    let name = cut(&line::title(&goal.title), NAME_MOST);
    let name = if name.is_empty() { "the goal".to_owned() } else { format!("“{name}”") };
    let work = size::complexity(&goal.title, &format!("{} {} {}", goal.description, goal.jira, goal.instructions));
    let checks = if work == Complexity::Simple { Complexity::Simple } else { Complexity::Medium };
    let steps = [
        (
            format!("Understand what {name} needs"),
            "Read the code it touches and write down what has to change, and how one will see that it works.",
            Complexity::Simple,
        ),
        (format!("Implement {name}"), "Do what was found out, in small commits.", work),
        (format!("Test {name}"), "Cover the new behaviour and what could break beside it.", checks),
        (
            format!("Document and measure {name}"),
            "Say what changed where users look for it, and record the numbers before and after.",
            Complexity::Simple,
        ),
    ];
    let task = |(i, (title, details, complexity)): (usize, (String, &str, Complexity))| {
        proposed(title, Some(details.to_owned()), complexity, i.checked_sub(1))
    };
    steps.into_iter().enumerate().map(task).collect()
}

fn proposed(title: String, details: Option<String>, complexity: Complexity, on: Option<usize>) -> Proposed {
    let depends_on = on.map(|on| format!("#{on}")).into_iter().collect();
    Proposed { title, details, complexity, estimate_minutes: Some(size::minutes(complexity)), depends_on }
}

/// At most so many characters, ending with a whole word.
fn cut(text: &str, most: usize) -> String {
    let text = text.replace('\0', "");
    if text.chars().count() <= most {
        return text;
    }
    let start: String = text.chars().take(most - 1).collect();
    let whole = start.rsplit_once(char::is_whitespace).map_or(start.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end())
}
