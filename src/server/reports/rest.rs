//! Reports and the Inbox over HTTP.

use crate::{
    domain::{
        Page, Result,
        inbox::{Assign, InboxItem},
        page,
        report::{Report, ReportAnswer},
    },
    server::{
        App,
        auth::Caller,
        json::Json,
        problem::Problem,
        query::{PageParams, Query},
    },
};
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter {
    OpenApiRouter::new().routes(routes!(report)).routes(routes!(inbox)).routes(routes!(assign)).routes(routes!(dismiss))
}

/// The agents' one endpoint: everything but the summary may be left out.
///
/// The same report again within ten minutes is answered 200 with the first one's ids.
#[utoipa::path(post, path = "/api/report", tag = "reporting", request_body = Report,
    responses((status = 201, body = ReportAnswer), (status = 200, body = ReportAnswer), (status = 422, body = Problem)))]
async fn report(app: App, who: Caller, Json(report): Json<Report>) -> Result<impl IntoResponse> {
    let (answer, new) = super::receive(&app, &who, report).await?;
    Ok((if new { StatusCode::CREATED } else { StatusCode::OK }, axum::Json(answer)))
}

/// Reports that fit no goal, newest first.
#[utoipa::path(get, path = "/api/inbox", tag = "reporting", params(PageParams), responses((status = 200, body = Page<InboxItem>), (status = 422, body = Problem)))]
async fn inbox(app: App, Query(asked): Query<PageParams>) -> Result<axum::Json<Page<InboxItem>>> {
    super::inbox(app.store.reader(), page::limit(asked.limit)?, asked.cursor.as_deref()).await.map(axum::Json)
}

/// Gives a report its goal.
#[utoipa::path(post, path = "/api/inbox/{id}/assign", tag = "reporting", params(("id" = String, Path)), request_body = Assign,
    responses((status = 200, body = ReportAnswer), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn assign(app: App, who: Caller, Path(id): Path<String>, Json(body): Json<Assign>) -> Result<axum::Json<ReportAnswer>> {
    super::assign(&app, &who, id, body.goal_id).await.map(axum::Json)
}

/// Puts a report aside without a goal.
#[utoipa::path(post, path = "/api/inbox/{id}/dismiss", tag = "reporting", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem)))]
async fn dismiss(app: App, who: Caller, Path(id): Path<String>) -> Result<StatusCode> {
    super::dismiss(&app, &who, id).await.map(|()| StatusCode::NO_CONTENT)
}
