//! What a request needs, by its method and path: the one table. What is not named here is closed.

use super::Access;
use axum::http::Method;

/// What the gate asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Open to everyone.
    Nothing,
    /// Open, because the handler checks the peer's signature over the body.
    Signature,
    /// Credentials that reach that far.
    Access(Access),
}

/// What `method` on `path` needs. `is_file`: the path is one of the files that browsers are served.
pub fn need(method: &Method, path: &str, is_file: bool) -> Need {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if reads && is_file {
        return Need::Nothing;
    }
    match path {
        "/healthz" | "/signin" if reads => Need::Nothing,
        "/api/report" if *method == Method::POST => Need::Access(Access::Report),
        _ if *method == Method::POST && is_signed(path) => Need::Signature,
        _ if *method == Method::POST && takes_samples(path) => Need::Access(Access::Report),
        _ if reads => Need::Access(Access::Read),
        _ => Need::Access(Access::Full),
    }
}

/// Webhooks, which carry a signature instead of credentials.
fn is_signed(path: &str) -> bool {
    matches!(path, "/hooks/github" | "/hooks/gitlab")
        || path.strip_prefix("/hooks/metrics/").is_some_and(|id| !id.is_empty() && !id.contains('/'))
}

/// `/api/metric-sources/{id}/samples`
fn takes_samples(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts[..], ["", "api", "metric-sources", _, "samples"])
}

/// Whether credentials that reach as far as `has` are enough for `need`.
///
/// The scopes are not a ladder: `report` may report and nothing else, and
/// `read` may not report.
pub fn allows(has: Access, need: Access) -> bool {
    match need {
        Access::Report => matches!(has, Access::Report | Access::Full),
        Access::Read => matches!(has, Access::Read | Access::Full),
        Access::Full => has == Access::Full,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_is_closed() {
        let cases = [
            (Method::GET, "/healthz", Need::Nothing),
            (Method::POST, "/healthz", Need::Access(Access::Full)),
            (Method::GET, "/signin", Need::Nothing),
            (Method::POST, "/signin", Need::Access(Access::Full)),
            (Method::POST, "/hooks/github", Need::Signature),
            (Method::GET, "/hooks/github", Need::Access(Access::Read)),
            (Method::POST, "/hooks/other", Need::Access(Access::Full)),
            (Method::POST, "/hooks/metrics/7", Need::Signature),
            (Method::POST, "/hooks/metrics/7/x", Need::Access(Access::Full)),
            (Method::POST, "/hooks/metrics/", Need::Access(Access::Full)),
            (Method::POST, "/api/report", Need::Access(Access::Report)),
            (Method::POST, "/api/report/", Need::Access(Access::Full)),
            (Method::POST, "/api/metric-sources/7/samples", Need::Access(Access::Report)),
            (Method::GET, "/api/goals", Need::Access(Access::Read)),
            (Method::DELETE, "/api/goals/G1", Need::Access(Access::Full)),
            (Method::GET, "/nowhere", Need::Access(Access::Read)),
            (Method::OPTIONS, "/api/goals", Need::Access(Access::Full)),
        ];
        for (method, path, wanted) in cases {
            assert_eq!(need(&method, path, false), wanted, "{method} {path}");
        }
        assert_eq!(need(&Method::GET, "/assets/app.js", true), Need::Nothing);
        assert_eq!(need(&Method::PUT, "/assets/app.js", true), Need::Access(Access::Full));
    }

    #[test]
    fn a_token_that_reports_may_do_nothing_else() {
        assert!(allows(Access::Report, Access::Report) && allows(Access::Full, Access::Report));
        assert!(!allows(Access::Report, Access::Read) && !allows(Access::Read, Access::Report));
        assert!(!allows(Access::Read, Access::Full) && !allows(Access::Report, Access::Full));
    }
}
