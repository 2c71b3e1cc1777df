//! A transcript as a person reads it: what belongs together is one row.
//!
//! Pieces of a text are the text, a tool's output and result stand with its call, an answer with what was asked.

mod find;
mod plain;
mod row;

pub use find::{find, spans};
pub use plain::{Block, blocks, plain};
pub use row::{Answer, Ended, Row, What};

#[cfg(test)]
mod tests;

use super::{
    Usd,
    session::LogEntry,
    transcript::{Approval, Event, Usage},
};
use std::{collections::HashMap, rc::Rc};

/// All rows so far, and where what is still to come belongs.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    rows: Vec<Rc<Row>>,
    /// Number of the last entry that was read.
    last: u64,
    /// Texts that come in pieces, by their id.
    texts: HashMap<String, usize>,
    calls: HashMap<String, usize>,
    asks: HashMap<String, usize>,
    /// How often a file may have changed.
    changes: u64,
}

impl Reading {
    /// The rows, in order.
    pub fn rows(&self) -> &[Rc<Row>] {
        &self.rows
    }

    /// Ask for what comes after this entry.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Grows whenever the worktree may look different.
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// Reads on. What was read before is passed over.
    pub fn read(&mut self, entries: impl IntoIterator<Item = LogEntry>) {
        for entry in entries {
            if entry.n > self.last {
                self.last = entry.n;
                self.take(entry);
            }
        }
    }

    fn take(&mut self, entry: LogEntry) {
        let LogEntry { n, at, event } = entry;
        let row = |what: What| Row { n, at, nested: false, what };
        match event {
            Event::TextDelta { id, text } => self.piece(id, &text, row(What::Text { text: String::new(), done: false })),
            Event::Text { id, text, parent } => {
                let whole = Row { nested: parent.is_some(), ..row(What::Text { text: plain(&text), done: true }) };
                match self.texts.remove(&id) {
                    Some(place) => self.rows[place] = Rc::new(Row { n: self.rows[place].n, at: self.rows[place].at, ..whole }),
                    None => self.add(whole),
                }
            }
            Event::Thinking { text, parent, .. } => {
                self.add(Row { nested: parent.is_some(), ..row(What::Thinking { text: plain(&text) }) });
            }
            Event::ToolCall { id, name, title, input, risk, parent } => {
                self.calls.insert(id, self.rows.len());
                let input = row::input(&name, &title, &input);
                let what = What::Tool { name, title: plain(&title), input, risk, output: String::new(), ended: None };
                self.add(Row { nested: parent.is_some(), ..row(what) });
            }
            Event::ToolOutput { id, text } => self.within(&id, row(What::output(&text)), |output, _| output.push_str(&plain(&text))),
            Event::ToolResult { id, ok, text, bytes } => {
                self.changes += 1;
                let alone = row(What::result(&text, ok, bytes));
                self.within(&id, alone, |output, ended| {
                    *output = plain(&text);
                    *ended = Some(Ended { ok, bytes });
                });
            }
            Event::FileEdit { path, kind, patch, .. } => {
                self.changes += 1;
                self.add(row(What::Edit { path, kind, patch }));
            }
            Event::Usage(usage) => self.count(&usage, row),
            Event::ApprovalRequested(approval) => self.asked(&approval, row),
            Event::ApprovalAnswered { request, decision } => self.answered(&request, Answer::Given(decision)),
            Event::ApprovalWithdrawn { request } => self.answered(&request, Answer::Withdrawn),
            other => {
                if let Some(what) = row::short(other) {
                    self.add(row(what));
                }
            }
        }
    }

    fn add(&mut self, row: Row) {
        self.rows.push(Rc::new(row));
    }

    fn piece(&mut self, id: String, more: &str, begun: Row) {
        let place = *self.texts.entry(id).or_insert(self.rows.len());
        if place == self.rows.len() {
            self.add(begun);
        }
        if let What::Text { text, .. } = &mut Rc::make_mut(&mut self.rows[place]).what {
            text.push_str(&plain(more));
        }
    }

    /// Changes what a tool printed; a call that was never seen gets a row of its own.
    fn within(&mut self, id: &str, alone: Row, change: impl FnOnce(&mut String, &mut Option<Ended>)) {
        let found = self.calls.get(id).map(|place| Rc::make_mut(&mut self.rows[*place]));
        match found.map(|row| &mut row.what) {
            Some(What::Tool { output, ended, .. }) => change(output, ended),
            _ => {
                self.calls.insert(id.to_owned(), self.rows.len());
                self.add(alone);
            }
        }
    }

    /// Calls of the model without a word in between are one row.
    fn count(&mut self, usage: &Usage, row: impl Fn(What) -> Row) {
        if usage.tokens.is_zero() {
            return;
        }
        let cost = usage.cost_micros.map(Usd::from_micros);
        if let Some(last) = self.rows.last_mut().filter(|row| matches!(row.what, What::Usage { .. }))
            && let What::Usage { calls, tokens, cost: sum } = &mut Rc::make_mut(last).what
        {
            *calls += 1;
            *tokens = *tokens + usage.tokens;
            *sum = sum.zip(cost).map(|(sum, cost)| sum + cost);
        } else {
            self.add(row(What::Usage { calls: 1, tokens: usage.tokens, cost }));
        }
    }

    fn asked(&mut self, approval: &Approval, row: impl Fn(What) -> Row) {
        self.asks.insert(approval.request.clone(), self.rows.len());
        let title = approval.questions.first().map_or_else(|| approval.title.clone(), |first| first.question.clone());
        let what = What::Asked { title, command: approval.command.clone(), risk: approval.assessment.risk, answer: None };
        self.add(row(what));
    }

    fn answered(&mut self, request: &str, given: Answer) {
        let found = self.asks.get(request).map(|place| Rc::make_mut(&mut self.rows[*place]));
        if let Some(What::Asked { answer, .. }) = found.map(|row| &mut row.what) {
            *answer = Some(given);
        }
    }
}
