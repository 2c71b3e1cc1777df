//! Pages on their way out: scripts get the nonce, the document its theme.

use axum::http::{HeaderMap, header};

/// The theme that a person chose; none: as their system has it.
pub fn theme(headers: &HeaderMap) -> Option<&'static str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let chosen = pairs.find(|(name, _)| *name == "maestro_theme")?.1;
    ["light", "dark"].into_iter().find(|theme| *theme == chosen)
}

/// Adds the nonce to the scripts of a page and the theme to its root.
///
/// Only tags that the server itself wrote can be found: text of people is
/// escaped, so that it holds no `<script`.
pub fn dress(page: &str, nonce: &str, theme: Option<&'static str>) -> String {
    let dressed = page.replace("<script", &format!("<script nonce=\"{nonce}\""));
    match theme {
        Some(theme) => dressed.replacen("<html lang=\"en\"", &format!("<html lang=\"en\" data-theme=\"{theme}\""), 1),
        None => dressed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_get_the_nonce_and_the_root_its_theme() {
        let page = r#"<html lang="en"><script>a</script><script type="module" src="/x.js"></script></html>"#;
        let dressed = dress(page, "N", Some("dark"));
        assert_eq!(
            dressed,
            r#"<html lang="en" data-theme="dark"><script nonce="N">a</script><script nonce="N" type="module" src="/x.js"></script></html>"#
        );
        assert!(!dress(page, "N", None).contains("data-theme"));
    }

    #[test]
    fn a_theme_is_one_of_ours() {
        let with = |cookie: &str| theme(&[(header::COOKIE, cookie.parse().unwrap())].into_iter().collect());
        assert_eq!(with("a=b; maestro_theme=dark"), Some("dark"));
        assert_eq!(with("maestro_theme=\"><script>"), None);
        assert_eq!(with("a=b"), None);
    }
}
