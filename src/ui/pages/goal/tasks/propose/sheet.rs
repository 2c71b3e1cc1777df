//! A proposal while a person edits it.
//!
//! Each row keeps a number of its own, and waits for others by their numbers: so a
//! row can be moved or removed and what waits for it still means the same rows.
//! Only what is sent names places.

use crate::domain::{
    Error, FieldError, Result,
    plan::Proposed,
    task::{Complexity, NewTask},
};

/// One task of the proposal, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub id: u32,
    pub title: String,
    pub details: String,
    pub complexity: Complexity,
    pub minutes: String,
    /// The rows that come first.
    pub after: Vec<u32>,
}

/// All of them, in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    rows: Vec<Row>,
    next: u32,
}

/// What is sent: the tasks, each after what it waits for, and the row of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub tasks: Vec<NewTask>,
    pub rows: Vec<u32>,
}

impl Sheet {
    /// What was proposed.
    pub fn of(tasks: Vec<Proposed>) -> Self {
        let mut sheet = Self::default();
        for task in tasks {
            let id = sheet.add();
            // A proposal names only earlier ones: whose number is their place.
            let place = |name: &String| name.strip_prefix('#')?.parse::<u32>().ok().filter(|at| *at < id);
            let after = task.depends_on.iter().filter_map(place).collect();
            sheet.edit(id, |row| {
                row.title = task.title;
                row.details = task.details.unwrap_or_default();
                row.complexity = task.complexity;
                row.minutes = task.estimate_minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
                row.after = after;
            });
        }
        sheet
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Adds an empty row at the end; gives its number.
    pub fn add(&mut self) -> u32 {
        let id = self.next;
        self.next += 1;
        self.rows.push(Row { id, ..Row::default() });
        id
    }

    /// Changes a row.
    pub fn edit(&mut self, id: u32, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            change(row);
        }
    }

    /// Takes a row away. What waited for it waits for what it waited for: the order of the others stays.
    pub fn remove(&mut self, id: u32) {
        let Some(at) = self.place(id) else { return };
        let gone = self.rows.remove(at);
        for row in self.rows.iter_mut().filter(|row| row.after.contains(&id)) {
            row.after.retain(|on| *on != id);
            let more = gone.after.iter().filter(|on| !row.after.contains(on)).copied().collect::<Vec<_>>();
            row.after.extend(more);
        }
    }

    /// Moves a row a place up or down; at the end it stays.
    pub fn shift(&mut self, id: u32, up: bool) {
        let Some(at) = self.place(id) else { return };
        let to = if up { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(to) = to.filter(|to| *to < self.rows.len()) {
            self.rows.swap(at, to);
        }
    }

    /// The place of a row, from 0.
    pub fn place(&self, id: u32) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The rows that this one can wait for, besides those that it does: none that waits for this one.
    pub fn others(&self, id: u32) -> Vec<&Row> {
        let known = |row: &Row| self.rows.iter().any(|this| this.id == id && this.after.contains(&row.id));
        self.rows.iter().filter(|row| row.id != id && !known(row) && !self.waits(row.id, id)).collect()
    }

    /// Does `row` wait for `other`, also by way of others?
    fn waits(&self, row: u32, other: u32) -> bool {
        let after = self.rows.iter().find(|this| this.id == row).map(|this| &this.after);
        after.is_some_and(|after| after.iter().any(|on| *on == other || self.waits(*on, other)))
    }

    /// The tasks to store, each after what it waits for and otherwise in the order shown; `#0` names the first of them.
    ///
    /// # Errors
    /// The estimates that are no numbers, with the place of the row among those sent in the pointer.
    pub fn sent(&self) -> Result<Sent> {
        let order = self.order();
        let rows: Vec<u32> = order.iter().map(|row| row.id).collect();
        let mut errors = Vec::new();
        let tasks = order.iter().enumerate().map(|(at, row)| {
            let estimate_minutes = minutes(&row.minutes).unwrap_or_else(|detail| {
                errors.push(FieldError { pointer: format!("/{at}/estimateMinutes"), detail: detail.to_owned() });
                None
            });
            let names = rows.iter().enumerate().filter(|(_, id)| row.after.contains(id)).map(|(place, _)| format!("#{place}"));
            NewTask {
                title: row.title.clone(),
                details: Some(row.details.clone()).filter(|details| !details.trim().is_empty()),
                complexity: Some(row.complexity),
                estimate_minutes,
                depends_on: names.collect(),
                ..NewTask::default()
            }
        });
        let tasks = tasks.collect();
        if errors.is_empty() { Ok(Sent { tasks, rows }) } else { Err(self.of_rows(Error::Invalid { errors }, &rows)) }
    }

    /// An error of the tasks that were sent, by the numbers of their rows instead of their places.
    pub fn of_rows(&self, error: Error, sent: &[u32]) -> Error {
        let Error::Invalid { errors } = error else { return error };
        let moved = |e: FieldError| {
            let found = e.pointer.strip_prefix('/').map(|rest| rest.split_once('/').unwrap_or((rest, "")));
            let row = found.and_then(|(at, field)| Some((sent.get(at.parse::<usize>().ok()?)?, field)));
            let pointer = row.map_or_else(|| e.pointer.clone(), |(id, field)| format!("/{id}/{field}"));
            FieldError { pointer, ..e }
        };
        Error::Invalid { errors: errors.into_iter().map(moved).collect() }
    }

    /// Each after what it waits for. There is no circle: [`Self::others`] offers none.
    fn order(&self) -> Vec<&Row> {
        let mut placed: Vec<&Row> = Vec::with_capacity(self.rows.len());
        while placed.len() < self.rows.len() {
            let waiting = || self.rows.iter().filter(|row| !placed.iter().any(|done| done.id == row.id));
            let free = |row: &&Row| row.after.iter().all(|on| placed.iter().any(|done| done.id == *on));
            let Some(next) = waiting().find(free).or_else(|| waiting().next()) else { break };
            placed.push(next);
        }
        placed
    }
}

fn minutes(text: &str) -> Result<Option<i32>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "must be a whole number of minutes")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four tasks: 1 after 0, 2 after 1, 3 after 0 and 2.
    fn sheet() -> Sheet {
        let task = |title: &str, on: &[&str]| Proposed {
            title: title.into(),
            depends_on: on.iter().map(|name| (*name).to_owned()).collect(),
            estimate_minutes: Some(30),
            ..Proposed::default()
        };
        Sheet::of(vec![task("a", &[]), task("b", &["#0"]), task("c", &["#1"]), task("d", &["#0", "#2", "#3", "#9", "T4"])])
    }

    fn sent(sheet: &Sheet) -> Vec<(String, String)> {
        let tasks = sheet.sent().unwrap().tasks;
        tasks.into_iter().map(|task| (task.title, task.depends_on.join(" "))).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(title, on)| ((*title).to_owned(), (*on).to_owned())).collect()
    }

    #[test]
    fn what_is_not_touched_is_sent_as_it_was_proposed() {
        assert_eq!(sent(&sheet()), pairs(&[("a", ""), ("b", "#0"), ("c", "#1"), ("d", "#0 #2")]));
        let first = &sheet().sent().unwrap().tasks[0];
        assert_eq!((first.estimate_minutes, first.complexity, &first.details), (Some(30), Some(Complexity::Medium), &None));
    }

    #[test]
    fn what_waited_for_a_removed_row_waits_for_what_came_before_it() {
        let mut sheet = sheet();
        sheet.remove(1);
        assert_eq!(sent(&sheet), pairs(&[("a", ""), ("c", "#0"), ("d", "#0 #1")]));
        sheet.remove(0);
        assert_eq!(sent(&sheet), pairs(&[("c", ""), ("d", "#0")]));
        sheet.remove(7);
        assert_eq!(sheet.rows().len(), 2);
    }

    #[test]
    fn a_row_that_moves_takes_its_names_along() {
        let mut sheet = sheet();
        sheet.edit(3, |row| row.after = vec![0]);
        sheet.shift(3, true);
        assert_eq!(sent(&sheet), pairs(&[("a", ""), ("b", "#0"), ("d", "#0"), ("c", "#1")]));
        sheet.shift(0, true);
        sheet.shift(2, false);
        assert_eq!(sheet.rows().iter().map(|row| row.id).collect::<Vec<_>>(), [0, 1, 3, 2], "at the ends they stay");
    }

    #[test]
    fn a_row_above_what_it_waits_for_is_sent_after_it() {
        let mut sheet = sheet();
        sheet.shift(2, true);
        sheet.shift(2, true);
        assert_eq!(sheet.rows()[0].title, "c");
        assert_eq!(sent(&sheet), pairs(&[("a", ""), ("b", "#0"), ("c", "#1"), ("d", "#0 #2")]));
        assert_eq!(sheet.sent().unwrap().rows, [0, 1, 2, 3]);
    }

    #[test]
    fn no_row_can_wait_for_one_that_waits_for_it() {
        let mut sheet = sheet();
        let new = sheet.add();
        let others = |sheet: &Sheet, id| sheet.others(id).iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(others(&sheet, 0), [new], "all others wait for it");
        assert_eq!(others(&sheet, 2), [0, new]);
        assert_eq!(others(&sheet, new), [0, 1, 2, 3]);
        sheet.edit(0, |row| row.after.push(new));
        assert_eq!(others(&sheet, new), Vec::<u32>::new());
        assert_eq!(sent(&sheet)[0].0, "", "the new one comes first now");
    }

    #[test]
    fn an_error_is_shown_at_its_row() {
        let mut sheet = sheet();
        sheet.shift(2, true);
        sheet.edit(2, |row| row.minutes = "soon".into());
        assert!(sheet.sent().unwrap_err().field("/2/estimateMinutes").is_some());
        sheet.remove(0);
        sheet.edit(2, |row| row.minutes = " 45 ".into());
        let refused =
            Error::Invalid { errors: ["/1/title", "/0", ""].map(|at| FieldError { pointer: at.into(), detail: "no".into() }).to_vec() };
        let rows = sheet.sent().unwrap().rows;
        let found = sheet.of_rows(refused, &rows);
        assert_eq!(rows, [1, 2, 3]);
        assert!(found.field("/2/title").is_some() && found.field("/1/").is_some() && found.field("").is_some(), "{found:?}");
    }
}
