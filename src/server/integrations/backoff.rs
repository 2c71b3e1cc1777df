//! How long a peer wants to be left alone: pure, from the head of its answer and the time.

use super::Quota;
use chrono::{DateTime, Duration, Utc};
use reqwest::header::HeaderMap;

/// Nobody waits longer than this because of one answer.
const LONGEST: Duration = Duration::hours(24);

/// What an answer says about limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// It was not refused for a limit.
    None,
    /// Wait until then.
    Until(DateTime<Utc>),
    /// It was, and no time is named.
    Untold,
}

/// GitHub answers 403 or 429; a primary limit names its end, a secondary one may give `retry-after` or nothing.
pub(super) fn github(status: u16, headers: &HeaderMap, body: &str, now: DateTime<Utc>) -> Limit {
    if status != 403 && status != 429 {
        return Limit::None;
    }
    if let Some(until) = retry_after(headers, now) {
        return Limit::Until(until);
    }
    if number(headers, "x-ratelimit-remaining") == Some(0) {
        return reset(headers, "x-ratelimit-reset", now).map_or(Limit::Untold, Limit::Until);
    }
    // Without a sign of a limit, 403 means "forbidden" and asking again is in vain.
    let said = body.to_ascii_lowercase();
    let limited = status == 429 || said.contains("rate limit") || said.contains("abuse detection");
    if limited { Limit::Untold } else { Limit::None }
}

/// GitLab answers 429, maybe in plain text and without any header.
pub(super) fn gitlab(status: u16, headers: &HeaderMap, _: &str, now: DateTime<Utc>) -> Limit {
    if status != 429 {
        return Limit::None;
    }
    let until = retry_after(headers, now).or_else(|| reset(headers, "ratelimit-reset", now));
    until.map_or(Limit::Untold, Limit::Until)
}

/// The wait where the peer names none: a minute, doubled with every refusal in a row, at most an hour.
pub fn untold_wait(refusals_before: u32) -> Duration {
    Duration::minutes(1 << refusals_before.min(6)).min(Duration::hours(1))
}

/// What is left, as both hosts tell on every answer under slightly different names.
pub(super) fn quota(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Quota> {
    let read = |prefix: &str| {
        let limit = number(headers, &format!("{prefix}-limit"))?;
        let remaining = number(headers, &format!("{prefix}-remaining"))?;
        Some(Quota { limit, remaining, resets_at: reset(headers, &format!("{prefix}-reset"), now) })
    };
    read("x-ratelimit").or_else(|| read("ratelimit"))
}

/// `Retry-After`: seconds, or an HTTP date.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if let Some(seconds) = number(headers, "retry-after") {
        return Some(now + Duration::try_seconds(seconds.max(1)).unwrap_or(LONGEST).min(LONGEST));
    }
    let at = date(headers, "retry-after")?;
    Some(on_our_clock(headers, at, now))
}

/// An end in epoch seconds.
fn reset(headers: &HeaderMap, name: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let at = DateTime::from_timestamp(number(headers, name)?, 0)?;
    Some(on_our_clock(headers, at, now))
}

/// The peer's clock may differ from ours, so what counts is how far away the time is for the peer.
fn on_our_clock(headers: &HeaderMap, at: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let theirs = date(headers, "date").unwrap_or(now);
    now + (at - theirs).clamp(Duration::seconds(1), LONGEST)
}

fn date(headers: &HeaderMap, name: &str) -> Option<DateTime<Utc>> {
    let text = headers.get(name)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc())
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (n.parse::<HeaderName>().unwrap(), v.parse::<HeaderValue>().unwrap())).collect()
    }

    #[test]
    fn github_limits_come_in_four_shapes() {
        let now = at("2026-11-22T10:00:00Z");
        let primary = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795342200")]);
        assert_eq!(github(403, &primary, "API rate limit exceeded", now), Limit::Until(at("2026-11-22T10:10:00Z")));
        let secondary = headers(&[("retry-after", "60")]);
        assert_eq!(github(403, &secondary, "", now), Limit::Until(at("2026-11-22T10:01:00Z")));
        assert_eq!(github(403, &headers(&[]), "You have exceeded a secondary rate limit", now), Limit::Untold);
        assert_eq!(github(429, &headers(&[]), "", now), Limit::Untold);
    }

    #[test]
    fn forbidden_is_not_a_limit() {
        let now = at("2026-11-22T10:00:00Z");
        let left = headers(&[("x-ratelimit-remaining", "4999"), ("x-ratelimit-reset", "1795342200")]);
        assert_eq!(github(403, &left, "Resource not accessible by integration", now), Limit::None);
        assert_eq!(github(404, &headers(&[("x-ratelimit-remaining", "0")]), "", now), Limit::None);
        assert_eq!(gitlab(403, &headers(&[("retry-after", "9")]), "", now), Limit::None);
    }

    #[test]
    fn gitlab_may_say_nothing_but_no() {
        let now = at("2026-11-22T10:00:00Z");
        assert_eq!(gitlab(429, &headers(&[]), "Retry later\n", now), Limit::Untold);
        assert_eq!(gitlab(429, &headers(&[("retry-after", "30")]), "", now), Limit::Until(at("2026-11-22T10:00:30Z")));
        assert_eq!(gitlab(429, &headers(&[("ratelimit-reset", "1795341660")]), "", now), Limit::Until(at("2026-11-22T10:01:00Z")));
    }

    #[test]
    fn a_peer_with_another_clock_is_understood() {
        let now = at("2026-11-22T10:00:00Z");
        let head =
            headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1658208999"), ("date", "Tue, 19 Jul 2022 05:31:39 GMT")]);
        assert_eq!(github(403, &head, "", now), Limit::Until(at("2026-11-22T10:05:00Z")), "five minutes, by the peer's own clock");
        let date = headers(&[("retry-after", "Sun, 22 Nov 2026 10:00:20 GMT")]);
        assert_eq!(github(429, &date, "", now), Limit::Until(at("2026-11-22T10:00:20Z")));
    }

    #[test]
    fn no_answer_keeps_us_away_for_long() {
        let now = at("2026-11-22T10:00:00Z");
        assert_eq!(github(429, &headers(&[("retry-after", "99999999999999")]), "", now), Limit::Until(at("2026-11-23T10:00:00Z")));
        let waits: Vec<i64> = (0..9).map(|n| untold_wait(n).num_minutes()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
