use super::*;
use crate::server::integrations::{
    backoff,
    http::{Ask, Auth, Http, Options},
};
use chrono::DateTime;
use reqwest::header::{AUTHORIZATION, HeaderMap};
use std::time::Duration;

fn check(url: &str) -> Result<(), SourceError> {
    Reach::default().check(&Url::parse(url).unwrap())
}

#[test]
fn what_hands_out_secrets_is_not_asked() {
    let forbidden = [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00:ec2::254]/",
        "http://100.100.100.200/",
        "http://metadata.google.internal/",
        "http://METADATA.google.internal./",
        // The same address written otherwise: as a number, in octal, inside IPv6.
        "http://2852039166/",
        "http://0251.0376.0251.0376/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::1]/",
    ];
    for url in forbidden {
        let error = check(url).unwrap_err();
        assert!(error.to_string().contains("not asked unless it is allowed"), "{url}: {error}");
    }
}

#[test]
fn what_stands_in_our_own_network_is_asked() {
    for url in [
        "http://127.0.0.1:9090",
        "http://[::1]:3000",
        "http://10.1.2.3",
        "http://192.168.0.9",
        "http://grafana.internal",
        "http://prometheus",
    ] {
        assert_eq!(check(url), Ok(()), "{url}");
    }
}

#[test]
fn only_plain_web_addresses_are_asked() {
    for url in ["http://user@host/", "http://:word@host/", "file:///etc/passwd", "data:text/plain,x"] {
        assert!(matches!(check(url), Err(SourceError::Refused { .. })), "{url}");
    }
}

#[test]
fn an_allowed_address_is_asked() {
    let reach = Reach::allowing(["169.254.169.254".into(), "Metadata.Google.Internal".into()]);
    for url in ["http://169.254.169.254/", "http://metadata.google.internal/"] {
        assert_eq!(reach.check(&Url::parse(url).unwrap()), Ok(()), "{url}");
    }
    assert!(reach.check(&Url::parse("http://169.254.0.1/").unwrap()).is_err());
}

/// A name with a good address and a bad one.
fn twofold(_: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    Box::pin(async { Ok(vec![([127, 0, 0, 1], 0).into(), ([169, 254, 169, 254], 0).into()]) })
}

#[tokio::test]
async fn a_connection_to_such_a_name_is_not_made() {
    let reach = Reach::resolving_by(twofold);
    let options = Options { reach, first_pause: Duration::ZERO, ..Options::new("http://rebind.example", None) };
    let auth = Auth { header: AUTHORIZATION, prefix: "" };
    let http = Http::new(&options, &auth, HeaderMap::new(), backoff::usual).unwrap();
    let error = http.ask(&Ask::get(http.url(&["a"], &[])), DateTime::UNIX_EPOCH).await.unwrap_err();
    assert!(matches!(&error, SourceError::Refused { detail } if detail.starts_with("rebind.example (169.254.169.254)")), "{error:?}");
}

#[tokio::test]
async fn a_name_that_leads_there_is_refused() {
    let reach = Reach::resolving_by(twofold);
    let error = reach.clone().resolve("rebind.example".into()).await.unwrap_err();
    assert!(error.to_string().starts_with("rebind.example (169.254.169.254) is an address for machines"), "{error}");
    let allowed = Reach { allowed: Arc::new(["rebind.example".into()]), ..reach };
    assert_eq!(allowed.resolve("Rebind.example".into()).await.unwrap().len(), 2);
}
