//! From where a host answers programs to where people see its pages: pure.

use crate::domain::{Error, Result, connection::ConnectionKind};

/// The address of the pages of what answers programs at `base_url`; none for models, and where only the peer knows it.
pub(super) fn web_url(kind: ConnectionKind, base_url: &str) -> Option<String> {
    let interface = match kind {
        ConnectionKind::Github if Some(base_url) == kind.default_base_url() => return Some("https://github.com".into()),
        ConnectionKind::Github => "/api/v3",
        ConnectionKind::Gitlab => "/api/v4",
        // The gateway of Jira Cloud has no pages.
        ConnectionKind::Jira => return Some(base_url.to_owned()).filter(|url| !url.contains("/ex/jira/")),
        ConnectionKind::Anthropic | ConnectionKind::Openai => return None,
    };
    Some(base_url.strip_suffix(interface).unwrap_or(base_url).to_owned())
}

/// The address of the interface where somebody gave the one of the pages, which is the easy mistake.
pub(super) fn base_url(kind: ConnectionKind, given: Option<String>) -> Result<String> {
    let default = kind.default_base_url().map(str::to_owned);
    let Some(given) = given else {
        return default.ok_or_else(|| Error::invalid("/baseUrl", "is needed: the address of your Jira, as https://acme.atlassian.net"));
    };
    let pages = match kind {
        ConnectionKind::Github => "https://github.com",
        ConnectionKind::Gitlab => "https://gitlab.com",
        ConnectionKind::Jira => return Ok(jira_site(given)),
        ConnectionKind::Anthropic | ConnectionKind::Openai => return Ok(given),
    };
    Ok(default.filter(|_| given == pages).unwrap_or(given))
}

/// The site, where somebody copied the address of one of its pages.
fn jira_site(given: String) -> String {
    let places = ["/browse", "/jira", "/secure", "/projects", "/rest/api", "/issues"];
    let path_at = given.find("://").and_then(|at| Some(at + 3 + given.get(at + 3..)?.find('/')?));
    let Some(path_at) = path_at.filter(|_| given.contains(".atlassian.net/") || given.contains("/browse/")) else { return given };
    let cut = places.iter().filter_map(|place| Some(path_at + given[path_at..].find(&format!("{place}/"))?)).min();
    let cloud = given[..path_at].ends_with(".atlassian.net").then_some(path_at);
    given[..cloud.or(cut).unwrap_or(given.len())].trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionKind::{Github, Gitlab, Jira, Openai};

    #[test]
    fn the_pages_are_found_from_the_interface() {
        let cases = [
            (Github, "https://api.github.com", Some("https://github.com")),
            (Github, "https://git.acme.example/api/v3", Some("https://git.acme.example")),
            (Github, "http://127.0.0.1:9000", Some("http://127.0.0.1:9000")),
            (Gitlab, "https://gitlab.com/api/v4", Some("https://gitlab.com")),
            (Gitlab, "https://host.example/gitlab/api/v4", Some("https://host.example/gitlab")),
            (Openai, "https://api.openai.com/v1", None),
            (Jira, "https://acme.atlassian.net", Some("https://acme.atlassian.net")),
            (Jira, "https://api.atlassian.com/ex/jira/11223344-a1b2", None),
        ];
        for (kind, base, web) in cases {
            assert_eq!(web_url(kind, base).as_deref(), web, "{base}");
        }
        assert_eq!(base_url(Github, Some("https://github.com".into())).unwrap(), "https://api.github.com");
        assert_eq!(base_url(Gitlab, None).unwrap(), "https://gitlab.com/api/v4");
    }

    #[test]
    fn a_jira_has_no_address_but_its_own() {
        assert!(base_url(Jira, None).unwrap_err().field("/baseUrl").is_some());
        let cases = [
            ("https://acme.atlassian.net", "https://acme.atlassian.net"),
            ("https://acme.atlassian.net/jira/software/projects/ABC/boards/1", "https://acme.atlassian.net"),
            ("https://acme.atlassian.net/browse/ABC-1", "https://acme.atlassian.net"),
            ("https://host.example/jira", "https://host.example/jira"),
            ("https://host.example/tracker/browse/ABC-1", "https://host.example/tracker"),
            ("https://api.atlassian.com/ex/jira/1122", "https://api.atlassian.com/ex/jira/1122"),
        ];
        for (given, base) in cases {
            assert_eq!(base_url(Jira, Some(given.into())).unwrap(), base);
        }
    }
}
