//! Lists come in pages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How many items a page has when the caller does not say.
pub const DEFAULT_LIMIT: u64 = 50;
/// The most items that one page gives.
pub const MOST: u64 = 200;

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Send it back as `?cursor=` for the next page; null on the last.
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// A list that is complete.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None }
    }

    /// The part of a list that is asked for: the cursor is the id of the last item of the page before.
    ///
    /// # Errors
    /// The limit is out of range, or the cursor is of no item of this list.
    pub fn cut(mut items: Vec<T>, asked: Option<u64>, cursor: Option<&str>, id: impl Fn(&T) -> &str) -> super::Result<Self> {
        let limit = usize::try_from(limit(asked)?).unwrap_or(usize::MAX);
        if let Some(cursor) = cursor {
            let last = items.iter().position(|item| id(item) == cursor);
            let last = last.ok_or_else(|| super::Error::invalid("/cursor", "is not the `nextCursor` of a page of this list"))?;
            items.drain(..=last);
        }
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = items.last().filter(|_| more).map(|last| id(last).to_owned());
        Ok(Self { items, next_cursor })
    }
}

/// How many items a page gets for what the caller asked.
pub fn limit(asked: Option<u64>) -> super::Result<u64> {
    match asked {
        None => Ok(DEFAULT_LIMIT),
        Some(n) if (1..=MOST).contains(&n) => Ok(n),
        Some(_) => Err(super::Error::invalid("/limit", format!("must be between 1 and {MOST}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_join_into_the_list() {
        let list = || vec!["a", "b", "c", "d", "e"];
        let (mut all, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let page = Page::cut(list(), Some(2), cursor.as_deref(), |item| item).unwrap();
            all.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(all, list());
        assert!(Page::cut(list(), Some(0), None, |item| item).is_err() && Page::cut(list(), None, Some("x"), |item| item).is_err());
        assert_eq!(Page::cut(list(), Some(5), None, |item| item).unwrap().next_cursor, None);
    }
}
