//! The lists and headings of a text, as tasks in the raw.

use super::line::{self, Line, Mark};

/// One entry of a text that could be a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub title: String,
    /// The lines below it that belong to it.
    pub details: Vec<String>,
    /// It is a numbered step that comes after the entry before.
    pub follows: bool,
}

/// What a text lists.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub items: Vec<Entry>,
    pub headings: Vec<Entry>,
    /// How many items are ticked already; they are left out.
    pub ticked: usize,
}

/// Lists below these headings are no work.
const NO_WORK: [&str; 18] = [
    "background",
    "context",
    "faq",
    "further reading",
    "glossary",
    "links",
    "motivation",
    "no goals",
    "non goals",
    "notes",
    "open questions",
    "out of scope",
    "overview",
    "problem",
    "references",
    "risks",
    "see also",
    "why",
];
/// Headings that every document has.
const NO_TASK: [&str; 16] = [
    "acceptance criteria",
    "approach",
    "description",
    "details",
    "goal",
    "goals",
    "introduction",
    "plan",
    "proposal",
    "requirements",
    "scope",
    "solution",
    "steps",
    "summary",
    "tasks",
    "todo",
];

/// Reads the lists and headings of `text`; code and quotes are passed over.
pub(super) fn read(text: &str) -> Outline {
    let mut reader = Reader::default();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start();
        let mark = ["```", "~~~", "{code", "{noformat"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) => reader.line(line),
            _ => {}
        }
    }
    reader.outline
}

/// What the next line belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    Item,
    Heading,
}

#[derive(Debug, Default)]
struct Reader {
    outline: Outline,
    open: Open,
    /// How far the items of the present list are set in.
    indent: usize,
    /// The number of the last step, where the last item was one.
    step: Option<u32>,
    /// A paragraph or a heading stood after the last item.
    broken: bool,
    /// The present heading is one whose lists are no work.
    passed_over: bool,
}

impl Reader {
    fn line(&mut self, text: &str) {
        let Some(line) = line::read(text) else { return };
        let inside = self.open == Open::Item && line.indent > self.indent + 1;
        match line.mark {
            Mark::Heading => self.heading(line),
            _ if inside => self.detail(text),
            Mark::Plain if self.open == Open::Item && !self.broken && line.indent > self.indent => self.detail(text),
            Mark::Plain => self.paragraph(text),
            _ => self.item(line),
        }
    }

    fn heading(&mut self, line: Line<'_>) {
        let title = line::title(line.text);
        let name = title.to_lowercase().replace('-', " ");
        self.passed_over = NO_WORK.contains(&name.as_str());
        self.broken = true;
        self.open = Open::Nothing;
        if !self.passed_over && !NO_TASK.contains(&name.as_str()) && line::says_something(&title) {
            self.outline.headings.push(Entry { title, ..Entry::default() });
            self.open = Open::Heading;
        }
    }

    fn item(&mut self, line: Line<'_>) {
        let title = line::title(line.text);
        let step = if let Mark::Step(number) = line.mark { Some(number) } else { None };
        // A list that begins anew after a paragraph has nothing to do with the one before.
        let follows = matches!((self.step, step), (Some(before), Some(now)) if now > before || !self.broken);
        self.indent = line.indent;
        self.open = Open::Nothing;
        if self.passed_over || !line::says_something(&title) {
            return;
        }
        if line.ticked {
            self.outline.ticked += 1;
            return;
        }
        self.outline.items.push(Entry { title, follows, ..Entry::default() });
        (self.step, self.broken, self.open) = (step, false, Open::Item);
    }

    fn detail(&mut self, text: &str) {
        if let Some(item) = self.outline.items.last_mut() {
            let text = text.strip_prefix(&" ".repeat(self.indent)).unwrap_or(text);
            item.details.push(text.strip_prefix("  ").unwrap_or(text).trim_end().to_owned());
        }
    }

    fn paragraph(&mut self, text: &str) {
        self.broken = true;
        if self.open == Open::Item {
            self.open = Open::Nothing;
        }
        if let (Open::Heading, Some(heading)) = (self.open, self.outline.headings.last_mut()) {
            heading.details.push(text.trim().to_owned());
        }
    }
}
