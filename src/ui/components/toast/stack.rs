use dioxus::prelude::*;
use std::{collections::VecDeque, rc::Rc};

/// So many are shown at once.
const MOST_SHOWN: usize = 3;
/// So many steps can be undone.
const MOST_UNDONE: usize = 20;

/// What a notice offers to do.
pub type Action = Rc<dyn Fn()>;

/// One notice.
#[derive(Clone)]
pub struct Toast {
    pub id: u64,
    pub text: String,
    /// Something failed: it stays until it is dismissed.
    pub failed: bool,
    /// The words of the button, and what it does.
    pub action: Option<(&'static str, Action)>,
}

impl PartialEq for Toast {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// All notices, and what can be undone. The actions must not belong to a page that may be gone: spawn what they do for ever.
#[derive(Clone, Copy, PartialEq)]
pub struct Toasts {
    shown: Signal<Vec<Toast>>,
    undo: Signal<VecDeque<(u64, Action)>>,
    last: Signal<u64>,
}

/// The notices of this page.
pub fn use_toasts() -> Toasts {
    use_context()
}

impl Toasts {
    /// Makes them known to everything below; once, at the root.
    pub fn provide() -> Self {
        let toasts = Self { shown: Signal::default(), undo: Signal::default(), last: Signal::default() };
        use_context_provider(|| toasts)
    }

    /// Says something.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), false, None);
    }

    /// Says what was done, and offers to undo it: by the button, or by Ctrl Z.
    /// Gives the number of the notice, for [`Self::withdraw`].
    pub fn undoable(mut self, text: impl Into<String>, undo: impl Fn() + 'static) -> u64 {
        let undo: Action = Rc::new(undo);
        let id = self.push(text.into(), false, Some(("Undo", undo.clone())));
        let mut steps = self.undo.write();
        steps.push_back((id, undo));
        if steps.len() > MOST_UNDONE {
            steps.pop_front();
        }
        id
    }

    /// Takes back a notice of what did not happen after all, with its undo.
    pub fn withdraw(mut self, id: u64) {
        self.undo.write().retain(|(of, _)| *of != id);
        self.dismiss(id);
    }

    /// Says what failed, and offers to try again where that makes sense.
    pub fn fail(self, text: impl Into<String>, retry: Option<Action>) {
        self.push(text.into(), true, retry.map(|retry| ("Retry", retry)));
    }

    /// Undoes the last step that can be; false if there is none.
    pub fn undo_last(mut self) -> bool {
        let step = self.undo.write().pop_back();
        let Some((id, undo)) = step else { return false };
        self.dismiss(id);
        undo();
        true
    }

    /// Does what a notice offers.
    pub(super) fn act(mut self, toast: &Toast) {
        self.undo.write().retain(|(id, _)| *id != toast.id);
        self.dismiss(toast.id);
        if let Some((_, action)) = &toast.action {
            action();
        }
    }

    /// Takes a notice away; what it offered can still be undone.
    pub(super) fn dismiss(mut self, id: u64) {
        self.shown.write().retain(|t| t.id != id);
    }

    /// What is shown.
    pub(super) fn shown(self) -> Vec<Toast> {
        self.shown.read().clone()
    }

    fn push(mut self, text: String, failed: bool, action: Option<(&'static str, Action)>) -> u64 {
        let id = *self.last.peek() + 1;
        self.last.set(id);
        let mut shown = self.shown.write();
        shown.push(Toast { id, text, failed, action });
        if shown.len() > MOST_SHOWN {
            shown.remove(0);
        }
        id
    }
}
