//! Looking things up.

use super::{Query, store};
use crate::{
    domain::{Result, search::Hit},
    server::App,
};

/// What has all the words of `q`, best first; nothing where there are no words.
pub async fn search(app: &App, q: &str, limit: u64) -> Result<Vec<Hit>> {
    match Query::parse(q) {
        Some(query) => store::find(app.store.reader(), &query, limit).await,
        None => Ok(Vec::new()),
    }
}
