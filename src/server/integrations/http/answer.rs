//! Earlier answers, so that nothing is asked twice in vain.

use futures::future::BoxFuture;

/// An answer worth keeping: with its `ETag` the next request costs nothing unless something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Verbatim, with `W/` and quotes.
    pub etag: String,
    /// The address of the next page.
    pub next: Option<String>,
    pub body: String,
}

/// Looks an earlier answer up by its address. Answers belong to one connection with one token: the caller forgets them
/// when the token changes.
pub type Recall<'a> = &'a (dyn Fn(String) -> BoxFuture<'static, Option<Answer>> + Sync);
