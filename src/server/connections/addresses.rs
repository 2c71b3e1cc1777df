//! From where a host answers programs to where people see its pages: pure.

use crate::domain::connection::ConnectionKind;

/// The address of the pages of the code host that answers programs at `base_url`; none for models.
pub(super) fn web_url(kind: ConnectionKind, base_url: &str) -> Option<String> {
    let interface = match kind {
        ConnectionKind::Github if base_url == kind.default_base_url() => return Some("https://github.com".into()),
        ConnectionKind::Github => "/api/v3",
        ConnectionKind::Gitlab => "/api/v4",
        ConnectionKind::Anthropic | ConnectionKind::Openai => return None,
    };
    Some(base_url.strip_suffix(interface).unwrap_or(base_url).to_owned())
}

/// The address of the interface where somebody gave the one of the pages, which is the easy mistake.
pub(super) fn base_url(kind: ConnectionKind, given: Option<String>) -> String {
    let given = given.unwrap_or_else(|| kind.default_base_url().to_owned());
    let pages = match kind {
        ConnectionKind::Github => "https://github.com",
        ConnectionKind::Gitlab => "https://gitlab.com",
        ConnectionKind::Anthropic | ConnectionKind::Openai => return given,
    };
    if given == pages { kind.default_base_url().to_owned() } else { given }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionKind::{Github, Gitlab, Openai};

    #[test]
    fn the_pages_are_found_from_the_interface() {
        let cases = [
            (Github, "https://api.github.com", Some("https://github.com")),
            (Github, "https://git.acme.example/api/v3", Some("https://git.acme.example")),
            (Github, "http://127.0.0.1:9000", Some("http://127.0.0.1:9000")),
            (Gitlab, "https://gitlab.com/api/v4", Some("https://gitlab.com")),
            (Gitlab, "https://host.example/gitlab/api/v4", Some("https://host.example/gitlab")),
            (Openai, "https://api.openai.com/v1", None),
        ];
        for (kind, base, web) in cases {
            assert_eq!(web_url(kind, base).as_deref(), web, "{base}");
        }
        assert_eq!(base_url(Github, Some("https://github.com".into())), "https://api.github.com");
        assert_eq!(base_url(Gitlab, None), "https://gitlab.com/api/v4");
    }
}
