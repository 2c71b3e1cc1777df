//! The server's event stream: one connection, resumed where it broke.

use dioxus::core::{Runtime, current_scope_id};
use gloo::{events::EventListener, timers::callback::Timeout};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

/// The waits before each new attempt, in milliseconds; the last one repeats.
const WAITS: [u32; 5] = [500, 1_000, 3_000, 8_000, 15_000];

/// The stream of events; dropping it closes the stream.
pub struct EventStream {
    inner: Rc<Inner>,
}

struct Inner {
    /// Without the number that it begins after.
    address: String,
    /// The name of the events that are wanted.
    name: &'static str,
    /// The number of the last event that was seen; the next connection begins after it.
    after: Cell<i64>,
    attempt: Cell<usize>,
    closed: Cell<bool>,
    source: RefCell<Option<(EventSource, Vec<EventListener>)>>,
    retry: RefCell<Option<Timeout>>,
    on_event: RefCell<Box<dyn FnMut(String)>>,
    on_state: RefCell<Box<dyn FnMut(bool)>>,
    on_end: RefCell<Box<dyn FnMut()>>,
}

impl EventStream {
    /// Opens the stream after the event number `after`. `on_event` gets each event's JSON, `on_state` whether the connection stands.
    pub fn open(after: i64, on_event: impl FnMut(String) + 'static, on_state: impl FnMut(bool) + 'static) -> Self {
        Self::begin("/api/events?unnamed=1&after=".into(), "message", after, on_event, on_state, || {})
    }

    /// Opens the transcript of a session after the entry number `after`; `on_end` is called when nothing more will come.
    pub fn transcript(
        session: &str,
        after: i64,
        on_event: impl FnMut(String) + 'static,
        on_state: impl FnMut(bool) + 'static,
        on_end: impl FnMut() + 'static,
    ) -> Self {
        Self::begin(format!("/api/sessions/{session}/log?after="), "entry", after, on_event, on_state, on_end)
    }

    fn begin(
        address: String,
        name: &'static str,
        after: i64,
        mut on_event: impl FnMut(String) + 'static,
        mut on_state: impl FnMut(bool) + 'static,
        mut on_end: impl FnMut() + 'static,
    ) -> Self {
        let (runtime, scope) = (Runtime::current(), current_scope_id());
        let (again, last) = (runtime.clone(), runtime.clone());
        let inner = Rc::new(Inner {
            address,
            name,
            after: Cell::new(after),
            attempt: Cell::new(0),
            closed: Cell::new(false),
            source: RefCell::default(),
            retry: RefCell::default(),
            on_event: RefCell::new(Box::new(move |json| runtime.in_scope(scope, || on_event(json)))),
            on_state: RefCell::new(Box::new(move |open| again.in_scope(scope, || on_state(open)))),
            on_end: RefCell::new(Box::new(move || last.in_scope(scope, &mut on_end))),
        });
        connect(&inner);
        Self { inner }
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        self.inner.closed.set(true);
        self.inner.retry.take();
        if let Some((source, _)) = self.inner.source.take() {
            source.close();
        }
    }
}

/// Nothing: only the server tells, and the browser needs no code for it.
pub fn told<T>(_value: &T) -> String {
    String::new()
}

fn connect(inner: &Rc<Inner>) {
    let url = format!("{}{}", inner.address, inner.after.get());
    let Ok(source) = EventSource::new(&url) else { return };
    let told = [("open", opened as fn(&Rc<Inner>)), ("error", lost), ("end", ended)];
    let mut listeners: Vec<EventListener> = told.into_iter().map(|(name, then)| listen(&source, name, inner, then)).collect();
    listeners.push(messages(&source, inner));
    if let Some((old, _)) = inner.source.replace(Some((source, listeners))) {
        old.close();
    }
}

fn listen(source: &EventSource, name: &'static str, inner: &Rc<Inner>, then: fn(&Rc<Inner>)) -> EventListener {
    let inner = Rc::downgrade(inner);
    EventListener::new(source, name, move |_| {
        if let Some(inner) = inner.upgrade() {
            then(&inner);
        }
    })
}

fn opened(inner: &Rc<Inner>) {
    inner.attempt.set(0);
    (inner.on_state.borrow_mut())(true);
}

/// The browser would reconnect by itself, but not after every kind of failure, and without a growing pause.
fn lost(inner: &Rc<Inner>) {
    if inner.closed.get() {
        return;
    }
    if let Some((source, _)) = inner.source.borrow().as_ref() {
        source.close();
    }
    (inner.on_state.borrow_mut())(false);
    let attempt = inner.attempt.get();
    inner.attempt.set(attempt + 1);
    let weak = Rc::downgrade(inner);
    let wait = WAITS[attempt.min(WAITS.len() - 1)];
    let timeout = Timeout::new(wait, move || {
        if let Some(inner) = weak.upgrade() {
            connect(&inner);
        }
    });
    inner.retry.replace(Some(timeout));
}

/// Nothing more will come: left open, the browser would ask again and again.
fn ended(inner: &Rc<Inner>) {
    inner.closed.set(true);
    if let Some((source, _)) = inner.source.borrow().as_ref() {
        source.close();
    }
    (inner.on_end.borrow_mut())();
}

fn messages(source: &EventSource, inner: &Rc<Inner>) -> EventListener {
    let name = inner.name;
    let inner = Rc::downgrade(inner);
    EventListener::new(source, name, move |event| {
        let (Some(inner), Some(event)) = (inner.upgrade(), event.dyn_ref::<MessageEvent>()) else { return };
        if let Ok(seq) = event.last_event_id().parse::<i64>() {
            if seq <= inner.after.get() {
                return;
            }
            inner.after.set(seq);
        }
        if let Some(json) = event.data().as_string() {
            (inner.on_event.borrow_mut())(json);
        }
    })
}
