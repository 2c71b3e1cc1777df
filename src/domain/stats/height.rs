//! How likely a change of some height is, before and after the values are seen (section 4.7).
//!
//! The height has a normal prior whose deviation is ten times that of the noise, as in the method, and with a tenth of the
//! weight one that is ten times as wide, and so on: together they have the tails of a Cauchy distribution. With one
//! normal prior a change that towers over the noise counts as ever more noise, and what explains it best is a noise
//! that wanders (the information paradox: Liang, Paulo, Molina, Clyde and Berger, JASA 103, 2008, section 4).

use std::f64::consts::LN_10;

/// The precision of the narrowest part, in units of the noise.
const NARROW: f64 = 0.01;
/// The precisions of the parts: each is ten times as wide as the one before.
const PRECISIONS: [f64; 5] = [NARROW, 1e-4, 1e-6, 1e-8, 1e-10];
/// What the weights of the parts add up to; the rest of an endless row is nothing.
const TOTAL: f64 = 10.0 / 9.0;
/// Wider parts change nothing where they could explain less than this, in nats.
const NOTHING: f64 = 0.05;

/// The part of the log weight that a candidate brings: its price for being fitted, and what is left over.
///
/// `num / q` is the height, `q` its precision, and `rss0` what is left without it.
pub(super) fn evidence(rss0: f64, num: f64, q: f64, freedom: f64) -> f64 {
    let first = part(0, rss0, num, q, freedom);
    if narrow_will_do(rss0, num, q, freedom) {
        return first;
    }
    let parts = || (0..PRECISIONS.len()).map(|k| part(k, rss0, num, q, freedom));
    let best = parts().fold(first, f64::max);
    best + parts().map(|part| (part - best).exp()).sum::<f64>().ln()
}

/// The precision that the likeliest part of the prior gives to a height.
pub(super) fn precision(rss0: f64, num: f64, q: f64, freedom: f64) -> f64 {
    if narrow_will_do(rss0, num, q, freedom) {
        return NARROW;
    }
    let likelier = |best: (f64, f64), (k, precision): (usize, f64)| {
        let part = part(k, rss0, num, q, freedom);
        if part > best.0 { (part, precision) } else { best }
    };
    PRECISIONS.into_iter().enumerate().fold((f64::NEG_INFINITY, NARROW), likelier).1
}

/// What the narrowest prior leaves over of the height is next to nothing beside the noise.
fn narrow_will_do(rss0: f64, num: f64, q: f64, freedom: f64) -> bool {
    let height = num / q;
    let rest = (rss0 - num * num / q).max(1e-12);
    0.5 * freedom * NARROW * height * height <= NOTHING * rest
}

fn part(k: usize, rss0: f64, num: f64, q: f64, freedom: f64) -> f64 {
    let precision = PRECISIONS[k];
    -TOTAL.ln()
        - (k as f64) * LN_10
        - 0.5 * (1.0 + q / precision).ln()
        - 0.5 * freedom * (rss0 - num * num / (q + precision)).max(1e-12).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREEDOM: f64 = 100.0;
    const Q: f64 = 25.0;

    /// `rss0` and `num` of a height over noise of deviation 1.
    fn of(height: f64) -> (f64, f64) {
        (FREEDOM + height * height * Q, height * Q)
    }

    #[test]
    fn an_ordinary_height_has_the_narrow_prior() {
        let (rss0, num) = of(0.1);
        assert_eq!(evidence(rss0, num, Q, FREEDOM), part(0, rss0, num, Q, FREEDOM));
        assert_eq!(precision(rss0, num, Q, FREEDOM), NARROW);
        let (rss0, num) = of(2.0);
        assert!((evidence(rss0, num, Q, FREEDOM) - part(0, rss0, num, Q, FREEDOM)).abs() < 0.05);
    }

    /// What remains is the noise, however high the change: each tenfold height costs about `ln 100`, as with Cauchy's tails.
    #[test]
    fn a_towering_height_leaves_no_more_than_the_noise() {
        for height in [1e3, 1e4] {
            let (rss0, num) = of(height);
            let price = -0.5 * FREEDOM * FREEDOM.ln() - evidence(rss0, num, Q, FREEDOM);
            assert!((2.0..4.0 + 2.0 * height.ln()).contains(&price), "{height}: {price}");
            assert!(precision(rss0, num, Q, FREEDOM) <= 1.0 / height);
        }
    }
}
