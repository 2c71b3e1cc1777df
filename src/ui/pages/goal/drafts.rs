//! What was written on a tab and is not saved yet: it is kept while the page of the goal is open.

use super::{context::Draft, measurement::SourceDraft, tasks::ProposalDraft};
use dioxus::prelude::*;

/// The drafts of a goal's page.
#[derive(Clone, Copy)]
pub struct Drafts {
    /// Of the context document.
    pub context: Signal<Option<Draft>>,
    /// Of a narrative: the id of the version that it changes, and the text.
    pub narrative: Signal<Option<(String, String)>>,
    /// Of tasks that were proposed.
    pub proposal: Signal<ProposalDraft>,
    /// Of a metric that is to be added.
    pub source: Signal<SourceDraft>,
    /// The secret that was made for a webhook, with the id of its source: it is shown until it was taken.
    pub made: Signal<Option<(String, String)>>,
}

/// Makes the drafts known to all tabs.
pub fn provide() {
    let (context, narrative) = (use_signal(|| None), use_signal(|| None));
    let proposal = use_signal(ProposalDraft::default);
    let (source, made) = (use_signal(SourceDraft::new), use_signal(|| None));
    use_context_provider(|| Drafts { context, narrative, proposal, source, made });
}

/// The drafts of this page.
pub fn use_drafts() -> Drafts {
    use_context()
}
