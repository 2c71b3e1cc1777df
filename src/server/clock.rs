//! The only place that asks what time it is.

use chrono::{DateTime, TimeZone, Utc};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// By how much the machine's clock may have been set back between two runs, an hour in milliseconds.
const AHEAD_MS: i64 = 3_600_000;

/// A clock that never goes back, whole milliseconds, UTC.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The latest time given out, in milliseconds.
    latest: Arc<AtomicI64>,
    /// For tests: time stands still until it is moved.
    fixed: bool,
}

impl Clock {
    /// The machine's clock. When it is set back, time stands still here until it has caught up.
    pub fn system() -> Self {
        Self { latest: Arc::new(AtomicI64::new(0)), fixed: false }
    }

    /// A clock that stands at `at` until [`Self::advance`] moves it.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self { latest: Arc::new(AtomicI64::new(millis(at))), fixed: true }
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        if self.fixed {
            return at_millis(self.latest.load(Ordering::SeqCst));
        }
        #[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
        let now = millis(Utc::now());
        at_millis(self.latest.fetch_max(now, Ordering::SeqCst).max(now))
    }

    /// Goes on from `newest`, the latest time on record, where the machine's clock was set back since.
    ///
    /// A record from more than an hour ahead was made by a clock that was wrong then: it does not hold time up.
    pub fn resume(&self, newest: DateTime<Utc>) {
        let ahead = millis(newest) - millis(self.now());
        if !self.fixed && (1..=AHEAD_MS).contains(&ahead) {
            self.latest.fetch_max(millis(newest), Ordering::SeqCst);
        }
    }

    /// Moves a fixed clock.
    pub fn advance(&self, by: chrono::Duration) {
        self.latest.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    /// How far the machine's clock is behind the latest time given out, in milliseconds; 0 in the normal case.
    pub fn lag(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
        let now = millis(Utc::now());
        if self.fixed { 0 } else { (self.latest.load(Ordering::SeqCst) - now).max(0) }
    }
}

/// Milliseconds since 1970, as stored.
pub fn millis(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

/// The time of stored milliseconds.
pub fn at_millis(millis: i64) -> DateTime<Utc> {
    Utc.timestamp_millis_opt(millis).single().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_never_goes_back() {
        let clock = Clock::system();
        let ahead = millis(clock.now()) + 60_000;
        clock.latest.store(ahead, Ordering::SeqCst);
        assert_eq!(millis(clock.now()), ahead, "the machine's clock was set back by a minute");
        assert!(clock.lag() > 0);
    }

    #[test]
    fn time_goes_on_where_the_record_ends_unless_that_is_far_ahead() {
        let clock = Clock::system();
        let recorded = clock.now() + chrono::Duration::minutes(5);
        clock.resume(recorded);
        assert_eq!(clock.now(), recorded);
        clock.resume(recorded + chrono::Duration::hours(2));
        assert_eq!(clock.now(), recorded);
        clock.resume(recorded - chrono::Duration::hours(2));
        assert_eq!(clock.now(), recorded);
    }
}
