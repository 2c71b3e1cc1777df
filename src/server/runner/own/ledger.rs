//! What is to be written down before it takes effect.

use super::{inbox::Inbox, sync::Syncer, wake::Wake};
use crate::server::{
    agents::Input,
    clock::{Clock, millis},
    runner::{
        Folder, Settings,
        journal::{Draft, Note, Source, Writer},
        plan::time,
    },
};
use std::{borrow::Cow, collections::VecDeque, io, sync::Arc};

/// Something that takes effect once it is in the journal.
#[derive(Debug)]
pub enum Entry {
    /// Of the agent: it is read then.
    Heard(Draft),
    /// For the agent: it is told then.
    Tell(String),
    /// A command of the server's: the adapter hears it then.
    Say {
        command: String,
        input: Input,
    },
    /// Nothing more is told to it from then on.
    Close,
    Note(Note),
}

impl Entry {
    fn draft(&self) -> Cow<'_, Draft> {
        match self {
            Self::Heard(draft) => Cow::Borrowed(draft),
            Self::Tell(line) => Cow::Owned(Draft::line(Source::Input, line.as_bytes())),
            Self::Say { command, input } => Cow::Owned(Draft::note(&Note::Said { command: command.clone(), input: input.clone() })),
            Self::Close => Cow::Owned(Draft::note(&Note::InputClosed)),
            Self::Note(note) => Cow::Owned(Draft::note(note)),
        }
    }

    /// It is on the disk before it takes effect: output is not, as the agent has said it anyway.
    fn is_urgent(&self) -> bool {
        !matches!(self, Self::Heard(_))
    }
}

/// The journal, and what waits to be written into it, in its order.
#[derive(Debug)]
pub struct Ledger {
    writer: Writer,
    waiting: VecDeque<Entry>,
    syncer: Syncer,
    wake: Arc<Wake>,
    clock: Clock,
}

impl Ledger {
    /// A new journal; fails where there is one.
    pub fn create(folder: &Folder, settings: &Settings, clock: Clock, inbox: Arc<Inbox>) -> io::Result<Self> {
        let writer = Writer::create(&folder.journal())?;
        let syncer = Syncer::start(writer.file()?, time(settings.sync_ms), inbox)?;
        Ok(Self { writer, waiting: VecDeque::new(), syncer, wake: Arc::default(), clock })
    }

    /// Rings for every batch that was written.
    pub fn wake(&self) -> Arc<Wake> {
        self.wake.clone()
    }

    /// The last of what is to be written.
    pub fn push(&mut self, entry: Entry) {
        self.waiting.push_back(entry);
    }

    /// Takes back a command that could not be written; false where it was.
    pub fn take_back(&mut self, wanted: &str) -> bool {
        let place = self.waiting.iter().position(|entry| matches!(entry, Entry::Say { command, .. } if command == wanted));
        place.and_then(|place| self.waiting.remove(place)).is_some()
    }

    /// Nothing waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Gives up what waits, but for the runner's own words; how many lines of the agent were among it.
    pub fn give_up(&mut self) -> u64 {
        let lines = self.waiting.iter().filter(|entry| matches!(entry, Entry::Heard(_))).count() as u64;
        self.waiting.retain(|entry| matches!(entry, Entry::Note(_)));
        lines
    }

    /// Number of the last record.
    pub fn last(&self) -> u64 {
        self.writer.last()
    }

    /// Milliseconds since 1970.
    pub fn now(&self) -> i64 {
        millis(self.clock.now())
    }

    /// Writes what waits, as far as there is room; what takes effect now, and what was wrong with the next.
    pub fn flush(&mut self) -> (VecDeque<Entry>, io::Result<()>) {
        let now = self.now();
        let drafts: Vec<Cow<'_, Draft>> = self.waiting.iter().map(Entry::draft).collect();
        let (count, result) = self.writer.append(drafts.iter().map(AsRef::as_ref), now);
        drop(drafts);
        let rest = self.waiting.split_off(count);
        let written = std::mem::replace(&mut self.waiting, rest);
        self.wake.set(self.writer.last());
        // What cannot be synced now is tried again; a disk that stays broken is told by the one who tries.
        if !written.iter().any(Entry::is_urgent) || self.writer.sync().is_err() {
            self.syncer.mark();
        }
        (written, result)
    }

    /// Puts everything on the disk.
    pub fn sync(&self) -> io::Result<()> {
        self.writer.sync()
    }
}
