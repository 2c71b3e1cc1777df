//! What a change may look like: a step, a ramp, a decay (section 4.6).

use super::layout::Layout;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Step,
    Ramp,
    Decay,
}

/// A candidate column: zero before its onset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    pub kind: Kind,
    /// The first bin that is changed.
    pub onset: usize,
    /// The bins over which it ramps or decays.
    length: f64,
    pub ln_prior: f64,
    /// The mean over the bins after the last merge.
    pub mean_after: f64,
}

const MOST_STEPS: usize = 48;
const RAMPS: [f64; 2] = [0.4, 0.8];
const DECAYS: [f64; 2] = [0.25, 0.5];

impl Shape {
    fn new(kind: Kind, onset: usize, length: f64, prior: f64, layout: &Layout) -> Self {
        let mut shape = Self { kind, onset, length: length.max(1e-9), ln_prior: prior.ln(), mean_after: 0.0 };
        let after = layout.n.saturating_sub(layout.after_from).max(1) as f64;
        shape.mean_after = (layout.after_from..layout.n).map(|t| shape.at(t)).sum::<f64>() / after;
        shape
    }

    /// The height at a bin.
    pub fn at(&self, t: usize) -> f64 {
        if t < self.onset {
            return 0.0;
        }
        let since = (t - self.onset) as f64 + 0.5;
        match self.kind {
            Kind::Step => 1.0,
            Kind::Ramp => (since / self.length).clamp(0.0, 1.0),
            Kind::Decay => (-since / self.length).exp(),
        }
    }
}

/// Steps at the bins where the pull requests may have begun to show, evenly thinned.
pub(super) fn steps(layout: &Layout) -> Vec<Shape> {
    let last = layout.after_from + (0.5 * layout.tolerance + 1e-9).floor() as usize;
    let last = last.min(layout.n.saturating_sub(1));
    let count = last.saturating_sub(layout.before) + 1;
    let kept = count.min(MOST_STEPS);
    let onsets = (0..kept).map(|k| layout.before + if kept > 1 { (k * (count - 1) + (kept - 1) / 2) / (kept - 1) } else { 0 });
    onsets.map(|onset| Shape::new(Kind::Step, onset, 1.0, 0.70 / kept as f64, layout)).collect()
}

/// Two ramps and two decays from an onset; `onsets` of these sets share the prior.
pub(super) fn gradual(layout: &Layout, onset: usize, onsets: usize) -> [Shape; 4] {
    let rest = layout.n.saturating_sub(onset) as f64;
    let prior = 0.15 / (2 * onsets.max(1)) as f64;
    let ramp = |f: f64| Shape::new(Kind::Ramp, onset, f * rest, prior, layout);
    let decay = |f: f64| Shape::new(Kind::Decay, onset, f * rest, prior, layout);
    [ramp(RAMPS[0]), ramp(RAMPS[1]), decay(DECAYS[0]), decay(DECAYS[1])]
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout { n: 336, before: 168, after_from: 168, width_s: 3600.0, tolerance: 24.0 };

    #[test]
    fn steps_reach_half_a_tolerance_behind_the_last_merge() {
        let found = steps(&LAYOUT);
        assert_eq!((found.len(), found[0].onset, found[12].onset), (13, 168, 180));
        let wide = steps(&Layout { after_from: 260, before: 168, ..LAYOUT });
        assert_eq!((wide.len(), wide[0].onset, wide[47].onset), (48, 168, 272));
        let prior: f64 = wide.iter().map(|shape| shape.ln_prior.exp()).sum();
        assert!((prior - 0.7).abs() < 1e-12);
    }

    #[test]
    fn gradual_shapes_start_at_their_onset() {
        for shape in gradual(&LAYOUT, 170, 5) {
            assert_eq!(shape.at(169), 0.0);
            assert!(shape.at(170) > 0.0 && shape.at(170) <= 1.0);
            assert!(shape.mean_after > 0.0 && shape.mean_after < 1.0);
        }
    }
}
