//! Looking again at what a page shows.

use crate::ui::browser;
use dioxus::prelude::*;
use futures::future::select;
use std::{future::Future, pin::pin, rc::Rc};

/// An answer that takes longer is given up, in milliseconds: a phone that was asleep may wait for one that never comes.
const PATIENCE_MS: u32 = 20_000;

/// Has a page ask again what it shows.
#[derive(Clone, Copy, PartialEq)]
pub struct Look {
    ask: Callback<()>,
    asking: Signal<bool>,
    again: Signal<bool>,
}

impl Look {
    /// Asks now, or once more after the answer that is awaited.
    pub fn again(mut self) {
        if *self.asking.peek() {
            self.again.set(true);
        } else {
            self.asking.set(true);
            self.ask.call(());
        }
    }
}

/// Asks `question` each time somebody wants to look again.
///
/// One at a time, so that no older answer comes after a newer one; however much happens meanwhile is asked for once.
/// It lives as long as the component that calls this, also where the one who wanted it is gone.
pub fn use_look<F: Future<Output = ()> + 'static>(question: impl Fn() -> F + 'static) -> Look {
    let (mut asking, mut again) = (use_signal(|| false), use_signal(|| false));
    let question: Rc<dyn Fn() -> F> = use_hook(|| Rc::new(question));
    let ask = use_callback(move |()| {
        let question = Rc::clone(&question);
        spawn(async move {
            loop {
                select(pin!(question()), pin!(browser::sleep(PATIENCE_MS))).await;
                if !again.replace(false) {
                    break;
                }
            }
            asking.set(false);
        });
    });
    Look { ask, asking, again }
}
