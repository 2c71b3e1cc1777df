//! A snapshot: started, waited for, found.

use super::{
    super::{super::SourceError, options::SourceOptions},
    client::Aws,
    place::Place,
    refusal::EXISTS,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Look {
    job_status: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Outcome {
    result: Option<Files>,
    error_info: Option<Fault>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Files {
    #[serde(default)]
    anonymous_users: Vec<Groups>,
    #[serde(default)]
    registered_users: Vec<Groups>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Groups {
    #[serde(default)]
    file_groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    #[serde(default, rename = "S3Results")]
    results: Vec<Stored>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Stored {
    #[serde(rename = "S3Uri")]
    uri: Option<String>,
    error_info: Option<Vec<Fault>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Fault {
    error_message: String,
    error_type: String,
}

impl Fault {
    fn error(&self) -> SourceError {
        SourceError::Refused { detail: format!("the snapshot failed: {} {}", self.error_type, self.error_message).trim().to_owned() }
    }
}

/// Makes a snapshot: where it lies, and what time it is then.
pub(super) async fn run(
    aws: &Aws,
    place: &Place,
    options: &SourceOptions,
    now: DateTime<Utc>,
) -> Result<(String, DateTime<Utc>), SourceError> {
    let id = job_id(place, now);
    let jobs = ["dashboards", &place.dashboard, "snapshot-jobs"];
    let path = ["dashboards", &place.dashboard, "snapshot-jobs", &id];
    match aws.post::<IgnoredAny>(&jobs, &order(&id, place, options), now).await {
        // The id is ours: a repetition of this very request was quicker.
        Err(SourceError::Refused { detail }) if detail.starts_with(EXISTS) => {}
        started => started.map(|_| ())?,
    }
    let mut now = now;
    for _ in 0..options.patience.polls {
        let look: Look = aws.get(&path, now).await?;
        match look.job_status.as_str() {
            "COMPLETED" | "FAILED" => {
                let [dashboards, dashboard, snapshots, id] = path;
                let outcome: Outcome = aws.get(&[dashboards, dashboard, snapshots, id, "result"], now).await?;
                return found(outcome, &look.job_status).map(|uri| (uri, now));
            }
            // Queued, running, or something new.
            _ => tokio::time::sleep(options.patience.poll_pause).await,
        }
        // A signature is good for some minutes only, so the time of the next one must have passed too.
        now += chrono::Duration::from_std(options.patience.poll_pause).unwrap_or_default();
    }
    Err(SourceError::Outage { detail: "QuickSight did not finish the snapshot in time".into() })
}

fn found(outcome: Outcome, status: &str) -> Result<String, SourceError> {
    if let Some(fault) = &outcome.error_info {
        return Err(fault.error());
    }
    let users = outcome.result.into_iter().flat_map(|files| files.registered_users.into_iter().chain(files.anonymous_users));
    let stored: Vec<Stored> = users.flat_map(|user| user.file_groups).flat_map(|group| group.results).collect();
    if let Some(fault) = stored.iter().filter_map(|stored| stored.error_info.as_ref()?.first()).next() {
        return Err(fault.error());
    }
    let uri = stored.into_iter().find_map(|stored| stored.uri);
    uri.ok_or_else(|| SourceError::Refused { detail: format!("the snapshot is {status} and left no file") })
}

/// The same for the same table at the same time: so a repetition starts nothing twice.
fn job_id(place: &Place, now: DateTime<Utc>) -> String {
    let table = Sha256::digest(format!("{}/{}/{}", place.dashboard, place.sheet, place.visual));
    let short: String = table.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("maestro-{}-{short}", now.timestamp_millis())
}

fn order(id: &str, place: &Place, options: &SourceOptions) -> Value {
    let selection = json!({"SheetId": place.sheet, "SelectionScope": "SELECTED_VISUALS", "VisualIds": [place.visual]});
    let file = json!({"SheetSelections": [selection], "FormatType": "CSV"});
    let mut configuration = json!({"FileGroups": [{"Files": [file]}]});
    if let Some(bucket) = &options.settings.bucket {
        let prefix = options.settings.prefix.as_deref().unwrap_or("maestro");
        let bucket = json!({"BucketName": bucket, "BucketPrefix": prefix, "BucketRegion": place.region});
        configuration["DestinationConfiguration"] = json!({"S3Destinations": [{"BucketConfiguration": bucket}]});
    }
    json!({
        "SnapshotJobId": id,
        "UserConfiguration": {"AnonymousUsers": [{}]},
        "SnapshotConfiguration": configuration,
    })
}
