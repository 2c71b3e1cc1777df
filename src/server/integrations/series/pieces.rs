//! A window, cut into questions that a peer can answer.

use super::super::SourceError;
use crate::domain::series::Window;
use chrono::{DateTime, Utc};

/// More questions than these for one window are not asked: the step is made coarser instead.
const PIECES_MOST: i64 = 40;

/// Times from `first` to `last`, both asked for, with `step` between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub first: i64,
    pub last: i64,
}

/// A window as it is asked: every time that is a multiple of the step, once.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pieces {
    /// What has happened of the window that was wanted.
    pub window: Window,
    /// Seconds; the one that was wanted, or a multiple of it.
    pub step: u32,
    pub pieces: Vec<Piece>,
}

/// Cuts what has happened of `window` into pieces of at most `most` points. Times are multiples of the step since 1970, so
/// that two windows agree about the points that both have.
pub(super) fn cut(window: Window, step: u32, most: i64, now: DateTime<Utc>) -> Result<Pieces, SourceError> {
    if window.seconds() == 0 {
        return Err(SourceError::Refused { detail: "the window is empty: it ends before it starts".into() });
    }
    if window.from > now.timestamp() {
        return Err(SourceError::Refused { detail: "the window lies in the future".into() });
    }
    let window = window.until(now.timestamp());
    let step = coarse_enough(window, step.max(1), most);
    let (every, last) = (i64::from(step), window.to - 1);
    let mut first = window.from + (-window.from).rem_euclid(every);
    let mut pieces = Vec::new();
    while first <= last {
        let end = last.min(first + every * (most - 1));
        pieces.push(Piece { first, last: end - (end - first) % every });
        first += every * most;
    }
    Ok(Pieces { window, step, pieces })
}

/// The step, doubled until the window fits.
fn coarse_enough(window: Window, mut step: u32, most: i64) -> u32 {
    while window.seconds() / i64::from(step) > most * PIECES_MOST {
        step = step.saturating_mul(2);
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_342_200, 0).unwrap()
    }

    fn times(pieces: &Pieces) -> Vec<i64> {
        pieces.pieces.iter().flat_map(|p| (p.first..=p.last).step_by(pieces.step as usize)).collect()
    }

    #[test]
    fn thirty_days_at_fifteen_seconds_are_sixteen_questions() {
        let window = Window { from: 1_792_000_000, to: 1_792_000_000 + 30 * 86_400 };
        let cut = cut(window, 15, 11_000, now()).unwrap();
        assert_eq!((cut.step, cut.pieces.len(), times(&cut).len()), (15, 16, 172_800));
        assert!(cut.pieces.iter().all(|p| (p.last - p.first) / 15 < 11_000));
    }

    #[test]
    fn a_window_that_is_too_long_gets_a_coarser_step() {
        let year = Window { from: 1_760_000_000, to: 1_760_000_000 + 365 * 86_400 };
        let cut = cut(year, 15, 11_000, now()).unwrap();
        assert_eq!((cut.step, cut.pieces.len()), (120, 24));
    }

    #[test]
    fn what_has_not_happened_is_not_asked_for() {
        let at = now().timestamp();
        let half = cut(Window { from: at - 60, to: at + 600 }, 60, 100, now()).unwrap();
        assert_eq!(times(&half).last(), Some(&at), "a peer would repeat its last value for minutes");
        assert!(cut(Window { from: at + 60, to: at + 600 }, 60, 100, now()).is_err());
        assert!(cut(Window { from: 10, to: 10 }, 60, 100, now()).is_err());
    }

    proptest! {
        #[test]
        fn no_point_is_doubled_and_none_is_missing(from in 0_i64..5_000, long in 1_i64..5_000, step in 1_u32..700, most in 1_i64..50) {
            let window = Window { from, to: from + long };
            let cut = cut(window, step, most, now()).unwrap();
            let wanted: Vec<i64> = (from..from + long).filter(|at| at % i64::from(cut.step) == 0).collect();
            prop_assert_eq!(times(&cut), wanted);
            prop_assert!(cut.pieces.iter().all(|p| (p.last - p.first) / i64::from(cut.step) < most));
        }
    }
}
