//! Giving the answer. What somebody else answered meanwhile is fetched and shown.

use crate::{
    domain::{
        Error,
        dispatch::{Ask, Decision, Reply},
    },
    rpc,
    ui::hooks::Live,
};
use dioxus::prelude::*;

/// The answer on its way.
#[derive(Clone, Copy, PartialEq)]
pub struct Answering {
    busy: Signal<bool>,
    error: Signal<Option<String>>,
    on_answered: EventHandler<Ask>,
    live: Live,
}

/// The way to answer from this card.
pub fn use_answering(on_answered: EventHandler<Ask>) -> Answering {
    let (busy, error) = (use_signal(|| false), use_signal(|| None));
    Answering { busy, error, on_answered, live: use_context() }
}

impl Answering {
    /// An answer is on its way.
    pub fn is_busy(self) -> bool {
        *self.busy.read()
    }

    /// Why the last one did not arrive.
    pub fn error(self) -> Option<String> {
        self.error.read().clone()
    }

    /// Allows it as it is.
    pub fn allow(self, ask: &Ask) {
        self.give(ask, Reply { decision: Some(Decision::Allow), ..Reply::default() });
    }

    /// Gives an answer; a second one is not given while the first is on its way.
    pub fn give(mut self, ask: &Ask, reply: Reply) {
        if self.busy.replace(true) {
            return;
        }
        let (id, session) = (ask.id.clone(), ask.session_id.0.clone());
        spawn(async move {
            let answer = rpc::sessions::answer(id.clone(), reply).await;
            self.live.heard(&answer);
            let known = match answer {
                Ok(ask) => Ok(ask),
                Err(failed) => as_it_stands(session, &id, failed).await,
            };
            self.busy.set(false);
            match known {
                Ok(ask) => {
                    self.error.set(None);
                    self.on_answered.call(ask);
                }
                Err(failed) => self.error.set(Some(failed.to_string())),
            }
        });
    }
}

/// What became of an approval that could not be answered, if somebody else was faster; else the failure.
async fn as_it_stands(session: String, id: &str, failed: Error) -> Result<Ask, Error> {
    let conflict = matches!(failed, Error::Conflict { .. });
    let all = if conflict { rpc::sessions::asks(session).await.unwrap_or_default() } else { Vec::new() };
    all.into_iter().find(|ask| ask.id == id && !ask.is_open()).ok_or(failed)
}
