//! Questions that go by POST because they are long: nothing is changed by them, so they may be asked again.

use super::{
    super::SourceError,
    send::{ATTEMPTS, Http, outage, worth_repeating},
};
use chrono::{DateTime, Utc};
use reqwest::Url;
use serde::Serialize;

impl Http {
    /// Sends a search, again where that can help.
    pub(in super::super) async fn search<T: Serialize + Sync>(
        &self,
        url: &Url,
        body: &T,
        now: DateTime<Utc>,
    ) -> Result<String, SourceError> {
        let mut attempt = 0;
        loop {
            let sent = self.client.post(url.clone()).json(body).send().await;
            attempt += 1;
            let again = sent.as_ref().map_or(true, worth_repeating);
            if !again || attempt == ATTEMPTS {
                return self.text(sent.map_err(|e| outage(&self.base, &e))?, now).await;
            }
            tokio::time::sleep(self.pause(attempt)).await;
        }
    }
}
