//! Table of contents of the HTTP interface.

use utoipa_axum::router::OpenApiRouter;

/// The REST interface of every feature; the OpenAPI document is made from the same list.
pub fn rest() -> OpenApiRouter {
    OpenApiRouter::new()
}
