//! Enumerations and small values as they stand in a column.

use serde::{Serialize, de::DeserializeOwned};

/// The word of a plain enumeration.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => other.map(|value| value.to_string()).unwrap_or_default(),
    }
}

/// What [`word`] wrote; none for a word of a newer Maestro.
pub fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// A value as JSON.
pub fn json<T: Serialize>(value: &T) -> String {
    // Plain data of our own: it has no key that is not a text.
    serde_json::to_string(value).unwrap_or_default()
}

/// What [`json`] wrote.
pub fn of_json<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
