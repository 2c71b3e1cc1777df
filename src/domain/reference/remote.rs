//! Where a repository is pushed to.

use super::origin;

/// A repository on a code host, as git names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote {
    /// Where people see it: scheme and host, as `https://github.com`.
    pub web_url: String,
    /// `acme/app`, or longer on GitLab.
    pub repo: String,
}

impl Remote {
    /// Reads what `git remote get-url` prints: an address, or `git@host:owner/name.git`. None for a folder.
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim();
        let (web_url, path) = match url.split_once("://") {
            Some(("http" | "https", _)) => origin::split(url)?,
            // The port of ssh says nothing about the pages.
            Some(("ssh", rest)) => {
                let (authority, path) = rest.split_once('/')?;
                let host = authority.rsplit('@').next()?.split(':').next()?;
                (format!("https://{host}"), path)
            }
            Some(_) => return None,
            None => {
                let (authority, path) = url.split_once(':').filter(|(authority, _)| !authority.contains('/'))?;
                (format!("https://{}", authority.rsplit('@').next()?), path)
            }
        };
        let repo = path.trim_matches('/').trim_end_matches(".git").to_owned();
        repo.contains('/').then_some(Self { web_url, repo })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_remote_names_the_same_repository() {
        let wanted = Some(Remote { web_url: "https://github.com".into(), repo: "acme/app".into() });
        for url in [
            "https://github.com/acme/app.git",
            "https://user@github.com/acme/app",
            "git@github.com:acme/app.git",
            "ssh://git@github.com:22/acme/app.git",
            "https://github.com/acme/app.git/",
        ] {
            assert_eq!(Remote::parse(url), wanted, "{url}");
        }
        assert_eq!(Remote::parse("git@gitlab.example.org:group/sub/app.git").unwrap().repo, "group/sub/app");
        for folder in ["/srv/git/app.git", "../app", "file:///srv/app.git", "C:/app"] {
            assert_eq!(Remote::parse(folder), None, "{folder}");
        }
    }
}
