//! Who may call: people, tokens and how far they reach.

use super::{PersonId, Result, SessionId, TokenId, patch, text::Check};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a token reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The agents' endpoints only.
    #[default]
    Report,
    /// Reading everything.
    Read,
    /// Everything.
    Full,
}

impl Scope {
    /// All, from the narrowest on.
    pub const ALL: [Self; 3] = [Self::Report, Self::Read, Self::Full];

    /// The word on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Read => "read",
            Self::Full => "full",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// Somebody who logs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// Their Tailscale login, if they come that way.
    pub login: Option<String>,
    pub created_at: DateTime<Utc>,
}

impl Person {
    /// Up to two letters for the avatar.
    pub fn initials(&self) -> String {
        let words = self.name.split_whitespace().filter_map(|w| w.chars().next());
        words.take(2).flat_map(char::to_uppercase).collect()
    }
}

/// The body that adds or changes a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewPerson {
    pub name: String,
    /// Their Tailscale login, as `ada@example.com`, if they come that way.
    pub login: Option<String>,
}

impl NewPerson {
    /// Trims and refuses what does not fit.
    pub fn check(self) -> Result<Self> {
        let mut check = Check::default();
        let checked =
            Self { name: check.title("/name", &self.name), login: check.label("/login", self.login).map(|login| login.to_lowercase()) };
        check.done().map(|()| checked)
    }
}

/// The body that changes a person: what is absent stays, `null` clears.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PersonPatch {
    pub name: Option<String>,
    /// Their Tailscale login.
    #[serde(deserialize_with = "patch::given", skip_serializing_if = "Option::is_none")]
    pub login: Option<Option<String>>,
}

impl From<NewPerson> for PersonPatch {
    fn from(form: NewPerson) -> Self {
        Self { name: Some(form.name), login: Some(form.login) }
    }
}

impl PersonPatch {
    /// What becomes of name and login.
    pub fn apply(self, person: &Person) -> Result<NewPerson> {
        let name = self.name.unwrap_or_else(|| person.name.clone());
        NewPerson { name, login: self.login.unwrap_or_else(|| person.login.clone()) }.check()
    }
}

/// In whose name a request came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// As the activity log names it: a person's name, `token laptop`.
    pub actor: String,
    pub scope: Scope,
    /// Set for people who are signed in.
    pub person: Option<Person>,
}

/// A token as a list shows it: never the token itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub scope: Scope,
    /// The first characters, to tell tokens apart.
    pub prefix: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// It was made for this session, and can report for no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<SessionId>,
}

/// The body that makes a token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct NewToken {
    #[schema(required = true)]
    pub name: String,
    pub scope: Scope,
    /// Days until it ends; absent: never.
    pub expires_in_days: Option<i64>,
    /// When it ends, instead of the days.
    pub expires_at: Option<DateTime<Utc>>,
}

impl NewToken {
    /// Trims and refuses what does not fit.
    pub fn check(self, now: DateTime<Utc>) -> Result<Self> {
        let mut check = Check::default();
        match self.expires_at {
            Some(_) if self.expires_in_days.is_some() => {
                check.fail("/expiresAt", "must not be given with expiresInDays; one of them is enough")
            }
            Some(end) if end <= now => check.fail("/expiresAt", "must be in the future"),
            _ => {}
        }
        if self.expires_in_days.is_some_and(|d| !(1..=3650).contains(&d)) {
            check.fail("/expiresInDays", "must be between 1 and 3650 days");
        }
        let checked = Self { name: check.title("/name", &self.name), ..self };
        check.done().map(|()| checked)
    }
}

/// A new token: the only time that it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MadeToken {
    #[serde(flatten)]
    pub token: Token,
    /// `mst_…`: keep it, it is not shown again.
    pub secret: String,
}
