//! Which pull request it was (section 6).

use super::{bins::Bins, run::Run};

/// How well each merge's time fits the onset.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Weights {
    /// One for each merge; together at most 1.
    pub merges: Vec<f64>,
    /// The rest: none of them.
    pub none: f64,
}

/// Shares the onset's posterior among the merges before it.
pub(super) fn weights(bins: &Bins, run: &Run, merges: &[i64]) -> Weights {
    let decay = bins.tolerance_s() / 4.0;
    let inside = run.alignment.mass[1].clamp(0.0, 1.0);
    let kernel = |onset: i64, merge: i64| {
        let since = onset as f64 - merge as f64;
        if since >= -bins.width_s { (-since.max(0.0) / decay).exp() } else { 0.0 }
    };
    let mut shares = vec![0.0; merges.len()];
    for (bin, weight) in &run.onsets {
        let at = bins.time(*bin);
        let fits: Vec<f64> = merges.iter().map(|merge| kernel(at, *merge)).collect();
        let total: f64 = fits.iter().sum();
        if total > 0.0 {
            shares.iter_mut().zip(fits).for_each(|(share, fit)| *share += inside * weight * fit / total);
        }
    }
    // Rounding must not make more than all of it.
    let total: f64 = shares.iter().sum();
    if total > 1.0 {
        shares.iter_mut().for_each(|share| *share /= total);
    }
    let none = (1.0 - shares.iter().sum::<f64>()).clamp(0.0, 1.0);
    Weights { merges: shares, none }
}

#[cfg(test)]
mod tests {
    use super::super::{Case, Intervention, Options, Point, assess, named};

    #[test]
    fn the_merge_before_the_step_gets_the_most() {
        let merges = vec![500 * 3600, 506 * 3600, 530 * 3600, 900 * 3600];
        let noise = |i: i64| ((i * 7919 % 1009) as f64 / 1009.0 - 0.5) * 4.0;
        let series = (0..670).map(|i| Point(i * 3600, Some(noise(i) + if i >= 530 { 3.0 } else { 0.0 }))).collect();
        let case = Case {
            id: "merges".to_owned(),
            series,
            intervention: Intervention { start: merges[0], end: merges[2], merges },
            ..Case::default()
        };
        let answer = assess(&case, &Options::default());
        let weights = &answer.attribution;
        assert!(weights[2] > 0.8 && weights[0] < 0.1 && weights[3] == 0.0, "{weights:?}");
        assert!((weights.iter().sum::<f64>() + answer.none_of_them - 1.0).abs() < 1e-9);
        assert_eq!(named(&answer), Some(2));
    }
}
