//! Questions whose answer is one number.

use crate::domain::Result;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};

#[derive(FromQueryResult)]
struct Number {
    n: i64,
}

/// The number that `sql` names `n`; 0 where there is no row.
pub async fn one_number<const N: usize>(db: &impl ConnectionTrait, sql: &str, values: [Value; N]) -> Result<i64> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(Number::find_by_statement(statement).one(db).await?.map_or(0, |row| row.n))
}
