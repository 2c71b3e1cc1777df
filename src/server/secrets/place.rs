//! A secret goes only to the place that it was entered for.

use crate::domain::Error;
use reqwest::Url;

/// Whether two addresses are of one scheme, host and port; two that are none are the same.
pub fn same_origin(one: &str, other: &str) -> bool {
    match (Url::parse(one), Url::parse(other)) {
        (Ok(one), Ok(other)) => one.origin() == other.origin(),
        (Err(_), Err(_)) => one == other,
        _ => false,
    }
}

/// What is said where a stored secret would go elsewhere: whoever moves an address need not know the secret.
pub fn needed_again(pointer: &str, before: &str) -> Error {
    Error::invalid(pointer, format!("is needed again: what is stored was entered for {before}, and goes nowhere else"))
}

#[cfg(test)]
mod tests {
    use super::same_origin;

    #[test]
    fn another_path_is_the_same_place_and_another_port_is_not() {
        assert!(same_origin("https://a.example/api", "https://A.example:443/other"));
        assert!(!same_origin("https://a.example", "http://a.example") && !same_origin("http://a.example:1", "http://a.example:2"));
        assert!(!same_origin("https://a.example", "https://a.example.evil.example") && !same_origin("", "https://a.example"));
        assert!(same_origin("", ""));
    }
}
