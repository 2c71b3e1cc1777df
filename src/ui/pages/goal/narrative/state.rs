//! What is on the desk: the tone, the version that is shown, the text that is being written.

use crate::{
    domain::narrative::{Narrative, NarrativeSummary, Piece, Tone},
    rpc,
    ui::{
        browser,
        components::{Toasts, use_toasts},
        pages::goal::state::{GoalView, load},
    },
};
use dioxus::prelude::*;

/// What is done with the version that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Read,
    Edit,
    Compare,
}

/// The state of the view.
#[derive(Clone, Copy)]
pub struct Desk {
    tone: Signal<Tone>,
    /// The id of a version; none shows the newest.
    chosen: Signal<Option<String>>,
    mode: Signal<Mode>,
    /// The text that is being written, not checked yet.
    writing: Signal<Option<String>>,
    /// Grows with each edit, so that the text is asked for again.
    edits: Signal<u64>,
    toasts: Toasts,
}

/// Makes the desk known to all parts of the view; it opens in the tone that was written last.
pub fn provide(all: &[NarrativeSummary]) -> Desk {
    let newest = all.iter().max_by_key(|n| n.created_at).map(|n| n.tone).unwrap_or_default();
    let (tone, chosen, mode, writing, edits) =
        (use_signal(|| newest), use_signal(|| None), use_signal(Mode::default), use_signal(|| None), use_signal(|| 0));
    let toasts = use_toasts();
    use_context_provider(|| Desk { tone, chosen, mode, writing, edits, toasts })
}

impl Desk {
    /// Whom the text speaks to.
    pub fn tone(self) -> Tone {
        *self.tone.read()
    }

    /// Turns to other readers.
    pub fn set_tone(&mut self, tone: Tone) {
        self.tone.set(tone);
        self.chosen.set(None);
        self.mode.set(Mode::Read);
    }

    /// The versions in this tone, newest first.
    pub fn versions(self, all: &[NarrativeSummary]) -> Vec<NarrativeSummary> {
        all.iter().filter(|n| n.tone == self.tone()).cloned().collect()
    }

    /// The version that is shown, with its place.
    pub fn chosen(self, versions: &[NarrativeSummary]) -> Option<(usize, NarrativeSummary)> {
        let wanted = self.chosen.read();
        let at = wanted.as_ref().and_then(|id| versions.iter().position(|n| n.id.as_str() == id)).unwrap_or(0);
        versions.get(at).map(|n| (at, n.clone()))
    }

    /// Shows another version.
    pub fn choose(&mut self, id: String) {
        self.chosen.set(Some(id));
        self.mode.set(Mode::Read);
    }

    /// Whether the version with this id is the one that is shown.
    pub fn is_chosen(self, versions: &[NarrativeSummary], id: &str) -> bool {
        self.chosen(versions).is_some_and(|(_, shown)| shown.id.as_str() == id)
    }

    /// Turns to the version with this id, in whatever tone it is, to change it.
    pub fn edit(&mut self, all: &[NarrativeSummary], id: String) {
        if let Some(found) = all.iter().find(|n| n.id.as_str() == id) {
            self.tone.set(found.tone);
        }
        self.chosen.set(Some(id));
        self.mode.set(Mode::Edit);
    }

    /// What is done with the version that is shown.
    pub fn mode(self) -> Mode {
        *self.mode.read()
    }

    /// Turns to reading, editing or comparing.
    pub fn set_mode(&mut self, mode: Mode) {
        self.mode.set(mode);
    }

    /// What has been written so far, while it is.
    pub fn writing(self) -> Option<String> {
        self.writing.read().clone()
    }

    /// How often something was edited here.
    pub fn edits(self) -> u64 {
        *self.edits.read()
    }

    /// Another text was saved.
    pub fn edited(&mut self, view: GoalView) {
        *self.edits.write() += 1;
        self.mode.set(Mode::Read);
        view.refresh();
    }

    /// Has a narrative written and shows it as it comes.
    pub fn write(&mut self, view: GoalView) {
        let mut desk = *self;
        let tone = desk.tone();
        let goal = view.goal().id.0;
        let id = goal.clone();
        desk.mode.set(Mode::Read);
        desk.writing.set(Some(String::new()));
        spawn(async move {
            match desk.listen(goal, tone).await {
                Ok(narrative) => {
                    browser::announce("The narrative is written");
                    desk.chosen.set(Some(narrative.id.0));
                }
                Err(why) => desk.toasts.fail(format!("No narrative was written: {why}"), None),
            }
            // The list has the new version before the text that was heard goes away.
            if let Ok(fresh) = load(id).await {
                view.put(|loaded| *loaded = fresh);
            }
            desk.writing.set(None);
        });
    }

    async fn listen(&mut self, goal: String, tone: Tone) -> Result<Box<Narrative>, String> {
        let mut pieces = rpc::narratives::write(goal, tone).await.map_err(|e| e.to_string())?;
        while let Some(piece) = pieces.recv().await {
            match piece.map_err(|e| e.to_string())? {
                Piece::Delta(more) => {
                    if let Some(text) = self.writing.write().as_mut() {
                        text.push_str(&more);
                    }
                }
                Piece::Done(narrative) => return Ok(narrative),
                Piece::Error(error) => return Err(error.to_string()),
            }
        }
        Err("the connection ended before it was finished; it may still appear here".into())
    }
}
