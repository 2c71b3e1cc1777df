//! One field at a time: what can be made of it, and what was odd about it.

use super::read::Row;
use crate::domain::text::{LABEL_MOST, TAGS_MOST, TEXT_MOST, TITLE_MOST};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// Something about a row that is not as it should be, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Oddity {
    pub table: &'static str,
    /// SQLite's number of the row; absent where the whole table is odd.
    pub row: Option<i64>,
    pub id: Option<String>,
    pub detail: String,
}

/// A row of the original while it is being read.
pub struct Fields<'a> {
    pub table: &'static str,
    pub row: &'a Row,
    pub oddities: &'a mut Vec<Oddity>,
}

impl Fields<'_> {
    /// Notes what is odd about this row.
    pub fn odd(&mut self, detail: impl Into<String>) {
        let id = self.row.texts.get("id").cloned();
        self.oddities.push(Oddity { table: self.table, row: Some(self.row.number), id, detail: detail.into() });
    }

    /// The old id; a row without one goes by its number.
    pub fn id(&mut self) -> String {
        let id = self.row.texts.get("id").map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
        id.unwrap_or_else(|| {
            self.odd("has no id; known by its row number from now on");
            format!("row {}", self.row.number)
        })
    }

    /// A text; none if there is nothing but space in it. An over-long one is cut.
    pub fn text(&mut self, column: &'static str) -> Option<String> {
        let text = self.row.texts.get(column).filter(|text| !text.trim().is_empty())?;
        Some(self.cut(column, text, TEXT_MOST))
    }

    /// A short text on one line, as a name.
    pub fn label(&mut self, column: &'static str) -> Option<String> {
        let text = self.row.texts.get(column).map(|text| text.trim()).filter(|text| !text.is_empty())?;
        Some(self.cut(column, text, LABEL_MOST))
    }

    /// A title; `instead` where there is none.
    pub fn title(&mut self, column: &'static str, instead: &str) -> String {
        let Some(text) = self.row.texts.get(column).map(|text| text.trim()).filter(|text| !text.is_empty()) else {
            self.odd(format!("has no {column}: called \"{instead}\""));
            return instead.chars().take(TITLE_MOST).collect();
        };
        self.cut(column, text, TITLE_MOST)
    }

    /// The whole number in a column, if it can be one.
    pub fn count(&mut self, column: &'static str) -> Option<i64> {
        let number = self.number(column)?;
        #[expect(clippy::cast_possible_truncation, reason = "bounded on this line")]
        let count = (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then_some(number as i64);
        if count.is_none() {
            self.odd(format!("{column} is {number}: left out"));
        }
        count
    }

    /// The number in a column, if it is one.
    pub fn number(&mut self, column: &'static str) -> Option<f64> {
        let text = self.row.texts.get(column)?;
        let number = self.row.numbers.get(column).copied().or_else(|| text.trim().parse().ok()).filter(|n| n.is_finite());
        if number.is_none() && !text.trim().is_empty() {
            self.odd(format!("{column} is no number ({}): left out", shown(text)));
        }
        number
    }

    /// A time, in any of the forms that SQLite and JavaScript write.
    pub fn time(&mut self, column: &'static str) -> Option<DateTime<Utc>> {
        let text = self.row.texts.get(column).map(|text| text.trim()).filter(|text| !text.is_empty())?;
        let time = time(text);
        if time.is_none() {
            self.odd(format!("{column} is no time ({}): left out", shown(text)));
        }
        time
    }

    /// A JSON array of texts. What is not one is taken for texts between commas.
    pub fn labels(&mut self, column: &'static str) -> Vec<String> {
        let Some(text) = self.row.texts.get(column).map(|text| text.trim()).filter(|text| !text.is_empty()) else { return Vec::new() };
        let given: Vec<String> = if let Ok(Value::Array(values)) = serde_json::from_str(text) {
            values.into_iter().filter_map(word).collect()
        } else {
            self.odd(format!("{column} is no JSON list ({}): read as words between commas", shown(text)));
            text.split(',').map(|part| part.trim_matches(|c: char| c.is_whitespace() || "[]{}\"'".contains(c)).to_owned()).collect()
        };
        let mut kept: Vec<String> = Vec::new();
        for label in given {
            let label = self.cut(column, label.trim(), LABEL_MOST);
            if !label.is_empty() && !kept.contains(&label) {
                kept.push(label);
            }
        }
        if kept.len() > TAGS_MOST {
            self.odd(format!("{column} has {} entries: the first {TAGS_MOST} were kept", kept.len()));
            kept.truncate(TAGS_MOST);
        }
        kept
    }

    fn cut(&mut self, column: &str, text: &str, most: usize) -> String {
        if text.contains(char::REPLACEMENT_CHARACTER) {
            self.odd(format!("{column} has bytes that are no text: shown as \u{FFFD}"));
        }
        if text.len() <= most || text.chars().count() <= most {
            return text.to_owned();
        }
        self.odd(format!("{column} is longer than {most} characters: cut"));
        text.chars().take(most).collect()
    }
}

fn word(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn time(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let forms = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    let naive = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || text.parse::<chrono::NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    naive.or_else(day).map(|time| time.and_utc())
}

/// The beginning of a text, for a message.
fn shown(text: &str) -> String {
    let short: String = text.chars().take(40).collect();
    if short.len() < text.len() { format!("`{short}…`") } else { format!("`{short}`") }
}
