//! Any number of ids in one question.

use sea_orm::{DatabaseBackend, Value, sea_query::Expr};

/// SQL that lists `ids`, and the one value `$1` that it takes.
///
/// One text and not a parameter an id: the question stays the same for any number of
/// them, so that it is prepared once, and no database's limit of parameters is met.
pub fn many(backend: DatabaseBackend, ids: &[String]) -> (&'static str, Value) {
    let list = if backend == DatabaseBackend::Postgres {
        "SELECT json_array_elements_text(CAST($1 AS json))"
    } else {
        "SELECT value FROM json_each($1)"
    };
    (list, serde_json::to_string(ids).unwrap_or_default().into())
}

/// The condition that `column` is one of `ids`.
pub fn one_of(backend: DatabaseBackend, column: &str, ids: &[String]) -> Expr {
    let (list, ids) = many(backend, ids);
    // Inside a question that is put together, SQLite's parameters are counted, not named.
    let list = if backend == DatabaseBackend::Postgres { list.to_owned() } else { list.replace("$1", "?") };
    Expr::cust_with_values(format!("{column} IN ({list})"), [ids])
}
