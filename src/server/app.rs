//! What every handler and worker needs.

use super::{clock::Clock, config::Config, db::MaestroStore, dispatch::Overlaps, growth::Growth};
use crate::domain::Error;
use axum::{extract::FromRequestParts, http::request::Parts};
use std::{
    collections::HashMap,
    ops::Deref,
    sync::{Arc, atomic::AtomicU64},
};
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::CancellationToken;

/// The running Maestro; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// The parts of [`App`].
pub struct Inner {
    pub store: MaestroStore,
    pub clock: Clock,
    pub config: Config,
    /// Rings when an artifact waits to be fetched.
    pub fetch: Notify,
    /// Rings when a session may start.
    pub queue: Notify,
    /// Rings when the branch of a session may wait to be pushed.
    pub deliver: Notify,
    /// Rings when a metric may be read.
    pub measure: Notify,
    /// Rings when a metric may be assessed anew, or a merge be told about.
    pub assess: Notify,
    /// Rings for whoever reads a transcript along.
    pub growth: Growth,
    /// The files that several sessions had changed when somebody looked last.
    pub overlaps: Overlaps,
    /// What each metric was assessed from last, as a number: with the same one there is nothing new to say.
    pub looked: Mutex<HashMap<String, u64>>,
    /// The fencing token by which this server steers sessions; 0 until it has one.
    pub fence: AtomicU64,
    /// Ends workers and event streams.
    pub shutdown: CancellationToken,
}

impl App {
    /// Opens the store and puts the parts together.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let store = MaestroStore::open(&config.database_url).await?;
        Ok(Self(Arc::new(Inner {
            store,
            clock,
            config,
            fetch: Notify::new(),
            queue: Notify::new(),
            deliver: Notify::new(),
            measure: Notify::new(),
            assess: Notify::new(),
            growth: Growth::default(),
            overlaps: Overlaps::default(),
            looked: Mutex::default(),
            fence: AtomicU64::new(0),
            shutdown: CancellationToken::new(),
        })))
    }

    /// A metric, what is known of it, or what was merged for it has changed.
    pub fn ring_measuring(&self) {
        self.measure.notify_one();
        self.assess.notify_one();
    }
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Handlers and server functions name `app: App`; the router puts it into every request.
impl<S: Send + Sync> FromRequestParts<S> for App {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| super::problem::internal(&"the router gave no App"))
    }
}
