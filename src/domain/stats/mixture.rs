//! The mixture of t distributions that the effect has (section 4.8).

use super::distribution::{t_upper_fast, z_of_p};

/// One part: `centre + spread · T(nu)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub weight: f64,
    pub centre: f64,
    pub spread: f64,
    pub nu: f64,
}

/// Parts that sum to one.
#[derive(Clone, Debug, Default)]
pub(super) struct Mixture {
    parts: Vec<Part>,
}

/// Parts lighter than this are dropped.
const LIGHT: f64 = 1e-5;

impl Mixture {
    /// From weights that sum to about one.
    pub fn new(parts: impl Iterator<Item = Part>) -> Self {
        let mut parts: Vec<Part> = parts.filter(|part| part.weight >= LIGHT && part.spread > 0.0).collect();
        let total: f64 = parts.iter().map(|part| part.weight).sum();
        parts.iter_mut().for_each(|part| part.weight /= total);
        Self { parts }
    }

    /// All spreads times a factor.
    pub fn widened(&self, factor: f64) -> Self {
        Self { parts: self.parts.iter().map(|part| Part { spread: part.spread * factor, ..*part }).collect() }
    }

    /// `P(effect > x)`.
    pub fn upper(&self, x: f64) -> f64 {
        self.parts.iter().map(|part| part.weight * t_upper_fast((x - part.centre) / part.spread, part.nu)).sum()
    }

    /// The two-sided tail at zero.
    pub fn p_of_zero(&self) -> f64 {
        let upper = self.upper(0.0);
        (2.0 * upper.min(1.0 - upper)).clamp(0.0, 1.0)
    }

    /// The value that is exceeded with probability `tail`.
    pub fn quantile(&self, tail: f64) -> f64 {
        let centre: f64 = self.parts.iter().map(|part| part.weight * part.centre).sum();
        let square = |part: &Part| part.weight * (part.spread.powi(2) + (part.centre - centre).powi(2));
        let wide = self.parts.iter().map(square).sum::<f64>().sqrt();
        if !(wide > 0.0 && wide.is_finite()) {
            return centre;
        }
        let guess = centre + wide * if tail < 0.5 { z_of_p(2.0 * tail) } else { -z_of_p(2.0 - 2.0 * tail) };
        let (mut low, mut high) = (guess - 0.5 * wide, guess + 0.5 * wide);
        let (mut f_low, mut f_high) = (self.upper(low) - tail, self.upper(high) - tail);
        let mut reach = wide;
        for _ in 0..60 {
            if f_low < 0.0 {
                (high, f_high) = (low, f_low);
                low -= reach;
                f_low = self.upper(low) - tail;
            } else if f_high > 0.0 {
                (low, f_low) = (high, f_high);
                high += reach;
                f_high = self.upper(high) - tail;
            } else {
                break;
            }
            reach *= 2.0;
        }
        self.root(tail, (low, f_low), (high, f_high))
    }

    /// Between two ends of opposite sign: false position after Ford (1995), with bisection where it stalls.
    fn root(&self, tail: f64, (mut low, mut f_low): (f64, f64), (mut high, mut f_high): (f64, f64)) -> f64 {
        let scale = self.parts.iter().map(|part| part.weight * part.spread).sum::<f64>();
        let mut side = 0;
        for round in 0..100 {
            if high - low <= 1e-8 * scale {
                break;
            }
            let between = (low * f_high - high * f_low) / (f_high - f_low);
            let x = if round % 4 < 3 && between > low && between < high { between } else { 0.5 * (low + high) };
            let f = self.upper(x) - tail;
            if f.abs() < 1e-10 {
                return x;
            }
            if f > 0.0 {
                (low, f_low) = (x, f);
                if side == 1 {
                    f_high *= 0.5;
                }
                side = 1;
            } else {
                (high, f_high) = (x, f);
                if side == 2 {
                    f_low *= 0.5;
                }
                side = 2;
            }
        }
        0.5 * (low + high)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::distribution::t_upper, *};

    fn part(weight: f64, centre: f64, spread: f64, nu: f64) -> Part {
        Part { weight, centre, spread, nu }
    }

    #[test]
    fn one_part_is_a_t_distribution() {
        let mixture = Mixture::new([part(1.0, 3.0, 2.0, 10.0)].into_iter());
        assert!((mixture.quantile(0.5) - 3.0).abs() < 1e-7);
        assert!((mixture.quantile(0.025) - (3.0 + 2.0 * 2.228_138_85)).abs() < 1e-6);
        assert!((mixture.p_of_zero() - 2.0 * t_upper(1.5, 10.0)).abs() < 1e-9);
    }

    #[test]
    fn quantiles_undo_tails() {
        let mixture = Mixture::new([part(0.3, -4.0, 0.1, 3.0), part(0.7, 5.0, 1.0, 50.0), part(1e-9, 0.0, 9.0, 2.0)].into_iter());
        for tail in [0.975, 0.9, 0.5, 0.1, 0.025] {
            assert!((mixture.upper(mixture.quantile(tail)) - tail).abs() < 1e-6, "{tail}");
        }
        assert_eq!(Mixture::default().quantile(0.5), 0.0);
    }
}
