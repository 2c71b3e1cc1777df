//! What a webhook tells. It is a hint to look, not the truth: the details are fetched afterwards.

use crate::domain::{artifact::PullState, reference::Reference};

/// Something that happened at a code host.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// The hook was set up.
    Ping,
    /// A pull or merge request changed, or its reviews or CI did.
    Pulled(Box<PulledChange>),
    /// Commits arrived on a branch.
    Pushed { branch: String, commits: Vec<PushedCommit> },
    /// The CI of a commit changed.
    Checked { sha: String },
    /// Nothing that matters here.
    Other,
}

/// A pull or merge request as its event shows it; what an event leaves out is none.
#[derive(Clone, Debug, PartialEq)]
pub struct PulledChange {
    pub reference: Reference,
    pub title: String,
    pub description: String,
    pub branch: String,
    pub state: Option<PullState>,
    pub author: Option<String>,
}

/// A commit as a push shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedCommit {
    pub reference: Reference,
    pub message: String,
    pub author: Option<String>,
}

/// Why a delivery is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    #[error("the delivery is not signed; set the same secret at the code host and in Settings")]
    Unsigned,
    #[error("the signature does not fit the secret of any connection")]
    WrongSignature,
    #[error("the delivery is too old or from the future; check the clocks")]
    WrongTime,
    #[error("the delivery could not be read")]
    Malformed,
}
