//! Where a page of a list ends: opaque to callers, a position to us.

use crate::domain::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sea_orm::{ColumnTrait, Condition};

/// A position in a list that is sorted by a number and then by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The sort key of the last item seen.
    pub at: i64,
    /// Its id.
    pub id: String,
}

impl Cursor {
    /// The text that callers send back.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}:{}", self.at, self.id))
    }

    /// The condition for what comes after it, newest first.
    pub fn after<C: ColumnTrait>(self, at: C, id: C) -> Condition {
        let same = Condition::all().add(at.eq(self.at)).add(id.lt(self.id));
        Condition::any().add(at.lt(self.at)).add(same)
    }

    /// A page of `limit` from rows that were asked for with one more, and where the next one begins.
    pub fn cut<T>(mut rows: Vec<T>, limit: u64, place: impl Fn(&T) -> (i64, String)) -> (Vec<T>, Option<String>) {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| more).map(place);
        (rows, last.map(|(at, id)| Self { at, id }.encode()))
    }

    /// Reads what [`Self::encode`] made.
    pub fn decode(text: &str) -> Result<Self> {
        let bad = || Error::invalid("/cursor", "is not a cursor of this list; start again without it");
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
        let text = String::from_utf8(bytes).map_err(|_| bad())?;
        let (at, id) = text.split_once(':').ok_or_else(bad)?;
        Ok(Self { at: at.parse().map_err(|_| bad())?, id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_comes_back_as_it_went() {
        let cursor = Cursor { at: -5, id: "a:b".into() };
        assert_eq!(Cursor::decode(&cursor.encode()).unwrap(), cursor);
        assert!(Cursor::decode("nonsense").is_err());
    }
}
