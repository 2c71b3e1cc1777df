//! What is to be done about a pull or merge request, as its host tells.

use crate::domain::feedback::{FailedCheck, ReviewComment};

/// Checks that fail and what reviewers wrote, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    pub checks: Vec<FailedCheck>,
    /// Without those that the host calls resolved; GitHub does not tell by this interface.
    pub comments: Vec<ReviewComment>,
}
