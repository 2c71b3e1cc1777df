//! Which table of which dashboard, in which account and region.

use super::super::super::SourceError;
use crate::domain::metric_source::SourceSettings;
use reqwest::Url;

/// The parts of an endpoint, completed by the settings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub base: String,
    pub region: String,
    pub account: String,
    pub dashboard: String,
    pub sheet: String,
    pub visual: String,
}

impl Place {
    /// The endpoint is the interface of a region, or the address of a dashboard's page, or empty.
    pub(super) fn parse(endpoint: &str, settings: &SourceSettings) -> Result<Self, SourceError> {
        let given = |setting: &Option<String>| setting.as_deref().map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned);
        let url = match endpoint.trim() {
            "" => None,
            text => Some(
                Url::parse(text).map_err(|_| refused("the endpoint is not an address, as https://quicksight.eu-west-1.amazonaws.com"))?,
            ),
        };
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let amazon =
            host.strip_suffix(".quicksight.aws.amazon.com").or_else(|| host.strip_prefix("quicksight.")?.strip_suffix(".amazonaws.com"));
        let region =
            given(&settings.region).or_else(|| amazon.map(str::to_owned)).ok_or_else(|| refused("the region is missing, as eu-west-1"))?;
        if !region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(refused("this is no region, as eu-west-1"));
        }
        let base = match &url {
            Some(url) if amazon.is_none() => url.to_string(),
            _ => format!("https://quicksight.{region}.amazonaws.com"),
        };
        let account = given(&settings.account).ok_or_else(|| refused("the number of the AWS account is missing"))?;
        if account.len() != 12 || !account.bytes().all(|b| b.is_ascii_digit()) {
            return Err(refused("the number of the AWS account has twelve digits"));
        }
        let part = |name: &str| after(url.as_ref()?, name);
        let dashboard = given(&settings.dashboard).or_else(|| part("dashboards")).unwrap_or_default();
        let sheet = given(&settings.sheet).or_else(|| part("sheets")).unwrap_or_default();
        Ok(Self { base, region, account, dashboard, sheet, visual: given(&settings.visual).unwrap_or_default() })
    }

    /// A CSV is of exactly one visual.
    pub(super) fn can_be_exported(&self) -> Result<(), SourceError> {
        for (id, what) in [(&self.dashboard, "dashboard"), (&self.sheet, "sheet"), (&self.visual, "table (visual)")] {
            if !is_id(id) {
                return Err(refused(&format!("the id of the {what} is missing or no id: letters, digits, - and _")));
            }
        }
        Ok(())
    }
}

/// QuickSight's own rule for ids; nothing in them has to be escaped in an address.
pub(super) fn is_id(text: &str) -> bool {
    (1..=512).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn after(url: &Url, name: &str) -> Option<String> {
    let mut parts = url.path_segments()?.skip_while(|part| *part != name).skip(1);
    parts.next().filter(|part| is_id(part)).map(str::to_owned)
}

fn refused(detail: &str) -> SourceError {
    SourceError::Refused { detail: detail.into() }
}
