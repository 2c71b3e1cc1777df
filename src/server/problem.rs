//! Errors on their way out: problem documents (RFC 9457) and one log line for what is our fault.

use crate::domain::{Error, FieldError};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sea_orm::{DbErr, SqlErr};
use serde::Serialize;
use utoipa::ToSchema;

/// A problem document.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let (title, status, detail) = (error.title(), error.status(), error.to_string());
        let errors = if let Error::Invalid { errors } = error { errors } else { Vec::new() };
        Self { kind: "about:blank", title, status, detail, errors }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let retry_after = if let Self::Busy { retry_after, .. } = &self { Some(*retry_after) } else { None };
        let problem = Problem::from(self);
        let status = problem.status;
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (code, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == 401 {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        from_db(error)
    }
}

/// What a failure of the database means for the caller.
pub fn from_db(error: DbErr) -> Error {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => return Error::conflict("it exists already"),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => return Error::conflict("something that it refers to does not exist"),
        _ => {}
    }
    let said = error.to_string();
    if said.contains("UNIQUE constraint failed") {
        return Error::conflict("it exists already");
    }
    if said.contains("FOREIGN KEY constraint failed") {
        return Error::conflict("something that it refers to does not exist");
    }
    if said.contains("disk is full") || said.contains("No space left") || said.contains("could not extend file") {
        tracing::error!(error = %said, "the disk is full");
        return Error::Unavailable {
            message: "the disk of the data folder is full; nothing was stored, free some space and try again".into(),
        };
    }
    if said.contains("database is locked") {
        return Error::Busy { message: "another process is writing to the database; try again".into(), retry_after: 1 };
    }
    internal(&error)
}

/// Logs the cause once under a new trace id, and gives out only the id.
pub fn internal(cause: &dyn std::fmt::Display) -> Error {
    let trace = super::db::new_id();
    tracing::error!(%trace, %cause, "internal error");
    Error::Internal { trace }
}
