use super::Live;
use crate::{
    domain::{Error, Result},
    ui::components::{Toasts, use_toasts},
};
use dioxus::prelude::*;
use std::{pin::Pin, rc::Rc};

type Ask = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<()>>>>>;

/// Something done on the server in a person's name: shown at once, taken back if it fails, undone on request.
#[derive(Clone)]
pub struct Step {
    what: String,
    ask: Ask,
    rollback: Option<Rc<dyn Fn()>>,
    say: Option<String>,
    undo: Option<Ask>,
}

impl Step {
    /// `what` fits after "could not"; `ask` is the request.
    pub fn new<F, T>(what: impl Into<String>, ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T>> + 'static,
    {
        Self { what: what.into(), ask: asking(ask), rollback: None, say: None, undo: None }
    }

    /// Something that is done already: what is left is to say so.
    pub fn done() -> Self {
        Self::new("say what was done", || async { Ok(()) })
    }

    /// Takes back what the page shows already, if the request fails.
    pub fn rollback(self, rollback: impl Fn() + 'static) -> Self {
        Self { rollback: Some(Rc::new(rollback)), ..self }
    }

    /// Says what was `done`.
    pub fn say(self, done: impl Into<String>) -> Self {
        Self { say: Some(done.into()), ..self }
    }

    /// Says what was `done`, and offers the request that undoes it.
    pub fn undo<F, T>(self, done: impl Into<String>, ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T>> + 'static,
    {
        Self { say: Some(done.into()), undo: Some(asking(ask)), ..self }
    }
}

fn asking<F, T>(ask: impl Fn() -> F + 'static) -> Ask
where
    F: Future<Output = Result<T>> + 'static,
{
    Rc::new(move || {
        let answer = ask();
        Box::pin(async move { answer.await.map(|_| ()) })
    })
}

/// Takes steps. They go on when the page that took them is left.
#[derive(Clone, Copy)]
pub struct Steps {
    toasts: Toasts,
    live: Live,
}

/// The way to take steps.
pub fn use_steps() -> Steps {
    Steps { toasts: use_toasts(), live: use_context() }
}

impl Steps {
    /// Takes a step. What fails is said, with a way to try again where that makes sense.
    pub fn take(self, step: Step) {
        dioxus::core::spawn_forever(async move {
            let answer = (step.ask)().await;
            self.live.heard(&answer);
            match answer {
                Ok(()) => self.done(step),
                Err(error) => self.failed(step, &error),
            }
            self.live.refresh();
        });
    }

    fn done(self, step: Step) {
        let Some(done) = step.say else { return };
        let Some(ask) = step.undo else { return self.toasts.say(done) };
        let back = Step { what: "undo it".into(), ask, rollback: None, say: None, undo: None };
        self.toasts.undoable(done, move || self.take(back.clone()));
    }

    fn failed(self, step: Step, error: &Error) {
        if let Some(rollback) = &step.rollback {
            rollback();
        }
        let words = format!("Could not {}: {error}", step.what);
        let again = may_pass(error).then(|| Rc::new(move || self.take(step.clone())) as Rc<dyn Fn()>);
        self.toasts.fail(words, again);
    }
}

/// The same request may succeed later.
fn may_pass(error: &Error) -> bool {
    use Error::{Busy, Internal, Unauthorized, Unavailable, Unreachable};
    matches!(error, Busy { .. } | Internal { .. } | Unauthorized { .. } | Unavailable { .. } | Unreachable { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_pass_is_offered_again() {
        assert!(may_pass(&Error::unreachable("no answer")));
        assert!(!may_pass(&Error::conflict("it is in the archive")));
        assert!(!may_pass(&Error::invalid("/title", "must not be empty")));
    }
}
