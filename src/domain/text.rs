//! Limits on what people and agents may write.

use super::error::FieldError;

/// The longest title, in characters.
pub const TITLE_MOST: usize = 200;
/// The longest text, in characters.
pub const TEXT_MOST: usize = 200_000;
/// The most tags on one goal.
pub const TAGS_MOST: usize = 50;
/// The longest tag, project name, unit or other label, in characters.
pub const LABEL_MOST: usize = 100;
/// The longest address, in characters.
pub const URL_MOST: usize = 2_000;

/// Collects what is wrong with a body, so that the caller hears all of it at once.
#[derive(Debug, Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Notes that the field at `pointer` is wrong.
    pub fn fail(&mut self, pointer: impl Into<String>, detail: impl Into<String>) {
        self.errors.push(FieldError { pointer: pointer.into(), detail: detail.into() });
    }

    /// A required title: trimmed, not empty, not over-long.
    pub fn title(&mut self, pointer: &str, value: &str) -> String {
        let value = value.trim();
        if value.is_empty() {
            self.fail(pointer, "must not be empty");
        }
        self.at_most(pointer, value, TITLE_MOST);
        value.to_owned()
    }

    /// An optional text: an empty one is none.
    pub fn text(&mut self, pointer: &str, value: Option<String>) -> Option<String> {
        self.optional(pointer, value, TEXT_MOST)
    }

    /// An optional short text, as a project name or a unit.
    pub fn label(&mut self, pointer: &str, value: Option<String>) -> Option<String> {
        self.optional(pointer, value, LABEL_MOST)
    }

    /// An optional web address.
    pub fn url(&mut self, pointer: &str, value: Option<String>) -> Option<String> {
        let value = self.optional(pointer, value, URL_MOST).map(|url| url.trim().to_owned())?;
        if !(value.starts_with("https://") || value.starts_with("http://")) || value.contains(char::is_whitespace) {
            self.fail(pointer, "must be an address that starts with https:// or http://");
        }
        Some(value)
    }

    /// Labels, trimmed, without empty ones and repeats.
    pub fn labels(&mut self, pointer: &str, values: Vec<String>) -> Vec<String> {
        if values.len() > TAGS_MOST {
            self.fail(pointer, format!("must have at most {TAGS_MOST} entries"));
        }
        let mut kept: Vec<String> = Vec::new();
        for (i, value) in values.into_iter().enumerate() {
            let value = value.trim().to_owned();
            self.at_most(&format!("{pointer}/{i}"), &value, LABEL_MOST);
            if !value.is_empty() && !kept.contains(&value) {
                kept.push(value);
            }
        }
        kept
    }

    /// Notes a text of more than `most` characters, or with the one that PostgreSQL cannot store.
    pub fn at_most(&mut self, pointer: &str, value: &str, most: usize) {
        if value.contains('\0') {
            self.fail(pointer, "must not contain the character NUL");
        }
        if value.len() > most && value.chars().count() > most {
            self.fail(pointer, format!("must be at most {most} characters"));
        }
    }

    /// Nothing wrong: go on. Otherwise all that was noted.
    pub fn done(self) -> super::Result<()> {
        if self.errors.is_empty() { Ok(()) } else { Err(super::Error::Invalid { errors: self.errors }) }
    }

    fn optional(&mut self, pointer: &str, value: Option<String>, most: usize) -> Option<String> {
        let value = value.filter(|v| !v.trim().is_empty())?;
        self.at_most(pointer, &value, most);
        Some(value)
    }
}
