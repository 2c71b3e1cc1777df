//! Query strings, with errors that read like those of bodies.

use crate::domain::{Error, Result};
use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

/// The query string as a value.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0)).map_err(|rejection| Error::invalid("", rejection.body_text()))
    }
}
