//! Names of records: opaque ids (`UUIDv7`) and short keys a person can say (`G12`, `T34`, `S56`).

use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )+};
}

ids! {
    /// A goal. Where an id is accepted, the key (`G12`) is too.
    GoalId,
    /// A task. Where an id is accepted, the key (`T34`) is too.
    TaskId,
    /// An agent's session. Where an id is accepted, the key (`S56`) is too.
    SessionId,
    /// An entry of a goal's work log.
    UpdateId,
    /// A pull request, commit, file or link.
    ArtifactId,
    /// A before/after pair of a goal.
    MetricId,
    /// A generated or edited text about a goal.
    NarrativeId,
    /// A report as an agent sent it.
    ReportId,
    /// Somebody who logs in.
    PersonId,
    /// An access token.
    TokenId,
}

/// An id as it is stored, from how a caller wrote it: a UUID reads in any letter case.
pub fn stored(id: &str) -> String {
    id.trim().replace('\0', "").to_ascii_lowercase()
}

/// The kinds of record that have a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyed {
    Goal,
    Task,
    Session,
}

impl Keyed {
    /// The letter that the keys of this kind start with.
    pub fn letter(self) -> char {
        match self {
            Self::Goal => 'G',
            Self::Task => 'T',
            Self::Session => 'S',
        }
    }

    /// The key of record `number`: `G12`.
    pub fn key(self, number: i64) -> String {
        format!("{}{number}", self.letter())
    }

    /// Reads a key of this kind in any letter case; none if `text` is something else.
    pub fn number(self, text: &str) -> Option<i64> {
        let mut chars = text.trim().chars();
        let letter = chars.next()?;
        let digits = chars.as_str();
        let ours = letter.eq_ignore_ascii_case(&self.letter()) && digits.bytes().all(|b| b.is_ascii_digit());
        if ours { digits.parse().ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::Keyed;

    #[test]
    fn a_key_reads_in_any_case_and_nothing_else_does() {
        assert_eq!(Keyed::Goal.key(12), "G12");
        assert_eq!(Keyed::Goal.number("g12"), Some(12));
        for other in ["T12", "G", "G1x", "G-1", "", "0192f0c1-7d3e-7000-8000-000000000000"] {
            assert_eq!(Keyed::Goal.number(other), None, "{other}");
        }
    }
}
