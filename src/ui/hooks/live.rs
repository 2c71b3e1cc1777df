//! What happens on the server, as it happens.

use crate::{
    domain::{Error, Result, event::Event},
    ui::browser::{self, EventStream},
};
use dioxus::prelude::*;

/// Events that come in a burst are told to the pages together, after this many milliseconds.
const GATHER_MS: u32 = 120;

/// One stream for the whole page.
#[derive(Clone, Copy, PartialEq)]
pub struct Live {
    batch: Signal<Batch>,
    /// None before the first connection.
    open: Signal<Option<bool>>,
    /// The server does not know this person any more.
    signed_out: Signal<bool>,
}

#[derive(Clone, Default)]
struct Batch {
    number: u64,
    events: Vec<Event>,
    /// Something was done from this page: everybody looks again.
    everything: bool,
}

impl Live {
    /// Known to everything below; once, at the root.
    pub fn provide() -> Self {
        use_context_provider(|| Self { batch: Signal::default(), open: Signal::default(), signed_out: Signal::default() })
    }

    /// The connection was lost.
    pub fn is_lost(self) -> bool {
        *self.open.read() == Some(false)
    }

    /// The person signed out elsewhere, or was signed out.
    pub fn is_signed_out(self) -> bool {
        *self.signed_out.read()
    }

    /// Takes from an answer whether the person is still signed in.
    pub fn heard<T>(mut self, answer: &Result<T>) {
        let out = match answer {
            Ok(_) => false,
            Err(Error::Unauthorized { .. }) => true,
            Err(_) => return,
        };
        if *self.signed_out.peek() != out {
            self.signed_out.set(out);
        }
    }

    /// Has every page look again, as after an undo.
    pub fn refresh(mut self) {
        let number = self.batch.peek().number + 1;
        self.batch.set(Batch { number, events: Vec::new(), everything: true });
    }

    fn tell(mut self, events: Vec<Event>) {
        let number = self.batch.peek().number + 1;
        self.batch.set(Batch { number, events, everything: false });
    }
}

/// Opens the stream after the event number `after`, when the page is live. Once, in the frame of the page.
pub fn use_live_source(after: i64) {
    let mut live: Live = use_context();
    let mut stream: CopyValue<Option<EventStream>> = use_hook(|| CopyValue::new(None));
    let mut gathered: CopyValue<Vec<Event>> = use_hook(|| CopyValue::new(Vec::new()));
    use_effect(move || {
        let on_event = move |json: String| {
            let Ok(event) = serde_json::from_slice(json.as_bytes()) else { return };
            gathered.write().push(event);
            if gathered.read().len() == 1 {
                spawn(async move {
                    browser::sleep(GATHER_MS).await;
                    live.tell(std::mem::take(&mut gathered.write()));
                });
            }
        };
        stream.set(Some(EventStream::open(after, on_event, move |open| live.open.set(Some(open)))));
    });
}

/// Calls `refresh` after events that are `interesting`, and after everything that is done from this page.
pub fn use_live(interesting: impl Fn(&Event) -> bool + 'static, mut refresh: impl FnMut() + 'static) {
    let live: Live = use_context();
    let mut seen = use_hook(|| CopyValue::new(live.batch.peek().number));
    use_effect(move || {
        let batch = live.batch.read();
        if batch.number == *seen.peek() {
            return;
        }
        seen.set(batch.number);
        if batch.everything || batch.events.iter().any(&interesting) {
            drop(batch);
            refresh();
        }
    });
}
