//! What would have been seen without the change.

use super::{
    assessment::{Bin, Path},
    bins::Bins,
    distribution::z_of_p,
    run::Run,
};

/// The curve without the change: the fitted line, after the last merge at the level that the effect implies.
pub(super) fn path(bins: &Bins, run: &Run, shared: &[f64]) -> Path {
    let line: Vec<f64> = run.line.iter().zip(shared).map(|(line, shared)| line + shared).collect();
    let from = bins.after_from();
    let after: Vec<usize> = (from..bins.len()).filter(|t| bins.seen[*t]).collect();
    let gap = after.iter().map(|t| bins.y[*t] - line[*t]).sum::<f64>() / after.len().max(1) as f64 - run.effect;
    let noise = z_of_p(0.05) * run.sigma;
    let bin = |t: usize, expected: f64, low: f64, high: f64| Bin {
        at: bins.time(t),
        observed: bins.seen[t].then(|| bins.value(bins.y[t])),
        expected: bins.value(expected),
        low: bins.value(expected - low.hypot(noise)),
        high: bins.value(expected + high.hypot(noise)),
    };
    Path {
        fitted: (0..from).map(|t| bin(t, line[t], 0.0, 0.0)).collect(),
        expected: (from..bins.len()).map(|t| bin(t, line[t] + gap, run.high - run.effect, run.effect - run.low)).collect(),
    }
}
