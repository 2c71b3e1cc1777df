//! A p-value that pays for the unknown onset (section 4.9): Hotelling's tube around the curve of the steps.

use super::{distribution::t_upper, fit::Fit};
use std::f64::consts::TAU;

/// Models lighter than this do not vote.
const LIGHT: f64 = 1e-4;

/// The chance of so large a step anywhere among the onsets, with every standard error times `scale`.
pub(super) fn p(fit: &Fit<'_>, scale: f64) -> f64 {
    let weights = fit.model_weights();
    let steps = fit.design.steps.len();
    // The largest t of each model, and its degrees of freedom.
    let mut largest = vec![vec![(0.0_f64, 1.0_f64); fit.design.precisions.len()]; fit.design.grids.len()];
    for term in fit.terms.iter().filter(|term| term.shape < steps) {
        let t = term.tau.abs() / (term.se2.sqrt() * scale).max(1e-300);
        let top = &mut largest[term.grid][term.ridge];
        if t > top.0 {
            *top = (t, term.nu);
        }
    }
    let (mut sum, mut total) = (0.0, 0.0);
    for (g, row) in weights.iter().enumerate() {
        for (r, weight) in row.iter().enumerate().filter(|(_, weight)| **weight >= LIGHT) {
            let (t, nu) = largest[g][r];
            sum += weight * tube(t, nu, fit.design.grids[g].steps.ridges[r].path);
            total += weight;
        }
    }
    if total > 0.0 { (sum / total).clamp(0.0, 1.0) } else { 1.0 }
}

/// Two sides of the tail at `t`, and of the tube along a path of so many radians.
fn tube(t: f64, nu: f64, path: f64) -> f64 {
    let along = path / TAU * (1.0 + t * t / nu).powf(-0.5 * (nu - 1.0));
    (2.0 * (t_upper(t, nu) + along)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_costs_and_a_point_does_not() {
        assert!((tube(2.228_138_85, 10.0, 0.0) - 0.05).abs() < 1e-7);
        assert!(tube(3.0, 20.0, 2.0) > tube(3.0, 20.0, 1.0));
        assert_eq!(tube(0.0, 20.0, 3.0), 1.0);
    }
}
