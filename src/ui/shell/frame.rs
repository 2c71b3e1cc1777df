//! What the frame knows: who looks, what waits, what was spent. Read with the page, kept up to date by its events.

use crate::{
    domain::frame::Frame,
    rpc,
    ui::{
        browser,
        hooks::{Live, PageName, use_live, use_live_source, use_loaded, use_look},
    },
};
use dioxus::prelude::*;

/// The figures are asked for no more often than this, in milliseconds.
const PAUSE_MS: u32 = 1_000;

/// Loads the frame's figures, opens the stream of events, and makes both known to everything below.
pub fn provide() -> Result<(), RenderError> {
    let first = use_loaded(rpc::frame::frame)?;
    let mut shown = use_signal(|| (*first).clone());
    use_context_provider(|| ReadSignal::from(shown));
    use_live_source(first.seq);
    let live: Live = use_context();
    let look = use_look(move || async move {
        // The old figures stay when the server does not answer: a bar says that it does not.
        let answer = rpc::frame::frame().await;
        live.heard(&answer);
        if let Ok(frame) = answer {
            shown.set(frame);
        }
        // Running sessions tell something many times a second; the figures follow once a second.
        browser::sleep(PAUSE_MS).await;
    });
    use_live(|_| true, move || look.again());
    let page: PageName = use_context();
    use_effect(move || page.set_waiting(shown.read().waiting + u64::from(shown.read().asks)));
    Ok(())
}

/// What the frame knows.
pub fn use_frame() -> ReadSignal<Frame> {
    use_context()
}
