//! Query strings, with errors that read like those of bodies.

use super::json::in_plain_words;
use crate::domain::{Error, Page, Result};
use axum::{
    extract::{FromRequestParts, rejection::QueryRejection},
    http::request::Parts,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_path_to_error::Segment;
use std::{error::Error as StdError, iter::successors};
use utoipa::IntoParams;

/// The query string as a value.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Error::invalid("", "a query must not contain the character NUL"));
        }
        let read = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        read.map(|query| Self(query.0)).map_err(|rejection| refused(&rejection))
    }
}

/// Names the parameter, as the pointer of a body names the field.
fn refused(rejection: &QueryRejection) -> Error {
    let causes = successors(StdError::source(rejection), |cause: &&(dyn StdError + 'static)| (*cause).source());
    let found = causes.filter_map(|cause| cause.downcast_ref::<serde_path_to_error::Error<serde::de::value::Error>>()).next();
    let Some(error) = found else { return Error::invalid("", "the query string cannot be read") };
    let name = error.path().iter().find_map(|segment| match segment {
        Segment::Map { key } => Some(format!("/{key}")),
        _ => None,
    });
    Error::invalid(name.unwrap_or_default(), in_plain_words(error.inner().to_string()))
}

/// Which page of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// 1 to 200; 50 unless given.
    pub limit: Option<u64>,
    /// The `nextCursor` of the page before.
    pub cursor: Option<String>,
}

impl PageParams {
    /// The part of a whole list that is asked for.
    pub fn cut<T>(&self, items: Vec<T>, id: impl Fn(&T) -> &str) -> Result<Page<T>> {
        Page::cut(items, self.limit, self.cursor.as_deref(), id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_parameter_is_named() {
        let uri = "http://localhost/?limit=many".parse().unwrap();
        let rejection = axum::extract::Query::<PageParams>::try_from_uri(&uri).unwrap_err();
        let error = refused(&rejection);
        assert_eq!((error.status(), error.field("/limit")), (422, Some("must be a whole number that is not negative")));
    }
}
