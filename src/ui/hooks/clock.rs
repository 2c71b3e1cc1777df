//! The time in the browser. The server's HTML and the first render must agree,
//! so there is none until the page is live.

use crate::ui::browser;
use chrono::{DateTime, Utc};
use dioxus::prelude::*;

/// How often relative times are looked at again, in milliseconds.
const TICK_MS: u32 = 30_000;

/// Whether the page is live, and what time it is.
#[derive(Clone, Copy)]
pub struct Clock {
    hydrated: Signal<bool>,
    now: Signal<Option<DateTime<Utc>>>,
}

impl Clock {
    /// Starts the clock of the page; once, at the root.
    pub fn provide() -> Self {
        let mut clock = use_context_provider(|| Self { hydrated: Signal::new(false), now: Signal::new(None) });
        use_effect(move || {
            clock.hydrated.set(true);
            spawn(async move {
                loop {
                    clock.now.set(browser::now());
                    browser::sleep(TICK_MS).await;
                }
            });
            browser::watch_for_panics();
            browser::mark("maestro:hydrated");
        });
        clock
    }
}

/// True once the page answers to the person.
pub fn use_hydrated() -> ReadSignal<bool> {
    use_context::<Clock>().hydrated.into()
}

/// The time, once the browser has said it; looked at twice a minute.
pub fn use_now() -> ReadSignal<Option<DateTime<Utc>>> {
    use_context::<Clock>().now.into()
}
