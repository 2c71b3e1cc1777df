//! A dashboard inside our page.

use super::{
    super::{super::SourceError, options::SourceOptions},
    client::Aws,
    place::{Place, is_id},
};
use chrono::{DateTime, Utc};
use reqwest::Url;
use serde::Deserialize;
use serde_json::json;

/// Who looks at which dashboard, where, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedding {
    /// The ARN of a user that is registered at QuickSight.
    pub user_arn: String,
    /// Where our page is, as `https://maestro.example.com`; without encryption only on this machine.
    pub origin: String,
    /// 15 to 600.
    pub minutes: u16,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Told {
    embed_url: String,
}

/// An address that shows the dashboard of `options`. It is good for five minutes and for one look: it is a secret, and asked
/// for anew each time a page is opened.
pub async fn embed_url(options: &SourceOptions, wish: &Embedding, now: DateTime<Utc>) -> Result<String, SourceError> {
    let place = Place::parse(&options.endpoint, &options.settings)?;
    let refused = |detail: &str| Err(SourceError::Refused { detail: detail.into() });
    if !is_id(&place.dashboard) {
        return refused("the id of the dashboard is missing");
    }
    if !(15..=600).contains(&wish.minutes) {
        return refused("a session lasts 15 to 600 minutes");
    }
    let local = |url: &Url| url.host_str() == Some("localhost");
    if !Url::parse(&wish.origin).is_ok_and(|url| url.scheme() == "https" || local(&url)) {
        return refused("QuickSight embeds into pages at https:// only, or at http://localhost");
    }
    let body = json!({
        "UserArn": wish.user_arn,
        "SessionLifetimeInMinutes": wish.minutes,
        "ExperienceConfiguration": {"Dashboard": {"InitialDashboardId": place.dashboard}},
        "AllowedDomains": [wish.origin],
    });
    let told: Told = Aws::new(options, &place)?.post(&["embed-url", "registered-user"], &body, now).await?;
    Ok(told.embed_url)
}
