//! The effect at each time, out of the curves that an assessment keeps.

use super::Assessment;

/// What was observed beyond what was expected, in one bin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beyond {
    /// When the bin begins, in unix seconds.
    pub at: i64,
    /// In the metric's unit; none where too little was seen.
    pub effect: Option<f64>,
    /// Within which 95 % of the effects of single bins would lie around it; none with the effect.
    pub band: Option<(f64, f64)>,
    /// All effects up to the end of this bin added up, as a count; none where the metric does not add up, and in gaps.
    pub sum: Option<f64>,
}

impl Assessment {
    /// The effect at each time from the last merge on; nothing before it is known to compare with.
    pub fn beyond(&self) -> Vec<Beyond> {
        let width_s = self.diagnostics.filter(|_| self.adds_up).map(|known| known.bin_s);
        let mut sum = 0.0;
        let mut bins = Vec::with_capacity(self.counterfactual.len());
        for bin in &self.counterfactual {
            let effect = bin.observed.map(|observed| observed - bin.expected);
            let band = bin.observed.map(|observed| (observed - bin.high, observed - bin.low));
            sum += effect.zip(width_s).map_or(0.0, |(effect, width_s)| effect * width_s);
            bins.push(Beyond { at: bin.at, effect, band, sum: effect.zip(width_s).map(|_| sum) });
        }
        bins
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stats::{Bin, Diagnostics};

    fn rate(adds_up: bool) -> Assessment {
        let bin = |at: i64, observed| Bin { at, observed, expected: 2.0, low: 1.5, high: 3.0 };
        Assessment {
            adds_up,
            diagnostics: Some(Diagnostics { bin_s: 60.0, ..Diagnostics::default() }),
            counterfactual: vec![bin(0, Some(1.0)), bin(60, None), bin(120, Some(2.5))],
            ..Assessment::sample()
        }
    }

    #[test]
    fn the_band_turns_around_and_a_gap_is_no_effect() {
        let bins = rate(false).beyond();
        assert_eq!(bins[0], Beyond { at: 0, effect: Some(-1.0), band: Some((-2.0, -0.5)), sum: None });
        assert_eq!(bins[1], Beyond { at: 60, effect: None, band: None, sum: None });
        assert_eq!(bins[2].effect, Some(0.5));
    }

    #[test]
    fn only_what_adds_up_is_added_up_over_its_time() {
        let sums: Vec<_> = rate(true).beyond().iter().map(|bin| bin.sum).collect();
        assert_eq!(sums, [Some(-60.0), None, Some(-30.0)]);
    }
}
