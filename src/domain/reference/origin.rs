//! The part of an address that says which host is meant.

/// Takes an address apart into its origin, in one spelling, and the path that follows.
///
/// Credentials in the address are dropped: they must not be stored.
pub(super) fn split(address: &str) -> Option<(String, &str)> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let (scheme, default_port) = match scheme.to_ascii_lowercase().as_str() {
        "https" => ("https", ":443"),
        "http" => ("http", ":80"),
        _ => return None,
    };
    let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
    let well_formed = authority.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']'));
    if authority.is_empty() || !well_formed {
        return None;
    }
    let name = authority.strip_prefix("www.").unwrap_or(authority);
    // The two public hosts send everybody to https.
    let origin = match name {
        "github.com" | "gitlab.com" => format!("https://{name}"),
        _ => format!("{scheme}://{authority}"),
    };
    Some((origin, path))
}

/// The host name within an origin of [`split`].
pub(super) fn host(origin: &str) -> &str {
    let authority = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    if authority.starts_with('[') { authority } else { authority.split(':').next().unwrap_or(authority) }
}
