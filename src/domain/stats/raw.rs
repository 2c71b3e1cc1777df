//! The plain numbers before and after, at the same time of the week (section 4.15).

use super::bins::{Bins, DAY, WEEK};

/// The pair that people see as "X → Y", in the metric's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Raw {
    pub before: f64,
    pub after: f64,
}

/// So many earlier bins at the same phase are averaged.
const LATEST: usize = 4;

/// Compares each bin after the last merge with the latest ones before at the same phase; none without either.
pub(super) fn change(bins: &Bins, periods_s: &[f64]) -> Option<Raw> {
    let longest = periods_s.iter().copied().filter(|period| period.is_finite() && *period > 0.0).fold(0.0, f64::max);
    let period = match longest {
        longest if longest > 0.0 => longest,
        _ if bins.history_s() < WEEK => DAY,
        _ => WEEK,
    };
    let mut sums = (0.0, 0.0, 0_usize);
    for t in (bins.after_from()..bins.len()).filter(|t| bins.seen[*t]) {
        if let Some(base) = base(bins, t, period) {
            sums = (sums.0 + base, sums.1 + bins.y[t], sums.2 + 1);
        }
    }
    if sums.2 == 0 {
        sums = level(bins)?;
    }
    let count = sums.2 as f64;
    Some(Raw { before: bins.value(sums.0 / count), after: bins.value(sums.1 / count) })
}

/// The mean of the latest bins before, whole periods earlier.
fn base(bins: &Bins, t: usize, period: f64) -> Option<f64> {
    let at = bins.offset_s(t);
    let found: Vec<f64> = if period <= bins.width_s {
        (0..bins.before).rev().filter(|i| bins.seen[*i]).map(|i| bins.y[i]).take(LATEST).collect()
    } else {
        let furthest = ((at + bins.history_s()) / period).ceil().clamp(0.0, 1e5) as usize;
        let earlier = (1..=furthest).map(|k| at - k as f64 * period).filter_map(|at| nearest(bins, at));
        earlier.filter(|i| bins.seen[*i]).map(|i| bins.y[i]).take(LATEST).collect()
    };
    (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
}

/// The bin before the first merge that begins nearest to a time.
fn nearest(bins: &Bins, at: f64) -> Option<usize> {
    let place = bins.before as f64 + (at / bins.width_s).round();
    (place >= 0.0 && place < bins.before as f64).then_some(place as usize)
}

/// Plain means, where no phase repeats: base, after, count.
fn level(bins: &Bins) -> Option<(f64, f64, usize)> {
    let mean = |range: std::ops::Range<usize>| {
        let count = bins.count(range.clone());
        (count > 0).then(|| range.filter(|t| bins.seen[*t]).map(|t| bins.y[t]).sum::<f64>() / count as f64)
    };
    Some((mean(0..bins.before)?, mean(bins.after_from()..bins.len())?, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_pattern_does_not_show_as_a_change() {
        let points: Vec<(i64, f64)> = (0..24).map(|i| (i * 86_400, if i % 7 < 5 { 10.0 } else { 2.0 })).collect();
        let bins = Bins::new(&points, 21 * 86_400, 21 * 86_400, None).unwrap();
        let raw = change(&bins, &[]).unwrap();
        assert!((raw.before - raw.after).abs() < 1e-9 && (raw.after - 10.0).abs() < 1e-9);
    }

    #[test]
    fn a_few_hours_are_compared_as_they_are() {
        let points: Vec<(i64, f64)> = (0..24).map(|i| (i * 600, if i < 12 { 1.0 } else { 3.0 })).collect();
        let bins = Bins::new(&points, 7200, 7200, None).unwrap();
        let raw = change(&bins, &[]).unwrap();
        assert!((raw.before - 1.0).abs() < 1e-9 && (raw.after - 3.0).abs() < 1e-9);
    }
}
