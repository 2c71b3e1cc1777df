//! Equal bins, anchored at the intervention (section 4.2).

use super::clean::spacing_s;

const MINUTE: f64 = 60.0;
pub(super) const HOUR: f64 = 3600.0;
pub(super) const DAY: f64 = 86_400.0;
pub(super) const WEEK: f64 = 604_800.0;

/// The widths that people read easily, in seconds.
const WIDTHS: [f64; 14] = [
    MINUTE,
    2.0 * MINUTE,
    5.0 * MINUTE,
    10.0 * MINUTE,
    15.0 * MINUTE,
    30.0 * MINUTE,
    HOUR,
    2.0 * HOUR,
    3.0 * HOUR,
    4.0 * HOUR,
    6.0 * HOUR,
    12.0 * HOUR,
    DAY,
    WEEK,
];

/// As many bins as the engine looks at.
const MOST: f64 = 360.0;

/// A series in bins: `before` of them up to the first merge, `window` between the merges, `after` from the last merge on.
#[derive(Clone, Debug)]
pub(super) struct Bins {
    /// In seconds.
    pub width_s: f64,
    /// The middle distance of the samples, in seconds.
    pub spacing_s: f64,
    pub before: usize,
    pub window: usize,
    pub after: usize,
    /// Of the first sample, in unix seconds.
    pub first: i64,
    pub start: i64,
    pub end: i64,
    /// The end of the last sample, in unix seconds.
    pub until_s: f64,
    /// Standardised means; 0 where nothing was seen.
    pub y: Vec<f64>,
    pub seen: Vec<bool>,
    /// `value = mean + deviation · y`.
    pub mean: f64,
    pub deviation: f64,
}

/// Why a series has no bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unbinned {
    Empty,
    /// One point, or all of them at one time.
    Single,
    /// No sample before the first merge.
    NothingBefore,
    /// No sample after the last merge.
    NothingAfter,
}

impl Bins {
    /// Cuts the samples, which are in order, at the intervention.
    pub fn new(points: &[(i64, f64)], start: i64, end: i64, width_s: Option<f64>) -> Result<Self, Unbinned> {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Err(Unbinned::Empty) };
        let spacing_s = spacing_s(points).filter(|spacing| *spacing > 0.0).ok_or(Unbinned::Single)?;
        if first.0 >= start {
            return Err(Unbinned::NothingBefore);
        }
        if last.0 < end {
            return Err(Unbinned::NothingAfter);
        }
        let post_end = last.0 as f64 + spacing_s;
        let span_s = post_end - first.0 as f64;
        let width_s =
            width_s.filter(|width| *width >= spacing_s && span_s / width <= 2.0 * MOST).unwrap_or_else(|| width(spacing_s, span_s));
        let count = |span: f64| (span / width_s).ceil().max(0.0) as usize;
        let (before, window) = (count(start as f64 - first.0 as f64), count(end as f64 - start as f64));
        let after = count(post_end - end as f64);
        let mut bins = Self {
            width_s,
            spacing_s,
            before,
            window,
            after,
            first: first.0,
            start,
            end,
            until_s: post_end,
            y: vec![],
            seen: vec![],
            mean: 0.0,
            deviation: 0.0,
        };
        let (means, seen) = bins.means(points);
        bins.seen = seen;
        bins.standardise(means);
        Ok(bins)
    }

    /// The mean of the samples in each bin, and whether there are enough of them.
    pub fn means(&self, points: &[(i64, f64)]) -> (Vec<f64>, Vec<bool>) {
        let spacing = spacing_s(points).unwrap_or(self.spacing_s);
        let mut sums = vec![(0.0, 0_usize); self.len()];
        for (at, value) in points {
            if let Some((sum, count)) = self.index(*at).and_then(|i| sums.get_mut(i)) {
                *sum += value;
                *count += 1;
            }
        }
        let enough = (0.3 * self.width_s / spacing.max(1e-9)).max(1.0);
        let seen: Vec<bool> = sums.iter().map(|(_, count)| *count as f64 >= enough - 1e-9).collect();
        let means = sums.iter().zip(&seen).map(|((sum, count), seen)| if *seen { sum / *count as f64 } else { 0.0 }).collect();
        (means, seen)
    }

    fn standardise(&mut self, means: Vec<f64>) {
        let values = || means.iter().zip(&self.seen).filter(|(_, seen)| **seen).map(|(value, _)| *value);
        let n = values().count().max(1) as f64;
        // By the largest value first: the square of 1e300 is infinite.
        let largest = values().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let unit = if largest > 0.0 { largest } else { 1.0 };
        let mean = values().map(|value| value / unit / n).sum::<f64>();
        let deviation = (values().map(|value| (value / unit - mean).powi(2)).sum::<f64>() / n).sqrt();
        // What is left of equal values after rounding is no variation.
        let deviation = if deviation > 1e-12 * mean.abs() { deviation } else { 0.0 };
        self.y = means
            .iter()
            .zip(&self.seen)
            .map(|(value, seen)| if *seen && deviation > 0.0 { (value / unit - mean) / deviation } else { 0.0 })
            .collect();
        (self.mean, self.deviation) = (mean * unit, deviation * unit);
    }

    pub fn len(&self) -> usize {
        self.before + self.window + self.after
    }

    /// The first bin after the last merge.
    pub fn after_from(&self) -> usize {
        self.before + self.window
    }

    /// When a bin begins, in seconds from the first merge.
    pub fn offset_s(&self, bin: usize) -> f64 {
        if bin < self.after_from() {
            (bin as f64 - self.before as f64) * self.width_s
        } else {
            self.end as f64 - self.start as f64 + (bin - self.after_from()) as f64 * self.width_s
        }
    }

    /// When a bin begins, in unix seconds.
    pub fn time(&self, bin: usize) -> i64 {
        self.start.saturating_add(self.offset_s(bin).round() as i64)
    }

    /// The bin that holds a time; none outside.
    pub fn index(&self, at: i64) -> Option<usize> {
        let bins = |span: f64| span / self.width_s;
        let place = if at < self.start {
            self.before as f64 - bins(self.start as f64 - at as f64).ceil()
        } else if at < self.end {
            self.before as f64 + bins(at as f64 - self.start as f64).floor()
        } else {
            self.after_from() as f64 + bins(at as f64 - self.end as f64).floor()
        };
        (place >= 0.0 && place < self.len() as f64).then_some(place as usize)
    }

    /// The value of a standardised one, in the metric's unit.
    pub fn value(&self, y: f64) -> f64 {
        self.mean + self.deviation * y
    }

    /// How many bins of a range were seen.
    pub fn count(&self, range: std::ops::Range<usize>) -> usize {
        self.seen.get(range).unwrap_or_default().iter().filter(|seen| **seen).count()
    }

    /// All of the time, in seconds.
    pub fn span_s(&self) -> f64 {
        self.until_s - self.first as f64
    }

    /// How far before the first merge the samples reach, in seconds.
    pub fn history_s(&self) -> f64 {
        self.start as f64 - self.first as f64
    }

    /// How far from the merges a change still counts as theirs, in bins.
    pub fn tolerance(&self) -> f64 {
        self.tolerance_s() / self.width_s
    }

    /// The same in seconds.
    pub fn tolerance_s(&self) -> f64 {
        let after_s = self.after_s();
        self.spacing_s.max(DAY.min(0.15 * after_s))
    }

    /// From the last merge to the end of the last sample, in seconds.
    pub fn after_s(&self) -> f64 {
        self.until_s - self.end as f64
    }
}

/// The readable widths that hold whole samples, from the narrowest.
pub(super) fn widths(spacing_s: f64) -> impl Iterator<Item = f64> {
    let whole = move |width: &f64| {
        let samples = width / spacing_s;
        (samples - samples.round()).abs() < 1e-9
    };
    WIDTHS.into_iter().filter(move |width| *width >= spacing_s).filter(whole)
}

/// The narrowest readable width that gives few enough bins.
///
/// Samples of an odd rhythm get their own distance, or as many of them as it takes: seven minutes go into a week, but a
/// fortnight of two bins would say nothing.
fn width(spacing_s: f64, span_s: f64) -> f64 {
    const COARSER: f64 = 4.0;
    let own = spacing_s * (span_s / spacing_s / MOST).ceil().max(1.0);
    widths(spacing_s).find(|width| span_s / width <= MOST).filter(|width| *width <= COARSER * own).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_readable_and_few() {
        assert_eq!(width(300.0, 14.0 * DAY), HOUR);
        assert_eq!(width(3600.0, 14.0 * DAY), HOUR);
        assert_eq!(width(3600.0, 35.0 * DAY), 3.0 * HOUR);
        assert_eq!(width(DAY, 28.0 * DAY), DAY);
        assert_eq!(width(31.0 * DAY, 3000.0 * DAY), 31.0 * DAY);
        assert_eq!(width(420.0, 14.0 * DAY), 420.0 * 8.0);
    }

    #[test]
    fn bins_meet_at_the_merges() {
        let points: Vec<(i64, f64)> = (0..20).map(|i| (i * 3600, i as f64)).collect();
        let bins = Bins::new(&points, 10 * 3600 + 600, 12 * 3600 + 1200, None).unwrap();
        assert_eq!((bins.before, bins.window, bins.after), (11, 3, 8));
        assert_eq!(bins.index(10 * 3600), Some(10));
        assert_eq!(bins.index(11 * 3600), Some(11));
        assert_eq!(bins.index(13 * 3600), Some(14));
        assert_eq!(bins.time(14), 12 * 3600 + 1200);
        assert_eq!(bins.index(-3600), None);
        assert!((bins.value(bins.y[10]) - 10.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_cut_says_why() {
        assert_eq!(Bins::new(&[], 0, 0, None).err(), Some(Unbinned::Empty));
        assert_eq!(Bins::new(&[(5, 1.0)], 0, 0, None).err(), Some(Unbinned::Single));
        let two = [(5, 1.0), (6, 2.0)];
        assert_eq!(Bins::new(&two, 0, 0, None).err(), Some(Unbinned::NothingBefore));
        assert_eq!(Bins::new(&two, 10, 10, None).err(), Some(Unbinned::NothingAfter));
    }

    #[test]
    fn huge_and_equal_values_are_no_trouble() {
        let huge: Vec<(i64, f64)> = (0..20).map(|i| (i * 60, if i % 2 == 0 { 1e300 } else { -1e300 })).collect();
        let bins = Bins::new(&huge, 600, 600, None).unwrap();
        assert!((bins.deviation / 1e300 - 1.0).abs() < 1e-9);
        let equal: Vec<(i64, f64)> = (0..20).map(|i| (i * 60, 0.1)).collect();
        assert_eq!(Bins::new(&equal, 600, 600, None).unwrap().deviation, 0.0);
    }
}
