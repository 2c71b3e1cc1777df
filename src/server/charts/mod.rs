//! Charts as pictures: `charming` says what is drawn, `ECharts` draws it, on the server.
//!
//! A picture is SVG with colours as CSS variables, so that one serves light and
//! dark. It stands on its own: the colours of both themes come with it.

mod before_after;
mod beyond;
mod effect;
mod engine;
mod explore;
mod marks;
mod parts;
mod scale;
mod svg;
#[cfg(test)]
mod tests;

pub use before_after::before_after;
pub use beyond::{Beyond, beyond};
pub use effect::{Effect, effect};
pub use explore::explored;
pub use marks::{circled, numbered};
pub use svg::without_themes;

use crate::domain::Error;
use axum::{extract::FromRequestParts, http::request::Parts};
use engine::Engine;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// How many pictures are kept; beyond, all are forgotten and drawn again when asked for.
const KEPT: usize = 200;

/// What can go wrong, by what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// The script that draws is not among the public files: build again.
    #[error("the script that draws charts is missing: {0}")]
    NoScript(String),
    /// The description could not be drawn: a mistake of ours.
    #[error("the chart could not be drawn: {0}")]
    Failed(String),
}

/// What is to be drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// As ECharts reads it.
    pub chart: serde_json::Value,
    /// Read aloud, and the tooltip of the whole.
    pub title: String,
    /// In pixels of a screen at its usual density.
    pub width: u32,
    pub height: u32,
}

impl Drawing {
    /// A chart, ready to be completed where the library's types do not suffice.
    fn of(chart: &charming::Chart, title: String, width: u32, height: u32) -> Self {
        // A chart that is no JSON draws nothing, and the engine says so.
        let mut chart = serde_json::to_value(chart).unwrap_or_default();
        // The library writes one part bare and several as a list; here it is always a list.
        for part in ["grid", "xAxis", "yAxis"] {
            if let Some(one) = chart.get_mut(part).filter(|part| part.is_object()) {
                *one = serde_json::Value::Array(vec![one.take()]);
            }
        }
        Self { chart, title, width, height }
    }
}

/// Draws charts; cheap to clone. Nothing is loaded before the first one.
#[derive(Clone)]
pub struct Charts(Arc<Inner>);

struct Inner {
    engine: Engine,
    drawn: Mutex<HashMap<String, Arc<str>>>,
}

impl Charts {
    /// `script` is that of `ECharts`, where there is one.
    pub fn new(script: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner { engine: Engine::new(script), drawn: Mutex::default() }))
    }

    /// The picture as SVG.
    pub async fn draw(&self, drawing: &Drawing) -> Result<Arc<str>, ChartError> {
        let json = drawing.chart.to_string();
        let key = format!("{}x{} {} {json}", drawing.width, drawing.height, drawing.title);
        if let Some(known) = self.lock().get(&key) {
            return Ok(known.clone());
        }
        let raw = self.0.engine.draw(json, drawing.width, drawing.height).await?;
        let picture: Arc<str> = svg::finish(&raw, &drawing.title, &key).into();
        let mut drawn = self.lock();
        if drawn.len() >= KEPT {
            drawn.clear();
        }
        drawn.insert(key, picture.clone());
        Ok(picture)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<str>>> {
        self.0.drawn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Handlers name `charts: Charts`; the router puts it into every request.
impl<S: Send + Sync> FromRequestParts<S> for Charts {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| crate::server::problem::internal(&"the router gave no charts"))
    }
}

impl From<ChartError> for Error {
    fn from(error: ChartError) -> Self {
        match error {
            ChartError::NoScript(_) => Self::Unavailable { message: format!("{error}; run `make build`") },
            ChartError::Failed(_) => crate::server::problem::internal(&error),
        }
    }
}
