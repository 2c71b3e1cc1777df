//! Series that the pull requests cannot have moved (section 4.14).

use super::{
    bins::Bins,
    case::Point,
    clean::{clip, in_order},
    linalg::{Factor, add_scaled, dot},
    nuisance::Nuisance,
};

/// The mean of the standardised controls, and how the metric followed it before the first merge.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub m: Vec<f64>,
    /// Bins where both the metric and the controls were seen.
    pub seen: Vec<bool>,
    pub beta: f64,
    pub beta_se: f64,
    pub r2: f64,
    /// How much of the variance of `m` the controls have in common, from 0.4 to 1.
    pub reliability: f64,
    /// How many controls could be used, and how many could not: constant, or of another sampling.
    pub count: usize,
    pub left_out: usize,
}

impl Common {
    /// Whether the metric followed the controls closely enough to correct it by them.
    pub fn usable(&self) -> bool {
        self.r2 > 0.1 && self.beta.abs() > 2.0 * self.beta_se
    }
}

/// So much of the metric's bins a control must have.
const COVERED: f64 = 0.6;

/// One control in the metric's bins, in units of its own residuals.
struct Control {
    z: Vec<f64>,
    seen: Vec<bool>,
    residual: Vec<f64>,
}

/// Averages the controls that can be used; none if there is none.
pub(super) fn common(bins: &Bins, controls: &[Vec<Point>], periods_s: &[f64]) -> Option<Common> {
    let nuisance = Nuisance::new(bins, periods_s, &[]);
    // The same series again would seem to confirm the first.
    let is_new = |at: &usize| controls[..*at].iter().all(|earlier| *earlier != controls[*at]);
    let distinct: Vec<usize> = (0..controls.len()).filter(is_new).collect();
    let used: Vec<Control> = distinct.iter().filter_map(|at| control(bins, &nuisance, &controls[*at])).collect();
    if used.is_empty() {
        return None;
    }
    let n = bins.len();
    let mut m = vec![0.0; n];
    let mut seen = vec![false; n];
    for t in (0..n).filter(|t| bins.seen[*t]) {
        let mut there: Vec<f64> = used.iter().filter(|control| control.seen[t]).map(|control| control.z[t]).collect();
        // In order of size, so that the order of the controls leaves no trace.
        there.sort_by(f64::total_cmp);
        seen[t] = !there.is_empty();
        m[t] = there.iter().sum::<f64>() / there.len().max(1) as f64;
    }
    let left_out = distinct.len() - used.len();
    relation(bins, &nuisance, &used, m, seen, left_out)
}

fn control(bins: &Bins, nuisance: &Nuisance, points: &[Point]) -> Option<Control> {
    let mut points = in_order(points);
    clip(&mut points);
    let largest = points.iter().fold(0.0_f64, |largest, point| largest.max(point.1.abs()));
    if largest <= 0.0 {
        return None;
    }
    points.iter_mut().for_each(|point| point.1 /= largest);
    let (mut z, seen) = bins.means(&points);
    let both = |range: std::ops::Range<usize>| range.filter(|t| bins.seen[*t] && seen[*t]).count() as f64;
    let enough = |range: std::ops::Range<usize>| both(range.clone()) >= COVERED * bins.count(range) as f64;
    let (before, after) = (0..bins.before, bins.after_from()..bins.len());
    if !enough(before.clone()) || !enough(after) || both(before.clone()) < 3.0 {
        return None;
    }
    let count = both(before.clone());
    let mean = before.clone().filter(|t| seen[*t]).map(|t| z[t]).sum::<f64>() / before.filter(|t| seen[*t]).count().max(1) as f64;
    z.iter_mut().zip(&seen).for_each(|(z, seen)| *z = if *seen { *z - mean } else { 0.0 });
    let mut residual = residuals(nuisance, &z, &seen, bins.before);
    let deviation = (dot(&residual, &residual) / count).sqrt();
    if deviation <= 1e-12 {
        return None;
    }
    z.iter_mut().for_each(|z| *z /= deviation);
    residual.iter_mut().for_each(|z| *z /= deviation);
    Some(Control { z, seen, residual })
}

/// Slope, fit and reliability on the residuals before the first merge.
fn relation(bins: &Bins, nuisance: &Nuisance, used: &[Control], m: Vec<f64>, seen: Vec<bool>, left_out: usize) -> Option<Common> {
    let mut y: Vec<f64> = bins.y.clone();
    y.iter_mut().zip(&seen).filter(|(_, seen)| !**seen).for_each(|(y, _)| *y = 0.0);
    let of_y = residuals(nuisance, &y, &seen, bins.before);
    let of_m = residuals(nuisance, &m, &seen, bins.before);
    let (mm, my, yy) = (dot(&of_m, &of_m), dot(&of_m, &of_y), dot(&of_y, &of_y));
    let n = seen.iter().take(bins.before).filter(|seen| **seen).count() as f64;
    if mm <= 1e-12 || yy <= 1e-12 || n < 3.0 {
        return None;
    }
    let beta = my / mm;
    let scores: Vec<f64> = of_m.iter().zip(&of_y).map(|(m, y)| m * (y - beta * m)).collect();
    let lags = n.sqrt().ceil();
    let long_run = newey_west(&scores, lags as usize).max(0.0);
    let small = n / (n - lags - 0.5 * nuisance.columns.len() as f64).max(1.0);
    let beta_se = (long_run.sqrt() / mm) * small.sqrt();
    let reliability = reliability(used, mm / n, n).clamp(0.4, 1.0);
    Some(Common { m, seen, beta, beta_se, r2: my * my / (mm * yy), reliability, count: used.len(), left_out })
}

/// Mean covariance of two controls over the variance of their mean; 0.7 for a single one.
fn reliability(used: &[Control], variance: f64, n: f64) -> f64 {
    let pairs = used.len() * used.len().saturating_sub(1) / 2;
    if pairs == 0 {
        return 0.7;
    }
    let mut shared: Vec<f64> = vec![];
    for (i, a) in used.iter().enumerate() {
        shared.extend(used[i + 1..].iter().map(|b| dot(&a.residual, &b.residual) / n));
    }
    shared.sort_by(f64::total_cmp);
    shared.iter().sum::<f64>() / pairs as f64 / variance
}

/// Sum of the autocovariances with Bartlett's weights (Newey and West 1987), not divided by n.
fn newey_west(scores: &[f64], lags: usize) -> f64 {
    let lagged = |lag: usize| scores.iter().zip(scores.iter().skip(lag)).map(|(a, b)| a * b).sum::<f64>();
    lagged(0) + (1..=lags).map(|lag| 2.0 * (1.0 - lag as f64 / (lags + 1) as f64) * lagged(lag)).sum::<f64>()
}

/// What level, trend and seasons leave of a series in the first `upto` bins; 0 where nothing was seen.
fn residuals(nuisance: &Nuisance, z: &[f64], seen: &[bool], upto: usize) -> Vec<f64> {
    let p = nuisance.columns.len();
    let mut gram = vec![0.0; p * p];
    let mut b = vec![0.0; p];
    let row = |t: usize| nuisance.columns.iter().map(|column| column[t]).collect::<Vec<f64>>();
    for t in (0..upto).filter(|t| seen[*t]) {
        let x = row(t);
        for (line, value) in gram.chunks_exact_mut(p).zip(&x) {
            add_scaled(line, *value, &x);
        }
        add_scaled(&mut b, z[t], &x);
    }
    let factor = Factor::new(&gram, p, &nuisance.precision);
    factor.half_solve(&mut b);
    factor.back_solve(&mut b);
    (0..upto).map(|t| if seen[t] { z[t] - dot(&row(t), &b) } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bartlett_weights_fall_with_the_lag() {
        assert_eq!(newey_west(&[1.0, -1.0, 2.0], 0), 6.0);
        assert!((newey_west(&[1.0, -1.0, 2.0], 1) - (6.0 + 2.0 * 0.5 * -3.0)).abs() < 1e-12);
    }
}
