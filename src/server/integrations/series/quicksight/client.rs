//! Asks QuickSight and S3.

use super::{
    super::{
        super::{
            SourceError, backoff,
            http::{Ask, Auth, Http, Manners},
        },
        csv::{self, CsvOptions},
        gathered::Gathered,
        options::SourceOptions,
        source::{Fetched, MetricSource},
    },
    job,
    place::Place,
    refusal, s3,
    sigv4::{Signed, Signer},
};
use crate::domain::series::Window;
use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use reqwest::{
    Url,
    header::{AUTHORIZATION, HeaderMap},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A table of a dashboard.
pub(in super::super) struct Quicksight {
    aws: Aws,
    place: Place,
    options: SourceOptions,
}

/// QuickSight's interface, asked with signed requests.
pub(super) struct Aws {
    http: Http,
    pub signer: Signer,
    account: String,
}

impl Quicksight {
    pub(in super::super) fn new(options: SourceOptions) -> Result<Self, SourceError> {
        let place = Place::parse(&options.endpoint, &options.settings)?;
        place.can_be_exported()?;
        Ok(Self { aws: Aws::new(&options, &place)?, place, options })
    }

    async fn export(&self, window: Window, now: DateTime<Utc>) -> Result<Fetched, SourceError> {
        let (uri, now) = job::run(&self.aws, &self.place, &self.options, now).await?;
        let text = s3::get(&uri, &self.aws.signer, &self.options, now).await?;
        let refused = |e: csv::CsvError| SourceError::Refused { detail: format!("the exported table cannot be read: {e}") };
        let wanted = CsvOptions { zone: self.options.settings.zone.clone(), ..CsvOptions::default() };
        let table = csv::read(text.as_bytes(), &wanted).map_err(refused)?;
        let mut gathered = Gathered::default();
        table.warnings.iter().for_each(|warning| gathered.warn(warning));
        for series in table.of(&self.options.query) {
            gathered.unit = gathered.unit.take().or_else(|| series.unit.clone());
            gathered.add(series.labels.clone(), series.points.iter().copied());
        }
        gathered.one(window.until(now.timestamp()), None, "leave out the other columns of the table, or filter it").map(Fetched::Series)
    }
}

impl MetricSource for Quicksight {
    fn fetch<'a>(&'a self, window: Window, _: u32, now: DateTime<Utc>) -> BoxFuture<'a, Result<Fetched, SourceError>> {
        Box::pin(self.export(window, now))
    }
}

impl Aws {
    pub(super) fn new(options: &SourceOptions, place: &Place) -> Result<Self, SourceError> {
        let signer = Signer {
            key_id: SourceOptions::required(&options.secret, "the id of the access key")?,
            secret: SourceOptions::required(&options.second_secret, "the secret access key")?,
            session_token: None,
            region: place.region.clone(),
            service: "quicksight",
        };
        let http = connect(options, &place.base, Manners { refusal: refusal::quicksight, ..Manners::default() })?;
        Ok(Self { http, signer, account: place.account.clone() })
    }

    /// Below `/accounts/{account}`.
    fn url(&self, path: &[&str]) -> Url {
        let path: Vec<&str> = ["accounts", &self.account].into_iter().chain(path.iter().copied()).collect();
        self.http.url(&path, &[])
    }

    /// Signs and asks.
    async fn ask<T: DeserializeOwned>(&self, ask: Ask, now: DateTime<Utc>) -> Result<T, SourceError> {
        let signature = self.signer.headers(&Signed { method: ask.method(), url: &ask.url, headers: &[], body: ask.body() }, now)?;
        let body = self.http.ask(&ask.with(signature), now).await?;
        let malformed = |e| SourceError::Malformed { detail: format!("this is no answer of QuickSight: {e}") };
        serde_json::from_str(&body).map_err(malformed)
    }

    pub(super) async fn post<T: DeserializeOwned>(&self, path: &[&str], body: &Value, now: DateTime<Utc>) -> Result<T, SourceError> {
        self.ask(Ask::json(self.url(path), body), now).await
    }

    pub(super) async fn get<T: DeserializeOwned>(&self, path: &[&str], now: DateTime<Utc>) -> Result<T, SourceError> {
        self.ask(Ask::get(self.url(path)), now).await
    }
}

/// A connection whose requests are signed one by one.
pub(super) fn connect(options: &SourceOptions, base: &str, manners: Manners) -> Result<Http, SourceError> {
    let nobody = Auth { header: AUTHORIZATION, prefix: "" };
    Ok(Http::new(&options.http(base, None), &nobody, HeaderMap::new(), backoff::usual)?.with(manners))
}
