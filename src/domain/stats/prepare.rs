//! Series as the engine wants them: rates of counters, ratios of sums, whole bins. Each step is a function by itself.

use super::{
    case::Point,
    clean::{in_order, spacing_s},
};
use std::collections::BTreeMap;

/// A gap so many times the usual distance is a gap; what a counter did in it is not known.
const GAP: f64 = 5.0;

/// A counter becomes its rate per second, at the beginning of each interval; a fall is a restart from zero.
pub fn rates(counter: &[Point]) -> Vec<Point> {
    let points = in_order(counter);
    let usual = spacing_s(&points).unwrap_or(0.0);
    points
        .windows(2)
        .map(|pair| {
            let ((from, before), (until, now)) = (pair[0], pair[1]);
            let seconds = until as f64 - from as f64;
            let grown = if now < before { now } else { now - before };
            let rate = grown / seconds;
            Point(from, (seconds <= GAP * usual && rate.is_finite()).then_some(rate))
        })
        .collect()
}

/// The ratio of the sums in bins of `width_s` that are anchored at `anchor`; never a mean of ratios.
///
/// A bin without samples of both has no value: what is missing is not 0.
pub fn ratio_of_sums(numerator: &[Point], denominator: &[Point], anchor: i64, width_s: i64) -> Vec<Point> {
    let width = width_s.max(1);
    let bin = |at: i64| anchor.saturating_add(at.saturating_sub(anchor).div_euclid(width).saturating_mul(width));
    let mut sums: BTreeMap<i64, (Option<f64>, f64)> = BTreeMap::new();
    for (at, value) in in_order(denominator) {
        sums.entry(bin(at)).or_default().1 += value;
    }
    for (at, value) in in_order(numerator) {
        let above = &mut sums.entry(bin(at)).or_default().0;
        *above = Some(above.unwrap_or_default() + value);
    }
    let ratio = |(above, below): (Option<f64>, f64)| above.map(|above| above / below).filter(|ratio| below != 0.0 && ratio.is_finite());
    sums.into_iter().map(|(at, sums)| Point(at, ratio(sums))).collect()
}

/// Without the samples whose time is not over at `now`, which would count for less than they will be.
pub fn without_incomplete(series: &[Point], now: i64) -> Vec<Point> {
    let spacing = spacing_s(&in_order(series)).unwrap_or(0.0);
    series.iter().copied().filter(|point| point.0 as f64 + spacing <= now as f64).collect()
}

/// The samples from `from` until before `until`.
pub fn within(series: &[Point], from: i64, until: i64) -> Vec<Point> {
    series.iter().copied().filter(|point| (from..until).contains(&point.0)).collect()
}

/// The width in seconds at which the middle bin holds at least five events; none if even a week does not.
///
/// `counts` are events per sample; rarer ones say nothing in narrow bins (section 8).
pub fn width_for_counts(counts: &[Point], anchor: i64) -> Option<f64> {
    const ENOUGH: f64 = 5.0;
    let points = in_order(counts);
    let spacing = spacing_s(&points).filter(|spacing| *spacing > 0.0)?;
    let widths = super::bins::widths(spacing).chain([2.0, 4.0].map(|weeks| weeks * super::bins::WEEK));
    widths.into_iter().find(|width| {
        let mut sums: BTreeMap<i64, f64> = BTreeMap::new();
        for (at, value) in &points {
            *sums.entry(((*at as f64 - anchor as f64) / width).floor() as i64).or_default() += value;
        }
        let mut sums: Vec<f64> = sums.into_values().collect();
        super::clean::median(&mut sums).is_some_and(|middle| middle >= ENOUGH)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[(i64, f64)]) -> Vec<Point> {
        values.iter().map(|(at, value)| Point(*at, Some(*value))).collect()
    }

    #[test]
    fn a_restart_counts_from_zero_and_a_gap_is_not_known() {
        let counter = points(&[(0, 10.0), (10, 30.0), (20, 5.0), (30, 15.0), (130, 1000.0), (140, 1010.0)]);
        let want = [Some(2.0), Some(0.5), Some(1.0), None, Some(1.0)];
        assert_eq!(rates(&counter).iter().map(|point| point.1).collect::<Vec<_>>(), want);
        assert_eq!(rates(&counter)[1].0, 10);
        assert!(rates(&points(&[(0, 1.0)])).is_empty());
    }

    #[test]
    fn a_ratio_is_of_sums() {
        let errors = points(&[(0, 1.0), (5, 9.0), (10, 4.0), (25, 1.0)]);
        let calls = points(&[(0, 100.0), (5, 100.0), (10, 40.0), (21, 0.0)]);
        let want = [Point(0, Some(0.05)), Point(10, Some(0.1)), Point(20, None)];
        assert_eq!(ratio_of_sums(&errors, &calls, 10, 10), want);
        let silent = points(&[(0, 2.0), (20, 0.0)]);
        let asked = points(&[(0, 8.0), (10, 8.0), (20, 8.0)]);
        assert_eq!(
            ratio_of_sums(&silent, &asked, 0, 10),
            [Point(0, Some(0.25)), Point(10, None), Point(20, Some(0.0))],
            "missing is not 0"
        );
    }

    #[test]
    fn what_is_not_over_waits() {
        let series = points(&[(0, 1.0), (10, 2.0), (20, 3.0)]);
        assert_eq!(without_incomplete(&series, 29).len(), 2);
        assert_eq!(without_incomplete(&series, 30).len(), 3);
        assert_eq!(within(&series, 10, 20).len(), 1);
    }

    #[test]
    fn rare_events_get_wide_bins() {
        let hourly: Vec<Point> = (0..24 * 28).map(|i| Point(i * 3600, Some(f64::from(u8::from(i % 8 == 0))))).collect();
        // Three a day: two days are too few for five, a week is not.
        assert_eq!(width_for_counts(&hourly, 0), Some(604_800.0));
        let many: Vec<Point> = (0..24 * 28).map(|i| Point(i * 3600, Some(9.0))).collect();
        assert_eq!(width_for_counts(&many, 0), Some(3600.0));
        assert_eq!(width_for_counts(&points(&[(0, 0.0), (3600, 0.0), (7200, 0.0)]), 0), None);
    }
}
