//! AWS Signature Version 4: proves that a request comes from who has the key.

use super::super::super::{SourceError, http::secret_value};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{
    Url,
    header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue},
};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fmt::Write};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// A key, and what it is used for.
#[derive(Clone)]
pub(super) struct Signer {
    pub key_id: String,
    pub secret: String,
    /// Of a key that was lent for a while.
    pub session_token: Option<String>,
    pub region: String,
    /// `quicksight` or `s3`.
    pub service: &'static str,
}

/// What is signed.
pub(super) struct Signed<'a> {
    pub method: &'a str,
    pub url: &'a Url,
    /// Headers that are sent with it and signed too, by their names in small letters.
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a str,
}

impl Signer {
    /// The headers that prove it.
    pub(super) fn headers(&self, request: &Signed<'_>, now: DateTime<Utc>) -> Result<HeaderMap, SourceError> {
        let invalid = |_| SourceError::Refused { detail: "the key has characters that no key has".into() };
        let (date, hash) = (stamp(now), hex(&Sha256::digest(request.body)));
        let mut own = vec![("x-amz-date", date.as_str())];
        // S3 wants it said and signed; the others may hear it as well.
        own.push(("x-amz-content-sha256", &hash));
        own.extend(self.session_token.as_deref().map(|token| ("x-amz-security-token", token)));
        let all: Vec<(&str, &str)> = own.iter().chain(request.headers).copied().collect();
        let authorization = self.authorization(&Signed { headers: &all, ..*request }, &hash, now);
        let mut headers = HeaderMap::from_iter([(AUTHORIZATION, secret_value(&authorization)?)]);
        for (name, value) in own {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).map_err(invalid)?);
        }
        Ok(headers)
    }

    fn authorization(&self, request: &Signed<'_>, body_hash: &str, now: DateTime<Utc>) -> String {
        let (canonical, names) = canonical(request, body_hash);
        let signature = hex(&self.sign(&self.to_sign(&canonical, now), now));
        format!("{ALGORITHM} Credential={}/{}, SignedHeaders={names}, Signature={signature}", self.key_id, self.scope(now))
    }

    fn scope(&self, now: DateTime<Utc>) -> String {
        format!("{}/{}/{}/aws4_request", now.format("%Y%m%d"), self.region, self.service)
    }

    fn to_sign(&self, canonical: &str, now: DateTime<Utc>) -> String {
        format!("{ALGORITHM}\n{}\n{}\n{}", stamp(now), self.scope(now), hex(&Sha256::digest(canonical)))
    }

    /// The key of the day, the region and the service signs.
    fn sign(&self, text: &str, now: DateTime<Utc>) -> Vec<u8> {
        let day = now.format("%Y%m%d").to_string();
        let start = format!("AWS4{}", self.secret).into_bytes();
        [&day, &self.region, self.service, "aws4_request", text].iter().fold(start, |key, part| mac(&key, part))
    }
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // A key of any length is fine, so there is always a tag.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

/// The request in the one form that both sides agree about, and the names of the signed headers.
fn canonical(request: &Signed<'_>, body_hash: &str) -> (String, String) {
    let host = request.url.host_str().unwrap_or_default();
    let host = request.url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
    let mut headers: BTreeMap<&str, String> = BTreeMap::from([("host", host)]);
    headers.extend(request.headers.iter().map(|(name, value)| (*name, value.split_whitespace().collect::<Vec<_>>().join(" "))));
    let names = headers.keys().copied().collect::<Vec<_>>().join(";");
    let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let path = encoded(&decoded(request.url.path()), true);
    let mut query: Vec<(String, String)> =
        request.url.query_pairs().map(|(name, value)| (encoded(name.as_bytes(), false), encoded(value.as_bytes(), false))).collect();
    query.sort();
    let query = query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    (format!("{}\n{path}\n{query}\n{lines}\n{names}\n{body_hash}", request.method), names)
}

/// Everything but letters, digits and `-._~` as `%XX`; in a path slashes stay.
fn encoded(bytes: &[u8], path: bool) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) || (path && *byte == b'/') {
            text.push(char::from(*byte));
        } else {
            // Writing to a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// The bytes that a path stands for.
pub(super) fn decoded(path: &str) -> Vec<u8> {
    let bytes = path.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(byte) = bytes.get(at) {
        let digits = path.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        found.push(digits.unwrap_or(*byte));
        at += if digits.is_some() { 3 } else { 1 };
    }
    found
}

fn stamp(now: DateTime<Utc>) -> String {
    now.format("%Y%m%dT%H%M%SZ").to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Vector {
        name: String,
        context: Context,
        request: String,
        canonical_request: String,
        string_to_sign: String,
        signature: String,
    }

    #[derive(Deserialize)]
    struct Context {
        credentials: Credentials,
        region: String,
        timestamp: DateTime<Utc>,
        sign_body: bool,
    }

    #[derive(Deserialize)]
    struct Credentials {
        access_key_id: String,
        secret_access_key: String,
        token: Option<String>,
    }

    #[test]
    fn the_vectors_of_aws_are_signed_alike() {
        let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quicksight/sigv4_vectors.json"));
        let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
        assert_eq!(vectors.len(), 9);
        for vector in vectors {
            check(&vector);
        }
    }

    fn check(vector: &Vector) {
        let (head, body) = vector.request.split_once("\n\n").unwrap_or((&vector.request, ""));
        let mut lines = head.lines();
        let (method, rest) = lines.next().unwrap().split_once(' ').unwrap();
        let target = rest.strip_suffix(" HTTP/1.1").unwrap();
        let url = Url::parse(&format!("https://example.amazonaws.com{target}")).unwrap();
        let (now, hash, date) = (vector.context.timestamp, hex(&Sha256::digest(body)), stamp(vector.context.timestamp));
        let mut headers: Vec<(String, String)> =
            lines.map(|l| l.split_once(':').unwrap()).map(|(n, v)| (n.to_lowercase(), v.into())).collect();
        headers.retain(|(name, _)| name != "host");
        headers.push(("x-amz-date".into(), date));
        if vector.context.sign_body {
            headers.push(("x-amz-content-sha256".into(), hash.clone()));
        }
        let credentials = &vector.context.credentials;
        headers.extend(credentials.token.clone().map(|token| ("x-amz-security-token".into(), token)));
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let signer = Signer {
            key_id: credentials.access_key_id.clone(),
            secret: credentials.secret_access_key.clone(),
            session_token: None,
            region: vector.context.region.clone(),
            service: "service",
        };
        let request = Signed { method, url: &url, headers: &headers, body };
        let (canonical, _) = canonical(&request, &hash);
        assert_eq!(canonical, vector.canonical_request, "{}", vector.name);
        let to_sign = signer.to_sign(&canonical, now);
        assert_eq!(to_sign, vector.string_to_sign, "{}", vector.name);
        assert_eq!(hex(&signer.sign(&to_sign, now)), vector.signature, "{}", vector.name);
        assert!(signer.authorization(&request, &hash, now).ends_with(&vector.signature));
    }
}
