//! What we ask of metric sources, checked against the vendors' own descriptions by Prism, where the machine has it
//! (`TEST_PRISM`). Prism refuses what does not fit, and answers with the examples of the description.

use chrono::{DateTime, Utc};
use maestro::{
    domain::{
        metric_source::{SourceKind, SourceSettings},
        series::Window,
    },
    server::integrations::{
        SourceError,
        series::{
            Fetched, SourceOptions,
            announce::{ChangeEvent, send_change_event},
            open,
        },
    },
};
use std::{net::TcpListener, path::PathBuf, process::Stdio};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

/// Prism with one description; it ends with the test.
struct Prism {
    url: String,
    _process: Child,
}

impl Prism {
    /// None where Prism is not there.
    async fn start(description: &str) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "which tests can run is up to who runs them")]
        let Some(program) = std::env::var_os("TEST_PRISM").map(PathBuf::from) else {
            eprintln!("passed over: TEST_PRISM is not set");
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = format!("{}/tests/fixtures/openapi/{description}", env!("CARGO_MANIFEST_DIR"));
        let mut command = Command::new(program);
        command.args(["mock", &file, "-h", "127.0.0.1", "-p", &port.to_string()]);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.contains("Prism is listening") {
                // What it says of each request must be read, or it stops in the middle.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Some(Self { url: format!("http://127.0.0.1:{port}"), _process: process });
            }
        }
        panic!("Prism ended before it listened");
    }

    fn options(&self, kind: SourceKind, query: &str) -> SourceOptions {
        let secret = || Some("0123456789abcdef".to_owned());
        // What was Eppo's is asked at Datadog.
        let site = (kind == SourceKind::Eppo).then(|| "datadoghq.com".to_owned());
        let settings = SourceSettings { site, ..Default::default() };
        SourceOptions { secret: secret(), second_secret: secret(), settings, ..SourceOptions::new(kind, &self.url, query) }
    }

    async fn fetch(&self, kind: SourceKind, query: &str) -> Result<Fetched, SourceError> {
        let window = Window { from: 1_794_247_200, to: 1_794_250_800 };
        open(self.options(kind, query)).unwrap().fetch(window, 60, now()).await
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

/// An example that is no series of ours is fine; a question that is refused is not.
#[track_caller]
fn fits(result: Result<Fetched, SourceError>) {
    let refused = matches!(&result, Err(SourceError::Refused { detail } | SourceError::Unauthorized { detail } | SourceError::NotFound { detail }) if !detail.starts_with("the query finds"));
    assert!(!refused && !matches!(result, Err(SourceError::Outage { .. })), "{result:?}");
}

#[tokio::test]
async fn questions_to_prometheus_fit_its_description() {
    let Some(prism) = Prism::start("prometheus.json").await else { return };
    fits(prism.fetch(SourceKind::Prometheus, "up").await);
    fits(prism.fetch(SourceKind::Prometheus, &format!("sum({})", "up or ".repeat(500))).await);
}

#[tokio::test]
async fn questions_to_the_first_interface_of_datadog_fit_its_description() {
    let Some(prism) = Prism::start("datadog-v1.json").await else { return };
    fits(prism.fetch(SourceKind::Datadog, "avg:system.cpu.user{*}").await);
    let plain = SourceOptions { second_secret: None, ..prism.options(SourceKind::Datadog, "") };
    let sent = send_change_event(&plain, &event(), now()).await;
    // The example has no `id_str`.
    assert!(matches!(sent, Ok(Some(_)) | Err(SourceError::Malformed { .. })), "{sent:?}");
}

#[tokio::test]
async fn questions_to_the_second_interface_of_datadog_fit_its_description() {
    let Some(prism) = Prism::start("datadog-v2.json").await else { return };
    let query = r#"{"queries":[{"data_source":"metrics","name":"a","query":"avg:system.cpu.user{*}"}],"formulas":[{"formula":"a"}]}"#;
    fits(prism.fetch(SourceKind::Datadog, query).await);
    let sent = send_change_event(&prism.options(SourceKind::Datadog, ""), &event(), now()).await;
    assert!(sent.is_ok(), "{sent:?}");
}

#[tokio::test]
async fn questions_about_experiments_fit_their_description() {
    let Some(prism) = Prism::start("datadog-experiments.json").await else { return };
    for query in ["550e8400-e29b-41d4-a716-446655440000", "Checkout button test"] {
        let told = prism.fetch(SourceKind::Eppo, query).await.unwrap();
        let Fetched::Experiment(experiment) = told else { panic!("{told:?}") };
        assert_eq!((experiment.variants.len(), experiment.effects.len()), (2, 1), "{experiment:?}");
    }
}

fn event() -> ChangeEvent {
    let text = |text: &str| text.to_owned();
    ChangeEvent {
        at: now(),
        title: text("Merged #327"),
        text: text("Checkout is faster"),
        key: text("pr:327"),
        resource: text("acme/app"),
        services: vec![text("payments_api")],
        author: Some(text("ann")),
        tags: vec![text("service:payments_api")],
    }
}
