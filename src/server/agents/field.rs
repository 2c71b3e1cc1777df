//! Fields of a JSON value that may be there or not.

use serde_json::Value;

/// The text at this pointer.
pub fn text<'v>(value: &'v Value, pointer: &str) -> Option<&'v str> {
    value.pointer(pointer).and_then(Value::as_str)
}

/// The same, to keep.
pub fn owned(value: &Value, pointer: &str) -> Option<String> {
    text(value, pointer).map(str::to_owned)
}

/// The whole number at this pointer; 0 where there is none.
pub fn number(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// Is it there, and true?
pub fn flag(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer).and_then(Value::as_bool).unwrap_or_default()
}

/// The list at this pointer; empty where there is none.
pub fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The texts of the list at this pointer.
pub fn texts(value: &Value, pointer: &str) -> Vec<String> {
    list(value, pointer).iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The time at this pointer, in seconds since 1970.
pub fn time(value: &Value, pointer: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    value.pointer(pointer).and_then(Value::as_i64).and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
}
