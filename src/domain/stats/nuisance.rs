//! What moves the metric anyway: level, trend, day, week and other seasons, as ridge columns (section 4.3).

use super::bins::{Bins, DAY, HOUR, WEEK};
use std::f64::consts::TAU;

/// A prior `N(0, sigma² / precision)` on each column; all but the week's come first.
#[derive(Clone, Debug)]
pub(super) struct Nuisance {
    pub columns: Vec<Vec<f64>>,
    pub precision: Vec<f64>,
    /// How many columns there are without the week's.
    pub core: usize,
}

/// The week's precisions are so many times larger, with this prior; the last is as good as no week.
pub(super) const WEEK_SETS: [(f64, f64); 3] = [(3.0, 0.45), (30.0, 0.45), (1e4, 0.10)];

impl Nuisance {
    /// The columns for these bins; `extra` are other changes that were found.
    pub fn new(bins: &Bins, periods_s: &[f64], extra: &[Vec<f64>]) -> Self {
        let n = bins.len();
        let mut set = Self { columns: vec![vec![1.0; n], trend(n)], precision: vec![0.0, 0.03], core: 0 };
        if day_fits(bins.width_s, bins.span_s()) {
            for k in 1..=3 {
                set.wave(bins, DAY / f64::from(k), 0.01 * f64::from(k * k));
            }
        }
        for period in periods_s.iter().filter(|period| period.is_finite() && **period > 0.0).take(4) {
            for k in (1..=3).filter(|k| period / f64::from(*k) >= 2.0 * bins.width_s) {
                set.wave(bins, period / f64::from(k), 0.01 * f64::from(k * k));
            }
        }
        for column in extra {
            set.columns.push(column.clone());
            set.precision.push(0.01);
        }
        set.core = set.columns.len();
        if week_fits(bins.width_s, bins.span_s()) {
            set.week(bins);
        }
        set
    }

    /// Six harmonics of the week and the side bands of the day. 5/7 and 6/7 per day are both: two independent priors on
    /// one column are one prior with the variances added.
    fn week(&mut self, bins: &Bins) {
        let sidebands = bins.width_s <= 6.0 * HOUR;
        for k in 1..=9 {
            let k_s = f64::from(k);
            let harmonic = (k <= 6 && WEEK / k_s >= 2.0 * bins.width_s).then(|| 1.0 / (0.01 * k_s));
            let sideband = (sidebands && matches!(k, 5 | 6 | 8 | 9)).then_some(1.0 / 0.04);
            let variance = harmonic.unwrap_or(0.0) + sideband.unwrap_or(0.0);
            if variance > 0.0 {
                self.wave(bins, WEEK / k_s, 1.0 / variance);
            }
        }
    }

    /// A cosine and a sine, with the phase counted from the first merge.
    fn wave(&mut self, bins: &Bins, period_s: f64, precision: f64) {
        let angles: Vec<f64> = (0..bins.len()).map(|bin| TAU * (bins.offset_s(bin) / period_s).rem_euclid(1.0)).collect();
        self.columns.push(angles.iter().map(|angle| angle.cos()).collect());
        self.columns.push(angles.iter().map(|angle| angle.sin()).collect());
        self.precision.extend([precision, precision]);
    }

    /// The precisions of each ridge set, with the logarithm of its prior.
    pub fn ridges(&self) -> Vec<(Vec<f64>, f64)> {
        if self.core == self.columns.len() {
            return vec![(self.precision.clone(), 0.0)];
        }
        let scaled = |factor: f64| {
            let week = self.precision[self.core..].iter().map(|precision| factor * precision);
            self.precision[..self.core].iter().copied().chain(week).collect()
        };
        WEEK_SETS.iter().map(|(factor, prior)| (scaled(*factor), prior.ln())).collect()
    }
}

/// Whether a pattern of the day can be told.
pub(super) fn day_fits(width_s: f64, span_s: f64) -> bool {
    width_s <= 6.0 * HOUR && span_s >= 1.9 * DAY
}

/// Whether a pattern of the week can be told.
pub(super) fn week_fits(width_s: f64, span_s: f64) -> bool {
    width_s <= DAY && span_s >= 13.0 * DAY - 1e-6
}

/// From −1/2 to 1/2.
fn trend(n: usize) -> Vec<f64> {
    (0..n).map(|i| i as f64 / (n.max(2) - 1) as f64 - 0.5).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(step: i64, before: i64, after: i64) -> Bins {
        let points: Vec<(i64, f64)> = (0..before + after).map(|i| (i * step, (i % 4) as f64)).collect();
        Bins::new(&points, before * step, before * step, None).unwrap()
    }

    #[test]
    fn columns_follow_width_and_span() {
        let hourly = Nuisance::new(&bins(3600, 168, 168), &[], &[]);
        assert_eq!((hourly.core, hourly.columns.len()), (2 + 6, 8 + 16));
        assert_eq!(hourly.ridges().len(), 3);
        let daily = Nuisance::new(&bins(86_400, 14, 14), &[], &[]);
        assert_eq!((daily.core, daily.columns.len()), (2, 2 + 6));
        let short = Nuisance::new(&bins(3600, 48, 48), &[], &[]);
        assert_eq!((short.columns.len(), short.ridges().len()), (8, 1));
        let monthly = Nuisance::new(&bins(2_678_400, 60, 12), &[31_557_600.0, f64::NAN, -1.0], &[]);
        assert_eq!(monthly.columns.len(), 2 + 6);
    }

    #[test]
    fn priors_on_one_column_add_their_variances() {
        let hourly = Nuisance::new(&bins(3600, 168, 168), &[], &[]);
        let fifth = hourly.precision[8 + 2 * 4];
        assert!((1.0 / fifth - (1.0 / 0.05 + 1.0 / 0.04)).abs() < 1e-9);
    }
}
