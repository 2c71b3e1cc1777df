//! The sites of Datadog, and the hosts of each.

use super::super::super::SourceError;
use reqwest::Url;

/// All that Datadog names.
const SITES: [&str; 9] = [
    "us3.datadoghq.com",
    "us5.datadoghq.com",
    "ap1.datadoghq.com",
    "ap2.datadoghq.com",
    "uk1.datadoghq.com",
    "datadoghq.com",
    "datadoghq.eu",
    "us2.ddog-gov.com",
    "ddog-gov.com",
];
const DEFAULT: &str = "datadoghq.com";

/// Where the interface of a site answers. A host that is not Datadog's is taken as it is, without what follows the prefix.
pub(in super::super) fn api(endpoint: &str, site: Option<&str>) -> Result<String, SourceError> {
    base(endpoint, site, "api")
}

/// Where events are taken in: another host than that of the interface.
pub(in super::super) fn intake(endpoint: &str, site: Option<&str>) -> Result<String, SourceError> {
    base(endpoint, site, "event-management-intake")
}

/// Whether the endpoint is at a site of Datadog.
pub(in super::super) fn is_datadog(endpoint: &str) -> bool {
    address(endpoint.trim()).ok().and_then(|url| site_of(&url)).is_some()
}

fn base(endpoint: &str, site: Option<&str>, host: &str) -> Result<String, SourceError> {
    let endpoint = match endpoint.trim() {
        "" => site.map(str::trim).filter(|site| !site.is_empty()).unwrap_or(DEFAULT),
        given => given,
    };
    let mut url = address(endpoint)?;
    if let Some(site) = site_of(&url) {
        return Ok(format!("https://{host}.{site}"));
    }
    let path = url.path().to_owned();
    url.set_query(None);
    url.set_fragment(None);
    url.set_path(path.split_once("/api/").map_or(path.as_str(), |(before, _)| before).trim_end_matches("/api").trim_end_matches('/'));
    Ok(url.to_string())
}

/// An address; a bare host as `datadoghq.eu` is one too.
fn address(text: &str) -> Result<Url, SourceError> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    Url::parse(&whole).map_err(|_| SourceError::Refused { detail: "the endpoint is not an address, as https://api.datadoghq.eu".into() })
}

fn site_of(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?;
    SITES.into_iter().find(|site| host == *site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_site_has_its_hosts() {
        for (given, wanted) in [
            ("", "https://api.datadoghq.com"),
            ("datadoghq.eu", "https://api.datadoghq.eu"),
            ("https://app.datadoghq.com/dashboard/x?y=1", "https://api.datadoghq.com"),
            ("https://us5.datadoghq.com", "https://api.us5.datadoghq.com"),
            ("https://api.ap2.datadoghq.com/api/v1/query", "https://api.ap2.datadoghq.com"),
            ("https://api.us2.ddog-gov.com", "https://api.us2.ddog-gov.com"),
            ("http://127.0.0.1:14012/dd/api/v2/query/timeseries", "http://127.0.0.1:14012/dd"),
            ("https://notdatadoghq.com", "https://notdatadoghq.com/"),
        ] {
            assert_eq!(api(given, None).unwrap(), wanted, "{given}");
        }
        assert_eq!(api("", Some("us3.datadoghq.com")).unwrap(), "https://api.us3.datadoghq.com");
        assert_eq!(intake("https://api.datadoghq.eu", None).unwrap(), "https://event-management-intake.datadoghq.eu");
        assert_eq!(intake("http://127.0.0.1:1", None).unwrap(), "http://127.0.0.1:1/");
        assert!(is_datadog("https://api.datadoghq.eu") && !is_datadog("https://eppo.cloud"));
    }
}
