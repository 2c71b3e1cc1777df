//! Which host names this server answers to: others are an attempt to reach it through a foreign name (DNS rebinding).

use crate::{
    domain::{Error, Result},
    server::config::Config,
};
use axum::http::{HeaderMap, Uri, header, uri::Authority};
use std::net::IpAddr;

/// The host and port that the request names, in lower case. HTTP/2 has it in the address.
pub fn authority(headers: &HeaderMap, uri: &Uri) -> Option<Authority> {
    if let Some(authority) = uri.authority() {
        return Some(authority.clone());
    }
    let mut named = headers.get_all(header::HOST).iter();
    let (host, more) = (named.next()?, named.next());
    if more.is_some() {
        return None;
    }
    host.to_str().ok()?.to_ascii_lowercase().parse().ok()
}

/// Refuses a host name that is not ours: 421.
pub fn check(config: &Config, authority: Option<&Authority>) -> Result<()> {
    let host = authority.map(|a| a.host().trim_end_matches('.').to_ascii_lowercase());
    if host.as_deref().is_some_and(|host| is_ours(config, host)) {
        return Ok(());
    }
    let host = host.unwrap_or_else(|| "(none)".into());
    Err(Error::Misdirected {
        message: format!("this server does not answer to the host name {host}; start it with `--public-url https://{host}` if it should"),
    })
}

fn is_ours(config: &Config, host: &str) -> bool {
    is_loopback(host)
        || config.public_url.as_deref().and_then(host_of).is_some_and(|ours| ours == host)
        || (config.trust_tailscale && host.strip_suffix(".ts.net").is_some_and(|name| !name.is_empty()))
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.ends_with(".localhost") || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn host_of(url: &str) -> Option<String> {
    Some(url.parse::<Uri>().ok()?.host()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(config: &Config, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        check(config, authority(&headers, &Uri::from_static("/")).as_ref()).is_ok()
    }

    #[test]
    fn only_our_own_names_are_answered_to() {
        let mut config = Config::for_data_dir("/nowhere".into());
        for host in ["localhost", "LOCALHOST:3336", "127.0.0.1:1", "127.1.2.3", "[::1]:3336", "maestro.localhost"] {
            assert!(allows(&config, host), "{host}");
        }
        let foreign =
            ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.5", "0.0.0.0", "box.tail1.ts.net", "a b", ""];
        for host in foreign {
            assert!(!allows(&config, host), "{host}");
        }
        config.trust_tailscale = true;
        config.public_url = Some("https://Maestro.Example:8443/".into());
        for host in ["box.tail1.ts.net", "maestro.example:8443", "maestro.example"] {
            assert!(allows(&config, host), "{host}");
        }
        for host in ["ts.net", ".ts.net", "evilts.net", "x.maestro.example"] {
            assert!(!allows(&config, host), "{host}");
        }
    }
}
