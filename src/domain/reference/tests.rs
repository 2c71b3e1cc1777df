use super::Reference;
use crate::domain::{artifact::ArtifactType, connection::ConnectionKind};

const SHA: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

/// address → canonical address and short name.
#[test]
fn every_spelling_of_one_thing_has_one_address() {
    let cases = [
        ("https://github.com/acme/app/pull/12", "https://github.com/acme/app/pull/12", "acme/app#12"),
        ("  https://github.com/acme/app/pull/12/  ", "https://github.com/acme/app/pull/12", "acme/app#12"),
        ("http://www.github.com/Acme/App/pull/12/files?w=1#diff-1", "https://github.com/acme/app/pull/12", "Acme/App#12"),
        ("https://github.com:443/acme/app/pull/12#issuecomment-99", "https://github.com/acme/app/pull/12", "acme/app#12"),
        ("https://github.com/acme/app/pull/12.patch", "https://github.com/acme/app/pull/12", "acme/app#12"),
        ("https://me:secret@github.com/acme/app/pull/12", "https://github.com/acme/app/pull/12", "acme/app#12"),
        ("https://git.acme.example/web/app.js/pull/7/commits", "https://git.acme.example/web/app.js/pull/7", "web/app.js#7"),
        ("http://127.0.0.1:8080/acme/app/pull/7", "http://127.0.0.1:8080/acme/app/pull/7", "acme/app#7"),
        ("https://github.com/acme/app/commit/0A1B2C3D", "https://github.com/acme/app/commit/0a1b2c3d", "acme/app@0a1b2c3"),
        ("https://github.com/acme/app/pull/12/commits/0a1b2c3d", "https://github.com/acme/app/commit/0a1b2c3d", "acme/app@0a1b2c3"),
        ("https://gitlab.com/g/app/-/merge_requests/34", "https://gitlab.com/g/app/-/merge_requests/34", "g/app!34"),
        (
            "https://gitlab.com/g/sub/App/-/merge_requests/34/diffs?x#note_5",
            "https://gitlab.com/g/sub/app/-/merge_requests/34",
            "g/sub/App!34",
        ),
        ("https://gitlab.com/g/app/merge_requests/34", "https://gitlab.com/g/app/-/merge_requests/34", "g/app!34"),
        ("https://code.acme.example/g/s/app/merge_requests/3", "https://code.acme.example/g/s/app/-/merge_requests/3", "g/s/app!3"),
        ("https://gitlab.com/g/app/commit/0a1b2c3", "https://gitlab.com/g/app/-/commit/0a1b2c3", "g/app@0a1b2c3"),
        ("https://gitlab.acme.example/g/app/commit/0a1b2c3", "https://gitlab.acme.example/g/app/-/commit/0a1b2c3", "g/app@0a1b2c3"),
        ("https://code.acme.example/g/app/-/commit/0a1b2c3", "https://code.acme.example/g/app/-/commit/0a1b2c3", "g/app@0a1b2c3"),
    ];
    for (address, canonical, short) in cases {
        let found = Reference::parse(address).unwrap_or_else(|| panic!("{address} is not recognised"));
        assert_eq!((found.canonical_url().as_str(), found.short().as_str()), (canonical, short), "{address}");
        let again = Reference::parse(canonical).map(|r| r.canonical_url());
        assert_eq!(again.as_deref(), Some(canonical), "the canonical address is its own");
    }
}

#[test]
fn anything_else_is_not_a_reference() {
    let others = [
        "",
        "https://github.com",
        "https://github.com/acme/app",
        "https://github.com/acme/app/pull",
        "https://github.com/acme/app/pull/abc",
        "https://github.com/acme/app/pull/0",
        "https://github.com/acme/app/pull/-3",
        "https://github.com/acme/app/pull/99999999999999999999",
        "https://github.com/acme/app/pulls/12",
        "https://github.com/acme/app/issues/12",
        "https://github.com/acme/app/commit/xyz",
        "https://github.com/acme/app/commit/0a1b",
        "https://github.com/acme/../app/pull/12",
        "https://github.com/ac me/app/pull/12",
        "https://gitlab.com/app/-/merge_requests/3",
        "https://gitlab.com/g/app/-/issues/3",
        "https://gitlab.com/g/app/pull/3",
        "https://bitbucket.org/acme/app/pull-requests/3",
        "git@github.com:acme/app.git",
        "ftp://github.com/acme/app/pull/12",
        "javascript://github.com/acme/app/pull/12",
        "https:///acme/app/pull/12",
    ];
    for other in others {
        assert_eq!(Reference::parse(other), None, "{other}");
    }
}

#[test]
fn the_parts_are_told_apart() {
    let mr = Reference::parse("https://gitlab.com/g/sub/app/-/merge_requests/34").unwrap();
    assert_eq!((mr.host, mr.kind, mr.number, mr.sha), (ConnectionKind::Gitlab, ArtifactType::Mr, Some(34), None));
    assert_eq!((mr.web_url.as_str(), mr.repo.as_str()), ("https://gitlab.com", "g/sub/app"));
    let commit = Reference::parse(&format!("https://git.acme.example/o/r/commit/{SHA}")).unwrap();
    assert_eq!(
        (commit.host, commit.kind, commit.number, commit.sha.as_deref()),
        (ConnectionKind::Github, ArtifactType::Commit, None, Some(SHA))
    );
}

#[test]
fn a_gitlab_under_a_prefix_knows_its_projects_without_it() {
    let mr = Reference::parse("https://host.example/gitlab/g/app/-/merge_requests/1").unwrap();
    assert_eq!(mr.repo_at("https://host.example/gitlab/"), Some("g/app"));
    assert_eq!(mr.repo_at("https://host.example"), Some("gitlab/g/app"));
    assert_eq!(mr.repo_at("https://other.example"), None);
    assert_eq!(mr.repo_at("https://host.example/git"), None);
}
