//! What an agent's wish can do, and who decides about it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The worst that an action can do, mildest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Looks, and changes nothing.
    #[default]
    Reads,
    /// Changes files or runs a program whose effect is not known.
    Writes,
    /// Speaks with other machines.
    Network,
    /// Loses what cannot be had back: files, history, running programs, a release.
    Destructive,
}

impl Risk {
    /// The word on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Writes => "writes",
            Self::Network => "network",
            Self::Destructive => "destructive",
        }
    }
}

/// What is known about an action before it happens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assessment {
    pub risk: Risk,
    /// It is known in full and stays inside the session's folder. A program that Maestro does not know, an expansion that
    /// only the shell can do, or a path that leads out is not.
    pub contained: bool,
    /// Why, in words for a person: `git push --force overwrites history`.
    pub reasons: Vec<String>,
}

impl Assessment {
    /// Known in full, with nothing to say about it.
    pub fn known(risk: Risk) -> Self {
        Self { risk, contained: true, reasons: Vec::new() }
    }

    /// Known in full, for a reason.
    pub fn because(risk: Risk, reason: impl Into<String>) -> Self {
        Self { risk, contained: true, reasons: vec![reason.into()] }
    }

    /// Not known in full, or not inside the folder.
    pub fn loose(risk: Risk, reason: impl Into<String>) -> Self {
        Self { risk, contained: false, reasons: vec![reason.into()] }
    }

    /// Both happen: the worse counts.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.risk = self.risk.max(other.risk);
        self.contained &= other.contained;
        for reason in other.reasons {
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
        self
    }

    /// A destructive action is asked for every time.
    pub fn may_be_remembered(&self) -> bool {
        self.risk < Risk::Destructive
    }
}

/// What is allowed without asking a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AutoApprove {
    /// Nothing beyond what the agent does without asking.
    #[default]
    None,
    /// Looking at what is in the session's folder.
    Read,
    /// Changing it too.
    Edit,
    /// Everything, destructive commands and commands of unknown effect included.
    All,
}

impl AutoApprove {
    /// May this happen without asking?
    pub fn allows(self, what: &Assessment) -> bool {
        match self {
            Self::None => false,
            Self::Read => what.contained && what.risk == Risk::Reads,
            Self::Edit => what.contained && what.risk <= Risk::Writes,
            Self::All => true,
        }
    }
}

/// The answer to an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    Allow,
    Deny,
}

/// How long an answer holds for the like of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Remember {
    Session,
    Goal,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_grows_with_the_setting() {
        let all = [AutoApprove::None, AutoApprove::Read, AutoApprove::Edit, AutoApprove::All];
        let allowed = |risk, contained| all.map(|auto| auto.allows(&Assessment { risk, contained, reasons: Vec::new() }));
        assert_eq!(allowed(Risk::Reads, true), [false, true, true, true]);
        assert_eq!(allowed(Risk::Writes, true), [false, false, true, true]);
        assert_eq!(allowed(Risk::Network, true), [false, false, false, true]);
        assert_eq!(allowed(Risk::Destructive, true), [false, false, false, true]);
        for risk in [Risk::Reads, Risk::Writes, Risk::Network, Risk::Destructive] {
            assert_eq!(allowed(risk, false), [false, false, false, true], "what leaves the folder is asked for: {risk:?}");
        }
    }

    #[test]
    fn the_worse_of_two_counts() {
        let both = Assessment::known(Risk::Network).and(Assessment::loose(Risk::Reads, "leaves"));
        assert_eq!(both, Assessment { risk: Risk::Network, contained: false, reasons: vec!["leaves".into()] });
        assert!(both.may_be_remembered());
        assert!(!both.and(Assessment::known(Risk::Destructive)).may_be_remembered());
    }
}
