//! Where a Grafana is, and which of its data sources is meant.

use super::super::super::{
    SourceError,
    http::{Ask, Http},
};
use chrono::{DateTime, Utc};
use reqwest::Url;
use serde::Deserialize;

const PROXY: &str = "/api/datasources/proxy/";
/// What people copy together with the base address.
const TAILS: [&str; 6] = ["/api/ds/query", "/api/", "/d/", "/explore", "/dashboards", "/connections"];

/// The parts of an endpoint.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub base: String,
    /// The data source of a proxy's address.
    proxied: Option<String>,
}

/// A data source that can be asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct DataSource {
    pub uid: String,
    #[serde(rename = "type")]
    pub kind: String,
}

impl Place {
    pub(super) fn parse(endpoint: &str) -> Result<Self, SourceError> {
        let refused = |detail: &str| SourceError::Refused { detail: detail.into() };
        let mut url = Url::parse(endpoint.trim()).map_err(|_| refused("the endpoint is not an address, as https://grafana.example.com"))?;
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().to_owned();
        let (before, proxied) = match path.split_once(PROXY) {
            None => (TAILS.iter().find_map(|tail| path.split_once(tail)).map_or(path.as_str(), |(before, _)| before), None),
            Some((before, after)) => {
                let uid = after.strip_prefix("uid/").and_then(|rest| rest.split('/').next()).filter(|uid| !uid.is_empty());
                let uid = uid.ok_or_else(|| refused("Grafana 13 has no proxy by number any more: use …/api/datasources/proxy/uid/UID"))?;
                (before, Some(uid.to_owned()))
            }
        };
        url.set_path(before.trim_end_matches('/'));
        Ok(Self { base: url.to_string(), proxied })
    }

    /// The address that stands for the data source, where the endpoint is one of the proxy.
    pub(super) fn proxy(&self) -> Option<String> {
        Some(format!("{}{PROXY}uid/{}", self.base.trim_end_matches('/'), self.proxied.as_ref()?))
    }
}

/// The Prometheus that a query without a data source means: the default one, or the only one.
pub(super) async fn prometheus(http: &Http, now: DateTime<Utc>) -> Result<DataSource, SourceError> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Listed {
        name: String,
        #[serde(flatten)]
        source: DataSource,
        #[serde(default)]
        is_default: bool,
    }
    let body = http.ask(&Ask::get(http.url(&["api", "datasources"], &[])), now).await?;
    let malformed = |e| SourceError::Malformed { detail: format!("this is no list of data sources: {e}") };
    let all: Vec<Listed> = serde_json::from_str(&body).map_err(malformed)?;
    let mut fitting: Vec<Listed> = all.into_iter().filter(|listed| listed.source.kind.contains("prometheus")).collect();
    if let Some(at) = fitting.iter().position(|listed| listed.is_default).or_else(|| (fitting.len() == 1).then_some(0)) {
        return Ok(fitting.swap_remove(at).source);
    }
    let names: Vec<String> = fitting.iter().map(|listed| format!("{} ({})", listed.name, listed.source.uid)).collect();
    let detail = match names.as_slice() {
        [] => "this Grafana has no Prometheus that this token may see: name the data source by its uid".into(),
        _ => format!("this Grafana has several Prometheus and none is the default: name one by its uid: {}", names.join(", ")),
    };
    Err(SourceError::Refused { detail })
}
