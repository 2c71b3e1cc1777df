//! The cookies of people's browsers.

use crate::server::config::Config;
use axum::http::{HeaderMap, header};

/// The cookie of a browser that is signed in.
pub const LOGIN: &str = "maestro_login";
/// Days until a browser must sign in again.
pub const DAYS: i64 = 30;

/// The value of a cookie.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Keeps `secret` in the browser.
pub fn set(config: &Config, secret: &str) -> String {
    line(config, secret, DAYS * 24 * 60 * 60)
}

/// Removes the cookie.
pub fn clear(config: &Config) -> String {
    line(config, "", 0)
}

fn line(config: &Config, value: &str, seconds: i64) -> String {
    let secure = if config.is_https() { "; Secure" } else { "" };
    format!("{LOGIN}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_read_and_written() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, "a=b; maestro_login=x".parse().unwrap());
        assert_eq!(read(&headers, LOGIN).as_deref(), Some("x"));
        assert_eq!(read(&headers, "login"), None);
        let mut config = Config::for_data_dir("/nowhere".into());
        assert_eq!(set(&config, "x"), "maestro_login=x; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
        config.public_url = Some("https://maestro.example".into());
        assert!(clear(&config).ends_with("Max-Age=0; Secure"));
    }
}
