//! How long a peer wants to be left alone: pure, from the head of its answer and the time.

use super::Quota;
use chrono::{DateTime, Duration, NaiveDateTime, Utc};
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

/// Datadog answers 429 without `retry-after`, with the seconds that are left of the period, maybe without a body.
pub(super) fn datadog(status: u16, headers: &HeaderMap, _: &str, now: DateTime<Utc>) -> Limit {
    if status != 429 {
        return Limit::None;
    }
    let left = number(headers, "x-ratelimit-reset").or_else(|| number(headers, "x-ratelimit-period"));
    left.map_or(Limit::Untold, |seconds| Limit::Until(after(seconds, now)))
}

/// 429, maybe with `retry-after`: peers without a rule of their own.
pub(super) fn usual(status: u16, headers: &HeaderMap, _: &str, now: DateTime<Utc>) -> Limit {
    if status != 429 {
        return Limit::None;
    }
    retry_after(headers, now).map_or(Limit::Untold, Limit::Until)
}

/// Jira answers 429, or 503 with a time. Cloud names it in seconds or as a time without seconds; Data Center has
/// `retry-after: 0` on answers that are well, and may say in how many seconds its bucket is filled again.
pub(super) fn jira(status: u16, headers: &HeaderMap, _: &str, now: DateTime<Utc>) -> Limit {
    let told = status == 503 && headers.contains_key("retry-after");
    if status != 429 && !told {
        return Limit::None;
    }
    let after = if number(headers, "retry-after") == Some(0) { None } else { retry_after(headers, now) };
    let until = after.or_else(|| minute(headers, "x-ratelimit-reset", now)).or_else(|| interval(headers, now));
    until.map_or(Limit::Untold, Limit::Until)
}

/// `2026-11-22T10:30Z`, to the minute.
fn minute(headers: &HeaderMap, name: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    let whole = DateTime::parse_from_rfc3339(text).ok().map(|at| at.to_utc());
    let at = whole.or_else(|| Some(NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ").ok()?.and_utc()))?;
    Some(on_our_clock(headers, at, now))
}

fn interval(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let seconds = number(headers, "x-ratelimit-interval-seconds").filter(|seconds| *seconds > 0)?;
    Some(now + Duration::try_seconds(seconds).unwrap_or(LONGEST).min(LONGEST))
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
        return Some(after(seconds, now));
    }
    let at = date(headers, "retry-after")?;
    Some(on_our_clock(headers, at, now))
}

/// That many seconds from now, within reason.
fn after(seconds: i64, now: DateTime<Utc>) -> DateTime<Utc> {
    now + Duration::try_seconds(seconds.max(1)).unwrap_or(LONGEST).min(LONGEST)
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
    fn datadog_counts_the_seconds_that_are_left() {
        let now = at("2026-11-22T10:00:00Z");
        // The head of a recording of 2023: the reset is no time of day.
        let head = headers(&[
            ("date", "Wed, 19 Jul 2023 16:05:59 GMT"),
            ("x-ratelimit-limit", "10"),
            ("x-ratelimit-period", "10"),
            ("x-ratelimit-remaining", "9"),
            ("x-ratelimit-reset", "3"),
        ]);
        assert_eq!(datadog(429, &head, "", now), Limit::Until(at("2026-11-22T10:00:03Z")));
        assert_eq!(datadog(200, &head, "", now), Limit::None);
        assert_eq!(datadog(429, &headers(&[]), "", now), Limit::Untold);
        assert_eq!(usual(429, &headers(&[("retry-after", "7")]), "", now), Limit::Until(at("2026-11-22T10:00:07Z")));
        assert_eq!(usual(503, &headers(&[]), "", now), Limit::None);
    }

    #[test]
    fn both_jiras_say_it_in_their_own_unit() {
        let now = at("2026-11-22T10:00:00Z");
        assert_eq!(jira(429, &headers(&[("retry-after", "5")]), "", now), Limit::Until(at("2026-11-22T10:00:05Z")));
        assert_eq!(jira(429, &headers(&[("x-ratelimit-reset", "2026-11-22T10:30Z")]), "", now), Limit::Until(at("2026-11-22T10:30:00Z")));
        assert_eq!(jira(503, &headers(&[("retry-after", "60")]), "", now), Limit::Until(at("2026-11-22T10:01:00Z")));
        assert_eq!(jira(503, &headers(&[]), "", now), Limit::None, "that is an outage");
        let bucket = headers(&[("retry-after", "0"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-interval-seconds", "30")]);
        assert_eq!(jira(429, &bucket, "", now), Limit::Until(at("2026-11-22T10:00:30Z")));
        assert_eq!(jira(200, &bucket, "", now), Limit::None, "zero seconds stand on every answer");
        assert_eq!(jira(429, &headers(&[]), "", now), Limit::Untold);
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
