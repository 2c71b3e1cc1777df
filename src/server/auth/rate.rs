//! How often something may be asked: exact counts over the last minute.

use chrono::{DateTime, Utc};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Seconds that are looked at.
const WINDOW: i64 = 60;
/// Keys kept before those that were quiet for a minute are dropped.
const KEYS: usize = 1_000;

/// Counts per key over a sliding minute.
#[derive(Debug)]
pub struct Rate {
    most: u32,
    counts: Mutex<HashMap<String, Counts>>,
}

/// One slot per second, by the second it counts.
#[derive(Debug)]
struct Counts {
    slots: [(i64, u32); WINDOW as usize],
}

impl Counts {
    fn used(&self, second: i64) -> u32 {
        self.slots.iter().filter(|(at, _)| second - at < WINDOW).map(|(_, n)| n).sum()
    }

    fn add(&mut self, second: i64) {
        let slot = &mut self.slots[second.rem_euclid(WINDOW) as usize];
        *slot = if slot.0 == second { (second, slot.1 + 1) } else { (second, 1) };
    }

    /// Seconds until the oldest second that counts leaves the window.
    fn wait(&self, second: i64) -> u64 {
        let oldest = self.slots.iter().filter(|(at, n)| *n > 0 && second - at < WINDOW).map(|(at, _)| *at).min();
        oldest.map_or(1, |at| (at + WINDOW - second).max(1).unsigned_abs())
    }
}

impl Rate {
    /// At most `most` in a minute.
    pub fn per_minute(most: u32) -> Self {
        Self { most, counts: Mutex::new(HashMap::new()) }
    }

    /// Counts one more, or says how many seconds to wait.
    pub fn take(&self, key: &str, now: DateTime<Utc>) -> Result<(), u64> {
        let second = now.timestamp();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= KEYS && !counts.contains_key(key) {
            counts.retain(|_, c| c.used(second) > 0);
        }
        let counts = counts.entry(key.to_owned()).or_insert(Counts { slots: [(i64::MIN / 2, 0); WINDOW as usize] });
        if counts.used(second) >= self.most {
            return Err(counts.wait(second));
        }
        counts.add(second);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minute_slides() {
        let rate = Rate::per_minute(3);
        let at = |second| DateTime::from_timestamp(second, 0).unwrap();
        for second in [100, 100, 130] {
            assert_eq!(rate.take("a", at(second)), Ok(()));
        }
        assert_eq!(rate.take("a", at(140)), Err(20));
        assert_eq!(rate.take("b", at(140)), Ok(()), "another key has its own count");
        assert_eq!(rate.take("a", at(160)), Ok(()), "the first two are a minute old");
        assert_eq!(rate.take("a", at(160)), Ok(()));
        assert_eq!(rate.take("a", at(161)), Err(29));
    }
}
