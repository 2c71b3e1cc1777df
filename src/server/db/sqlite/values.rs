//! Values on their way into SQLite and out of it.

use rusqlite::{
    Row, Statement,
    types::{ToSqlOutput, Value as Plain, ValueRef},
};
use sea_orm::{ProxyRow, Value, Values};

/// Binds the values of a statement.
pub struct Binder<'s, 'c>(pub &'s mut Statement<'c>);

impl Binder<'_, '_> {
    /// Binds each value where it belongs: by number where the SQL numbers it (`?2`, `$2`), else by its place.
    pub fn bind(&mut self, values: Option<&Values>) -> rusqlite::Result<()> {
        let values = values.map_or(&[][..], |values| &values.0);
        let (mut next, mut highest) = (0, 0);
        for place in 1..=self.0.parameter_count() {
            let numbered = self.0.parameter_name(place).and_then(|name| name.get(1..)?.parse().ok());
            next += usize::from(numbered.is_none());
            let number: usize = numbered.unwrap_or(next);
            let value = number.checked_sub(1).and_then(|n| values.get(n));
            let value = value.ok_or(rusqlite::Error::InvalidParameterCount(number, values.len()))?;
            self.0.raw_bind_parameter(place, plain(value)?)?;
            highest = highest.max(number);
        }
        if highest == values.len() { Ok(()) } else { Err(rusqlite::Error::InvalidParameterCount(values.len(), highest)) }
    }
}

fn plain(value: &Value) -> rusqlite::Result<ToSqlOutput<'_>> {
    let owned = |value: Option<Plain>| ToSqlOutput::Owned(value.unwrap_or(Plain::Null));
    let integer = |value: Option<i64>| owned(value.map(Plain::Integer));
    Ok(match value {
        Value::Bool(v) => integer(v.map(i64::from)),
        Value::Int(v) => integer(v.map(i64::from)),
        Value::BigInt(v) => integer(*v),
        Value::Unsigned(v) => integer(v.map(i64::from)),
        // A limit beyond what SQLite counts to is no limit.
        Value::BigUnsigned(v) => integer(v.map(|v| i64::try_from(v).unwrap_or(i64::MAX))),
        Value::Double(v) => owned(v.map(Plain::Real)),
        Value::String(v) => ToSqlOutput::Borrowed(v.as_ref().map_or(ValueRef::Null, |v| ValueRef::Text(v.as_bytes()))),
        Value::Bytes(v) => ToSqlOutput::Borrowed(v.as_ref().map_or(ValueRef::Null, |v| ValueRef::Blob(v))),
        other => return Err(rusqlite::Error::ToSqlConversionFailure(format!("the schema has no column for {other:?}").into())),
    })
}

/// The columns of an answer.
pub struct Columns(Vec<(String, bool)>);

impl Columns {
    /// Their names, and which are declared as `BOOLEAN`, which SQLite itself keeps as numbers.
    pub fn of(statement: &Statement<'_>) -> Self {
        let columns = statement.columns();
        let boolean = |declared: Option<&str>| declared.is_some_and(|kind| kind.eq_ignore_ascii_case("boolean"));
        Self(columns.iter().map(|column| (column.name().to_owned(), boolean(column.decl_type()))).collect())
    }

    /// A row by its columns' names. Whole numbers come as 64 bits, as all columns of the schema are.
    pub fn read(&self, row: &Row<'_>) -> rusqlite::Result<ProxyRow> {
        let cell = |(at, (name, boolean)): (usize, &(String, bool))| {
            let value = match row.get_ref(at)? {
                ValueRef::Null => Value::String(None),
                ValueRef::Integer(n) if *boolean => Value::Bool(Some(n != 0)),
                ValueRef::Integer(n) => Value::BigInt(Some(n)),
                ValueRef::Real(n) => Value::Double(Some(n)),
                ValueRef::Text(text) => Value::String(Some(String::from_utf8_lossy(text).into_owned())),
                ValueRef::Blob(bytes) => Value::Bytes(Some(bytes.to_vec())),
            };
            Ok((name.clone(), value))
        };
        self.0.iter().enumerate().map(cell).collect::<rusqlite::Result<_>>().map(ProxyRow::new)
    }
}
