//! What is on the desk: the query, what it found, what of it is wanted, and what came of it.

use crate::{
    domain::{
        Error, Result,
        jira::{ImportStep, Imported, Preview, Query, suggest::Suggestions},
    },
    rpc,
    ui::browser,
};
use dioxus::prelude::*;
use std::collections::BTreeSet;

/// What the desk waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    Preview,
    Suggestions,
    Import,
}

/// The state of an import.
#[derive(Clone, Copy)]
pub struct Desk {
    connection: Signal<String>,
    open: Signal<bool>,
    pub jql: Signal<String>,
    /// The query whose issues are shown: what is written meanwhile is another one.
    shown: Signal<String>,
    pub preview: Signal<Option<Preview>>,
    pub chosen: Signal<BTreeSet<String>>,
    pub suggestions: Signal<Option<Suggestions>>,
    pub imported: Signal<Option<Imported>>,
    waits: Signal<Option<Waits>>,
    /// How far an import is: so many, of so many where that is known.
    pub progress: Signal<Option<(&'static str, u64, Option<u64>)>>,
    /// What went wrong, with what was being done.
    pub error: Signal<Option<(Waits, Error)>>,
    onchange: Callback<()>,
}

/// Makes the desk known to all parts of the panel.
pub fn provide(connection: String, onchange: Callback<()>) -> Desk {
    let (connection, open, jql, preview) = (use_signal(|| connection), use_signal(|| false), use_signal(String::new), use_signal(|| None));
    let (chosen, suggestions, imported) = (use_signal(BTreeSet::new), use_signal(|| None), use_signal(|| None));
    let shown = use_signal(String::new);
    let (waits, progress, error) = (use_signal(|| None), use_signal(|| None), use_signal(|| None));
    use_context_provider(|| Desk { connection, open, jql, shown, preview, chosen, suggestions, imported, waits, progress, error, onchange })
}

impl Desk {
    /// An id on this desk.
    pub fn id(self, name: &str) -> String {
        format!("jira-{name}-{}", self.connection.read())
    }

    pub fn is_open(self) -> bool {
        *self.open.read()
    }

    /// Shows the query, ready to be written.
    pub fn open(&mut self) {
        self.open.set(true);
        let field = self.id("jql");
        spawn(async move {
            browser::sleep(30).await;
            browser::focus(&field);
        });
    }

    /// Puts all away but the query.
    pub fn close(&mut self) {
        self.clear();
        self.open.set(false);
        let button = format!("jira-open-{}", self.connection.peek());
        spawn(async move {
            browser::sleep(30).await;
            browser::focus(&button);
        });
    }

    fn clear(&mut self) {
        self.preview.set(None);
        self.suggestions.set(None);
        self.imported.set(None);
        self.error.set(None);
        self.chosen.write().clear();
    }

    /// Whether it waits for this.
    pub fn waits_for(self, what: Waits) -> bool {
        *self.waits.read() == Some(what)
    }

    /// Whether it waits for anything.
    pub fn is_busy(self) -> bool {
        self.waits.read().is_some()
    }

    /// What is wrong with the query, and what else went wrong.
    pub fn wrong(self) -> (Option<String>, Option<String>) {
        let error = self.error.read();
        let Some((waits, error)) = error.as_ref() else { return (None, None) };
        if let Some(field) = error.field("/jql") {
            return (Some(field.to_owned()), None);
        }
        let what = match waits {
            Waits::Preview => "Not shown",
            Waits::Suggestions => "No suggestions",
            Waits::Import => "Not imported",
        };
        (None, Some(format!("{what}: {error}")))
    }

    fn query(self, jql: String, keys: Option<Vec<String>>) -> Query {
        Query { connection_id: Some(self.connection.peek().clone()), jql, keys }
    }

    /// Asks what the query finds; new issues are wanted unless somebody says otherwise.
    pub async fn show(mut self) {
        if self.is_busy() {
            return;
        }
        self.waits.set(Some(Waits::Preview));
        self.error.set(None);
        let asked = self.jql.peek().clone();
        match rpc::jira::preview(self.query(asked.clone(), None)).await {
            Ok(preview) => {
                self.clear();
                self.shown.set(asked);
                let new = preview.issues.iter().filter(|issue| issue.known.is_none()).map(|issue| issue.key.clone());
                self.chosen.set(new.collect());
                browser::announce(&format!("{} issues", preview.issues.len()));
                self.preview.set(Some(preview));
            }
            Err(error) => self.error.set(Some((Waits::Preview, error))),
        }
        self.waits.set(None);
    }

    /// Asks which of the issues are worth a goal.
    pub async fn suggest(mut self) {
        if self.is_busy() {
            return;
        }
        self.waits.set(Some(Waits::Suggestions));
        self.error.set(None);
        let shown = self.shown.peek().clone();
        match rpc::jira::suggest(self.query(shown, None)).await {
            Ok(found) => {
                browser::announce(&format!("{} issues are worth a goal", found.suggestions.len()));
                self.suggestions.set(Some(found));
            }
            Err(error) => self.error.set(Some((Waits::Suggestions, error))),
        }
        self.waits.set(None);
    }

    /// Wants only what was suggested.
    pub fn choose_suggested(&mut self) {
        let keys = self.suggestions.peek().iter().flat_map(|found| found.suggestions.iter().map(|s| s.key.clone())).collect();
        self.chosen.set(keys);
    }

    /// Wants an issue, or not.
    pub fn choose(&mut self, key: &str, wanted: bool) {
        let mut chosen = self.chosen.write();
        if wanted {
            chosen.insert(key.to_owned());
        } else {
            chosen.remove(key);
        }
    }

    /// Wants all that are shown and are not in the archive, or none.
    pub fn choose_all(&mut self, wanted: bool) {
        let preview = self.preview.peek();
        let shown = preview.iter().flat_map(|preview| &preview.issues).filter(|issue| !issue.known.as_ref().is_some_and(|k| k.archived));
        let keys: BTreeSet<String> = if wanted { shown.map(|issue| issue.key.clone()).collect() } else { BTreeSet::new() };
        drop(preview);
        self.chosen.set(keys);
    }

    /// Makes goals of what is wanted, or of all that the query finds.
    pub async fn import(mut self, all: bool) {
        if self.is_busy() {
            return;
        }
        let keys = (!all).then(|| self.chosen.peek().iter().cloned().collect());
        self.waits.set(Some(Waits::Import));
        self.error.set(None);
        self.imported.set(None);
        self.progress.set(Some(("Reading", 0, None)));
        let shown = self.shown.peek().clone();
        match self.listen(self.query(shown, keys)).await {
            Ok(imported) => {
                browser::announce(&format!("{} goals added", imported.added));
                self.preview.set(None);
                self.suggestions.set(None);
                self.imported.set(Some(imported));
            }
            Err(error) => self.error.set(Some((Waits::Import, error))),
        }
        self.progress.set(None);
        self.waits.set(None);
        self.onchange.call(());
    }

    async fn listen(&mut self, query: Query) -> Result<Imported> {
        let mut steps = rpc::jira::import(query).await?;
        while let Some(step) = steps.recv().await {
            match step.map_err(|error| Error::unreachable(error.to_string()))? {
                ImportStep::Reading { read, of } => self.progress.set(Some(("Reading", read, of))),
                ImportStep::Writing { done, of } => self.progress.set(Some(("Importing", done, Some(of)))),
                ImportStep::Done(imported) => return Ok(imported),
                ImportStep::Failed(error) => return Err(error),
            }
        }
        Err(Error::unreachable("the connection ended before it was finished; look at the board before you press again"))
    }
}
