//! The portfolio as a document, written while it is read, so that ten thousand goals need no more memory than ten.

use super::store::{self, Head, Matching};
use crate::{
    domain::{
        Error, Result,
        portfolio::{Export, ExportGoal, ExportMonth, PortfolioFilter, SCHEMA_VERSION},
    },
    server::{
        App,
        export::{json, markdown},
        goals, problem,
    },
};
use futures::{
    StreamExt,
    future::ready,
    stream::{self, BoxStream},
};

/// How many goals are read at once.
const AT_ONCE: usize = 8;

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Markdown,
}

impl Format {
    /// Reads `json`, `md` or `markdown`; says what others are.
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "json" => Ok(Self::Json),
            "md" | "markdown" => Ok(Self::Markdown),
            "pdf" => Err(Error::Unsupported { message: "PDF comes with a later version; use format=md or format=json".into() }),
            other => Err(Error::invalid("/format", format!("there is no format {other}: use json or md"))),
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// The ending of a file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }
}

/// A document, in pieces. An error ends it: what was there before is not the whole.
pub struct Document {
    /// A name for the file, with its ending.
    pub name: String,
    pub pieces: BoxStream<'static, Result<String>>,
}

/// The goals that `filter` lets through, with their proof.
pub async fn document(app: &App, filter: PortfolioFilter, format: Format) -> Result<Document> {
    let db = app.store.reader();
    let matching = Matching::of(db, &filter).await?;
    let heads = matching.heads(db).await?;
    let single = filter.goal.is_some();
    let stem = match heads.as_slice() {
        [one] if single => format!("maestro-{}", one.key),
        _ => format!("maestro-portfolio-{}", app.clock.now().format("%Y-%m-%d")),
    };
    let export = Export {
        schema: "maestro.portfolio".into(),
        schema_version: SCHEMA_VERSION,
        generated_at: app.clock.now(),
        totals: matching.totals(db).await?,
        months: months(&heads),
        goals: Vec::new(),
        filter,
    };
    let (first, tail) = match format {
        Format::Json => (json::head(&export).map_err(|error| problem::internal(&error))?, json::TAIL.to_owned()),
        Format::Markdown if single => (String::new(), String::new()),
        Format::Markdown => (markdown::head(&export.totals, &export.filter, export.generated_at), String::new()),
    };
    let app = app.clone();
    let piece = move |(place, head): (Place, Head)| {
        let app = app.clone();
        async move { goal(&app, &head, &place, format).await }
    };
    let goals = stream::iter(placed(heads, single)).map(piece).buffered(AT_ONCE);
    let pieces = stream::once(ready(Ok(first))).chain(goals).chain(stream::once(ready(Ok(tail)))).boxed();
    Ok(Document { name: format!("{stem}.{}", format.extension()), pieces })
}

/// What depends on the goals before.
struct Place {
    first: bool,
    /// A month begins here.
    month: Option<String>,
    single: bool,
}

fn placed(heads: Vec<Head>, single: bool) -> Vec<(Place, Head)> {
    let mut before: Option<String> = None;
    let place = |head: Head| {
        let first = before.is_none();
        let month = (before.as_ref() != Some(&head.month) && !single).then(|| head.month.clone());
        before = Some(head.month.clone());
        (Place { first, month, single }, head)
    };
    heads.into_iter().map(place).collect()
}

async fn goal(app: &App, head: &Head, place: &Place, format: Format) -> Result<String> {
    let db = app.store.reader();
    let detail = goals::detail(db, &head.id, app.clock.now()).await?;
    let goal = ExportGoal { detail, narratives_checked: store::narratives(db, &head.id).await? };
    match format {
        Format::Json => json::goal(&goal, place.first).map_err(|error| problem::internal(&error)),
        Format::Markdown => {
            let month = place.month.as_deref().map(markdown::month).unwrap_or_default();
            Ok(month + &markdown::goal(&goal, if place.single { 1 } else { 3 }))
        }
    }
}

fn months(heads: &[Head]) -> Vec<ExportMonth> {
    let of_month = |chunk: &[Head]| {
        let month = chunk.first().map(|head| head.month.clone()).unwrap_or_default();
        ExportMonth { month, goals: chunk.iter().map(|head| head.key.clone()).collect() }
    };
    heads.chunk_by(|a, b| a.month == b.month).map(of_month).collect()
}
