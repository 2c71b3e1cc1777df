//! The tails that the engine asks for, of Student's t and of the normal distribution.

use statrs::function::{
    beta::beta_reg,
    erf::{erfc, erfc_inv},
};
use std::f64::consts::SQRT_2;

/// `P(T > t)` of Student's t with `nu` degrees of freedom.
pub(super) fn t_upper(t: f64, nu: f64) -> f64 {
    if t.is_nan() || nu.is_nan() {
        return 0.5;
    }
    let nu = nu.clamp(1.0, 1e9);
    let x = nu / t.mul_add(t, nu);
    let half = if x <= 0.0 { 0.0 } else { 0.5 * beta_reg(nu / 2.0, 0.5, x.min(1.0)) };
    if t >= 0.0 { half } else { 1.0 - half }
}

/// The same to nine digits, ten times as fast for many degrees of freedom.
///
/// Hill (1970), Algorithm 395, Communications of the ACM 13:617: a normal deviate with nearly the same tail.
pub(super) fn t_upper_fast(t: f64, nu: f64) -> f64 {
    if !(10.0..=1e9).contains(&nu) || t.is_nan() {
        return t_upper(t, nu);
    }
    let a = nu - 0.5;
    let b = 48.0 * a * a;
    let y = a * (t * t / nu).min(1e300).ln_1p();
    let z = (((((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b) + y + 3.0) / b + 1.0) * y.sqrt();
    normal_upper(if t >= 0.0 { z } else { -z })
}

/// `P(Z > z)` of the standard normal distribution.
pub(super) fn normal_upper(z: f64) -> f64 {
    0.5 * erfc(z / SQRT_2)
}

/// `Φ⁻¹(1 − p/2)`: the z that has the two-sided tail `p`.
pub(super) fn z_of_p(p: f64) -> f64 {
    SQRT_2 * erfc_inv(p.clamp(1e-300, 1.0))
}

/// The quantile of Student's t for the upper tail `tail` below one half, by bisection.
pub(super) fn t_quantile(tail: f64, nu: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    while t_upper(high, nu) > tail && high < 1e12 {
        high *= 2.0;
    }
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if t_upper(middle, nu) > tail { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_agree_with_the_tables() {
        assert!((t_upper(2.228_138_85, 10.0) - 0.025).abs() < 1e-8);
        assert!((t_upper(-2.228_138_85, 10.0) - 0.975).abs() < 1e-8);
        assert!((t_quantile(0.025, 10.0) - 2.228_138_85).abs() < 1e-6);
        assert!((z_of_p(0.05) - 1.959_963_985).abs() < 1e-6);
        assert!((normal_upper(1.959_963_985) - 0.025).abs() < 1e-9);
    }

    #[test]
    fn the_fast_tail_is_nearly_the_exact_one() {
        let mut worst = 0.0_f64;
        for nu in [10.0, 11.5, 30.0, 200.0, 3000.0] {
            for t in (-60..=60).map(|t| f64::from(t) / 5.0) {
                worst = worst.max((t_upper_fast(t, nu) - t_upper(t, nu)).abs());
            }
        }
        assert!(worst < 1e-9, "{worst}");
    }

    #[test]
    fn extremes_stay_probabilities() {
        for (t, nu) in [(f64::INFINITY, 3.0), (f64::NEG_INFINITY, 3.0), (1e300, 1.0), (0.0, 1e300), (f64::NAN, 2.0)] {
            assert!((0.0..=1.0).contains(&t_upper(t, nu)), "{t} {nu}");
        }
        assert!(z_of_p(0.0).is_finite());
        assert_eq!(z_of_p(1.0), 0.0);
    }
}
