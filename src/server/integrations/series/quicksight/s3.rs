//! The file of a snapshot.

use super::{
    super::{
        super::{
            SourceError,
            http::{Ask, Manners},
        },
        options::SourceOptions,
    },
    client::connect,
    refusal,
    sigv4::{Signed, Signer, decoded},
};
use chrono::{DateTime, Utc};
use reqwest::Url;

/// Reads the file at `uri`: `s3://bucket/key`, or an address of Amazon's, which may carry its own signature.
pub(super) async fn get(uri: &str, signer: &Signer, options: &SourceOptions, now: DateTime<Utc>) -> Result<String, SourceError> {
    let own = options.settings.s3_endpoint.as_deref().map(|url| url.trim_end_matches('/').to_owned());
    let base = own.clone().unwrap_or_else(|| format!("https://s3.{}.amazonaws.com", signer.region));
    let url = address(uri, &base)?;
    if !is_trusted(&url, own.as_deref()) {
        return Err(SourceError::Refused {
            detail: format!("the snapshot lies at {}, which is no host of Amazon's", url.host_str().unwrap_or("?")),
        });
    }
    let http = connect(options, url.as_str(), Manners { refusal: refusal::s3, ..Manners::default() })?;
    // A connection is to one place, and the file is that place.
    let ask = Ask::get(url);
    if ask.url.query_pairs().any(|(name, _)| name.eq_ignore_ascii_case("x-amz-signature")) {
        return http.ask(&ask, now).await;
    }
    let signer = Signer { service: "s3", ..signer.clone() };
    let signature = signer.headers(&Signed { method: ask.method(), url: &ask.url, headers: &[], body: "" }, now)?;
    http.ask(&ask.with(signature), now).await
}

fn address(uri: &str, base: &str) -> Result<Url, SourceError> {
    let malformed = || SourceError::Malformed { detail: "the snapshot lies at an address that is none".into() };
    let Some((bucket, key)) = uri.strip_prefix("s3://").and_then(|rest| rest.split_once('/')) else {
        return Url::parse(uri).map_err(|_| malformed());
    };
    let mut url = Url::parse(base).map_err(|_| malformed())?;
    let key = String::from_utf8_lossy(&decoded(key)).into_owned();
    url.path_segments_mut().map_err(|()| malformed())?.pop_if_empty().push(bucket).extend(key.split('/'));
    Ok(url)
}

/// What QuickSight answers decides where our signature goes, so it goes to Amazon only, or to the place that was configured.
fn is_trusted(url: &Url, own: Option<&str>) -> bool {
    let configured = own.and_then(|own| Url::parse(own).ok()).is_some_and(|own| own.origin() == url.origin());
    let amazon = url.scheme() == "https" && url.host_str().is_some_and(|host| host.ends_with(".amazonaws.com"));
    configured || amazon
}
