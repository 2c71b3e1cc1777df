//! Looking things up.

use super::{Query, store};
use crate::{
    domain::{Page, Result, search::Hit},
    server::{App, db::Cursor},
};

/// A cursor that was made up must not make a number overflow.
const DEEPEST: u64 = 1_000_000_000;

/// What has all the words of `q`, best first; nothing where there are no words.
pub async fn search(app: &App, q: &str, limit: u64) -> Result<Vec<Hit>> {
    page(app, q, limit, None).await.map(|page| page.items)
}

/// A page of the same. Ranks have no place of their own, so a cursor counts what was shown.
pub async fn page(app: &App, q: &str, limit: u64, cursor: Option<&str>) -> Result<Page<Hit>> {
    let Some(query) = Query::parse(q) else { return Ok(Page::whole(Vec::new())) };
    let skip = cursor.map(Cursor::decode).transpose()?.map_or(0, |cursor| u64::try_from(cursor.at).unwrap_or(0).min(DEEPEST));
    let hits = store::find(app.store.reader(), &query, (skip, limit + 1)).await?;
    let (items, next) = Cursor::cut(hits, limit, |_| (i64::try_from(skip + limit).unwrap_or(i64::MAX), String::new()));
    Ok(Page { items, next_cursor: next })
}
