//! Table of contents of the HTTP interface.

use super::{events, evidence, goals, reports, tasks};
use utoipa_axum::router::OpenApiRouter;

/// The REST interface of every feature; the OpenAPI document is made from the same list.
pub fn rest() -> OpenApiRouter {
    OpenApiRouter::new()
        .merge(goals::rest::routes())
        .merge(tasks::rest::routes())
        .merge(evidence::rest::routes())
        .merge(reports::rest::routes())
        .merge(events::rest::routes())
}
