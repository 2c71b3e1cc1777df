use super::{
    super::tests::{now, options, series},
    Embedding, embed_url,
    place::Place,
};
use crate::{
    domain::{
        metric_source::{SourceKind, SourceSettings},
        series::{Point, Window},
    },
    server::integrations::{
        SourceError,
        peer::{Peer, Reply},
        series::SourceOptions,
    },
};
use serde_json::{Value, json};

const JOBS: &str = "/accounts/123456789012/dashboards/dash/snapshot-jobs";
const WINDOW: Window = Window { from: 1_795_132_800, to: 1_795_305_600 };
const CSV: &str = "\u{feff}Date,Metric,Value\r\n2026-11-20,Revenue,\"$1,234.50\"\r\n2026-11-21,Revenue,\r\n2026-11-21,Orders,7\r\n";

fn asking(peer: &Peer) -> SourceOptions {
    options(SourceKind::Quicksight, &peer.url, "revenue")
}

/// Where the job of this moment is looked at.
async fn job(peer: &Peer) -> String {
    let started = peer.asked().into_iter().find(|asked| asked.target == JOBS).unwrap();
    let body: Value = serde_json::from_str(&started.body).unwrap();
    format!("{JOBS}/{}", body["SnapshotJobId"].as_str().unwrap())
}

/// A peer where snapshots work; its job has an id that is known only after the first try.
async fn ready(looks: &[&str], uri: &str) -> Peer {
    let peer = Peer::start().await;
    peer.on(JOBS, Reply::json(r#"{"SnapshotJobId":"x","RequestId":"r","Status":202}"#));
    assert!(series(asking(&peer), WINDOW, 60).await.is_err(), "404: nothing is known of the job");
    let job = job(&peer).await;
    peer.series(&job, looks.iter().map(|status| Reply::json(json!({"JobStatus": status}).to_string())).collect());
    let result = json!({"JobStatus": "COMPLETED", "Result": {"AnonymousUsers": [{"FileGroups": [{"S3Results": [{"S3Uri": uri}]}]}]}});
    peer.on(&format!("{job}/result"), Reply::json(result.to_string()));
    peer.on("/s3/bucket/maestro/t%201.csv", Reply::bare(200, CSV).with("content-type", "text/csv"));
    peer
}

#[tokio::test]
async fn a_table_is_exported_and_read() {
    let peer = ready(&["QUEUED", "RUNNING", "COMPLETED"], "s3://bucket/maestro/t 1.csv").await;
    let mut options = asking(&peer);
    options.settings.bucket = Some("bucket".into());
    let series = series(options, WINDOW, 60).await.unwrap();
    assert_eq!(series.points, [Point::new(1_795_132_800, 1_234.5), Point::new(1_795_219_200, None)]);
    assert_eq!((series.unit.as_deref(), series.step, series.found), (Some("$"), None, 1));
    assert!(series.warnings.contains(&"times without a zone are read as UTC".into()));
    let asked = peer.asked();
    let start = asked.iter().rfind(|asked| asked.target == JOBS).unwrap();
    let body: Value = serde_json::from_str(&start.body).unwrap();
    let file = &body["SnapshotConfiguration"]["FileGroups"][0]["Files"][0];
    assert_eq!(file["SheetSelections"][0], json!({"SheetId": "sheet", "SelectionScope": "SELECTED_VISUALS", "VisualIds": ["table"]}));
    let bucket = &body["SnapshotConfiguration"]["DestinationConfiguration"]["S3Destinations"][0]["BucketConfiguration"];
    assert_eq!(*bucket, json!({"BucketName": "bucket", "BucketPrefix": "maestro", "BucketRegion": "eu-west-1"}));
    let signed = |asked: &crate::server::integrations::peer::Asked| asked.headers["authorization"].to_str().unwrap().to_owned();
    assert!(
        signed(start).starts_with("AWS4-HMAC-SHA256 Credential=s3cret/20261122/eu-west-1/quicksight/aws4_request, SignedHeaders=host;")
    );
    let file = asked.last().unwrap();
    assert!(signed(file).contains("/eu-west-1/s3/aws4_request"), "{}", signed(file));
    assert_eq!(file.headers["x-amz-content-sha256"].len(), 64);
}

#[tokio::test]
async fn a_signed_address_is_taken_as_it_is_and_a_foreign_one_is_not() {
    let peer = ready(&["COMPLETED"], "{peer}/s3/bucket/maestro/t%201.csv?X-Amz-Signature=abc").await;
    assert_eq!(series(asking(&peer), WINDOW, 60).await.unwrap().found, 1);
    assert!(!peer.asked().last().unwrap().headers.contains_key("authorization"));
    let foreign = ready(&["COMPLETED"], "https://evil.example/bucket/t.csv").await;
    let error = series(asking(&foreign), WINDOW, 60).await.unwrap_err();
    assert!(error.to_string().contains("no host of Amazon's"), "{error}");
}

#[tokio::test]
async fn a_job_that_fails_or_never_ends_is_told() {
    let peer = ready(&["FAILED"], "s3://bucket/x").await;
    let fault = json!({"JobStatus": "FAILED", "ErrorInfo": {"ErrorType": "VisualError", "ErrorMessage": "no such visual"}});
    peer.on(&format!("{}/result", job(&peer).await), Reply::json(fault.to_string()));
    let error = series(asking(&peer), WINDOW, 60).await.unwrap_err();
    assert_eq!(error, SourceError::Refused { detail: "the snapshot failed: VisualError no such visual".into() });
    let slow = ready(&["RUNNING"], "s3://bucket/x").await;
    assert!(matches!(series(asking(&slow), WINDOW, 60).await, Err(SourceError::Outage { .. })));
}

#[tokio::test]
async fn a_repetition_that_came_twice_is_the_same_job() {
    let peer = ready(&["COMPLETED"], "s3://bucket/maestro/t%201.csv").await;
    let there = Reply::bare(409, r#"{"Message":"it exists"}"#).with("x-amzn-errortype", "ResourceExistsException");
    peer.series(JOBS, vec![Reply::bare(502, ""), there]);
    assert_eq!(series(asking(&peer), WINDOW, 60).await.unwrap().found, 1);
}

#[tokio::test]
async fn the_types_of_amazons_errors_decide() {
    let peer = Peer::start().await;
    let mut told = Vec::new();
    for (status, kind) in [
        (429, "ThrottlingException:http://internal.amazon.com/"),
        (409, "LimitExceededException"),
        (403, "UnsupportedPricingPlanException"),
        (401, "AccessDeniedException"),
        (403, "ExpiredTokenException"),
        (404, "ResourceNotFoundException"),
        (400, "InvalidParameterValueException"),
    ] {
        peer.on(JOBS, Reply::bare(status, r#"{"Message":"words","RequestId":"r"}"#).with("x-amzn-errortype", kind));
        told.push(series(asking(&peer), WINDOW, 60).await.unwrap_err());
    }
    let short = |error: &SourceError| format!("{error:?}").split(' ').next().unwrap_or_default().to_owned();
    let kinds: Vec<String> = told.iter().map(short).collect();
    assert_eq!(kinds, ["RateLimited", "RateLimited", "Refused", "Unauthorized", "Unauthorized", "NotFound", "Refused"]);
    assert!(told[2].to_string().contains("paid add-on"), "{}", told[2]);
    assert_eq!(told[0].to_string(), "ThrottlingException: words");
}

#[tokio::test]
async fn s3_refuses_in_xml() {
    let peer = ready(&["COMPLETED"], "s3://bucket/maestro/t%201.csv").await;
    let xml = r#"<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"#;
    peer.on("/s3/bucket/maestro/t%201.csv", Reply::bare(403, xml).with("content-type", "application/xml"));
    let error = series(asking(&peer), WINDOW, 60).await.unwrap_err();
    assert_eq!(error, SourceError::Unauthorized { detail: "S3 says AccessDenied: Access Denied".into() });
}

#[test]
fn the_address_of_a_page_says_most() {
    let settings = SourceSettings { account: Some("123456789012".into()), ..SourceSettings::default() };
    let page = "https://eu-west-1.quicksight.aws.amazon.com/sn/accounts/x/dashboards/d-1/sheets/s-2?view=1";
    let place = Place::parse(page, &settings).unwrap();
    assert_eq!((place.base.as_str(), place.region.as_str()), ("https://quicksight.eu-west-1.amazonaws.com", "eu-west-1"));
    assert_eq!((place.dashboard.as_str(), place.sheet.as_str()), ("d-1", "s-2"));
    assert!(place.can_be_exported().unwrap_err().to_string().contains("table (visual)"));
    assert!(Place::parse("", &settings).is_err(), "no region");
    assert!(Place::parse(page, &SourceSettings { account: Some("12".into()), ..settings }).is_err());
}

#[tokio::test]
async fn a_dashboard_is_embedded_for_one_look() {
    let peer = Peer::start().await;
    let path = "/accounts/123456789012/embed-url/registered-user";
    peer.on(path, Reply::json(r#"{"EmbedUrl":"https://x/embed/1?code=2","Status":200,"RequestId":"r"}"#));
    let wish = Embedding {
        user_arn: "arn:aws:quicksight:eu-west-1:1:user/default/ann".into(),
        origin: "http://localhost:3336".into(),
        minutes: 60,
    };
    assert_eq!(embed_url(&asking(&peer), &wish, now()).await.unwrap(), "https://x/embed/1?code=2");
    let body: Value = serde_json::from_str(&peer.asked()[0].body).unwrap();
    assert_eq!(body["ExperienceConfiguration"], json!({"Dashboard": {"InitialDashboardId": "dash"}}));
    assert_eq!((&body["SessionLifetimeInMinutes"], &body["AllowedDomains"]), (&json!(60), &json!(["http://localhost:3336"])));
    for bad in [Embedding { minutes: 601, ..wish.clone() }, Embedding { origin: "http://maestro.example.com".into(), ..wish.clone() }] {
        assert!(embed_url(&asking(&peer), &bad, now()).await.is_err());
    }
    assert_eq!(peer.asked().len(), 1);
}
