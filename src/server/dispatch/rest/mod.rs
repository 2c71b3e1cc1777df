//! Dispatch over HTTP.

mod approvals;
mod log;
mod sessions;

use utoipa_axum::router::OpenApiRouter;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    sessions::routes().merge(approvals::routes()).merge(log::routes())
}
