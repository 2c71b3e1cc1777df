//! Whether a change that a browser asks for comes from our own pages.

use crate::domain::{Error, Result};
use axum::http::{HeaderMap, Method, Uri, header, uri::Authority};

/// Refuses a change with ambient credentials (a cookie, a Tailscale identity) that another site asks for: 403.
pub fn check(method: &Method, headers: &HeaderMap, ours: Option<&Authority>, public_url: Option<&str>) -> Result<()> {
    if matches!(*method, Method::GET | Method::HEAD) || is_same(headers, ours, public_url) {
        return Ok(());
    }
    Err(Error::Forbidden {
        message: "a change with a sign-in cookie must come from a page of this server; scripts send a token instead".into(),
    })
}

fn is_same(headers: &HeaderMap, ours: Option<&Authority>, public_url: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|v| v.to_str().unwrap_or_default());
    let site = text("sec-fetch-site");
    if site.is_some_and(|site| site != "same-origin") {
        return false;
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) => is_our_origin(origin, ours, public_url),
        // Browsers name one or the other; a request with neither proves nothing.
        None => site.is_some(),
    }
}

fn is_our_origin(origin: &str, ours: Option<&Authority>, public_url: Option<&str>) -> bool {
    let Ok(origin) = origin.parse::<Uri>() else { return false };
    let Some(scheme) = origin.scheme_str().filter(|s| matches!(*s, "http" | "https")) else { return false };
    let Some(theirs) = origin.authority() else { return false };
    let end = |authority: &Authority, scheme: &str| {
        let port = authority.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        (authority.host().to_ascii_lowercase(), port)
    };
    let public = public_url.and_then(|url| url.parse::<Uri>().ok());
    let is_public = public
        .is_some_and(|url| url.scheme_str() == Some(scheme) && url.authority().is_some_and(|a| end(a, scheme) == end(theirs, scheme)));
    // Behind a proxy that ends TLS, `Host` has no port: it is the default of the scheme that the browser used.
    is_public || ours.is_some_and(|a| end(a, scheme) == end(theirs, scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(pairs: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap = pairs.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
        let ours: Authority = "127.0.0.1:3336".parse().unwrap();
        check(&Method::POST, &headers, Some(&ours), Some("https://maestro.example/")).is_ok()
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        assert!(allows(&[("origin", "http://127.0.0.1:3336")]));
        assert!(allows(&[("origin", "http://127.0.0.1:3336"), ("sec-fetch-site", "same-origin")]));
        assert!(allows(&[("origin", "https://maestro.example")]));
        assert!(allows(&[("sec-fetch-site", "same-origin")]));
        for refused in [
            &[("origin", "https://evil.example")][..],
            &[("origin", "http://127.0.0.1:4000")],
            &[("origin", "http://maestro.example")],
            &[("origin", "null")],
            &[("origin", "http://127.0.0.1:3336"), ("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "none")],
            &[],
        ] {
            assert!(!allows(refused), "{refused:?}");
        }
    }
}
