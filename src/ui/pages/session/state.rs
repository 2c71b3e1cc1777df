//! The session that the page shows, its transcript as it grows, and what can be done with it.

use crate::{
    domain::{
        Result,
        dispatch::Ask,
        hunk::DiffLine,
        reading::Reading,
        session::{LogEntry, LogPage, SessionView},
    },
    rpc,
    ui::{
        browser::{self, EventStream},
        hooks::{Live, Look, use_live, use_look},
    },
};
use dioxus::prelude::*;
use serde::{Deserialize, Serialize};

/// So many entries come with the page; the rest is streamed.
const FIRST_ENTRIES: usize = 200;
/// Entries that come in a burst are shown together, after this many milliseconds.
const GATHER_MS: u32 = 100;

/// What the page asks for when it is opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    view: SessionView,
    /// Newest first.
    asks: Vec<Ask>,
    log: LogPage,
}

/// Asks for a session by its key or id.
pub async fn load(id: String) -> Result<Loaded> {
    let view = rpc::sessions::view(id).await?;
    let id = view.session.id.0.clone();
    let asks = rpc::sessions::asks(id.clone()).await?;
    let mut log = rpc::sessions::log(id, 0).await?;
    log.items.truncate(FIRST_ENTRIES);
    Ok(Loaded { view, asks, log })
}

/// A comment on a line of the changes that was not sent yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    pub path: String,
    pub line: DiffLine,
    pub text: String,
}

/// The session on the page.
#[derive(Clone, Copy)]
pub struct SessionPage {
    pub view: Signal<SessionView>,
    pub asks: Signal<Vec<Ask>>,
    pub reading: Signal<Reading>,
    /// Whether the stream of the transcript stands; none where it has ended, or not begun.
    pub connected: Signal<Option<bool>>,
    /// What was written to the agent and not sent yet.
    pub draft: Signal<String>,
    pub comment: Signal<Option<Comment>>,
    live: Live,
    stream: CopyValue<Option<EventStream>>,
    gathered: CopyValue<Vec<LogEntry>>,
    look: Look,
}

/// Makes the session known to all parts of its page, and follows it.
pub fn provide(first: impl FnOnce() -> Loaded) -> SessionPage {
    let (mut shown, mut asked, reading) = use_hook(|| {
        let Loaded { view, asks, log } = first();
        let mut reading = Reading::default();
        reading.read(log.items);
        (Signal::new(view), Signal::new(asks), Signal::new(reading))
    });
    let look = use_look(move || async move {
        let id = shown.peek().session.id.0.clone();
        if let Ok(view) = rpc::sessions::view(id.clone()).await {
            shown.set(view);
        }
        if let Ok(asks) = rpc::sessions::asks(id).await {
            asked.set(asks);
        }
    });
    let page = use_hook(|| {
        let page = SessionPage {
            view: shown,
            asks: asked,
            reading,
            connected: Signal::new(None),
            draft: Signal::new(String::new()),
            comment: Signal::new(None),
            live: consume_context(),
            stream: CopyValue::new(None),
            gathered: CopyValue::new(Vec::new()),
            look,
        };
        provide_context(page)
    });
    // A session that is resumed has more to tell, also where it was over again before anybody looked.
    let goes_on = use_memo(move || {
        let view = page.view.read();
        (view.session.status.is_live(), view.started.as_ref().map(|started| started.run))
    });
    use_effect(move || {
        goes_on();
        page.open();
    });
    use_live(move |event| event.session_id.as_ref() == Some(&page.view.peek().session.id), move || page.refresh());
    page
}

/// The session of this page.
pub fn use_session() -> SessionPage {
    use_context()
}

impl SessionPage {
    /// Looks again. What is shown stays if the server does not answer.
    pub fn refresh(self) {
        self.look.again();
    }

    /// Shows what became of an approval.
    pub fn answered(mut self, answered: Ask) {
        if let Some(ask) = self.asks.write().iter_mut().find(|ask| ask.id == answered.id) {
            *ask = answered;
        }
        self.refresh();
    }

    /// Ends it, kindly first.
    pub async fn stop(mut self) -> Result<()> {
        let view = self.heard(rpc::sessions::stop(self.id()).await)?;
        self.view.set(view);
        Ok(())
    }

    /// Tells the agent something: while it works as a message, and else by going on with the session.
    pub async fn tell(mut self, words: String) -> Result<()> {
        let (id, live) = (self.id(), self.view.peek().session.status.is_live());
        if live {
            let view = self.heard(rpc::sessions::message(id, words).await)?;
            self.view.set(view);
        } else {
            let words = Some(words).filter(|words| !words.trim().is_empty());
            self.heard(rpc::sessions::resume(id, words).await)?;
            self.refresh();
        }
        Ok(())
    }

    /// Takes from an answer whether the person is still signed in.
    pub fn heard<T>(self, answer: Result<T>) -> Result<T> {
        self.live.heard(&answer);
        answer
    }

    /// The id of the session.
    pub fn id(self) -> String {
        self.view.peek().session.id.0.clone()
    }

    /// Opens the stream of the transcript after what is there.
    fn open(mut self) {
        let after = i64::try_from(self.reading.peek().last()).unwrap_or(i64::MAX);
        let stream = EventStream::transcript(
            &self.id(),
            after,
            move |json| self.gather(&json),
            move |open| {
                let mut connected = self.connected;
                connected.set(Some(open));
            },
            move || {
                let mut connected = self.connected;
                connected.set(None);
            },
        );
        self.stream.set(Some(stream));
    }

    fn gather(mut self, json: &str) {
        let Ok(entry) = serde_json::from_str::<LogEntry>(json) else { return };
        self.gathered.write().push(entry);
        if self.gathered.read().len() == 1 {
            spawn(async move {
                browser::sleep(GATHER_MS).await;
                let entries = std::mem::take(&mut *self.gathered.write());
                self.reading.write().read(entries);
            });
        }
    }
}
