//! The noise models that are averaged over, and the filter that makes each of them white.
//!
//! `u_t` is AR(1) with variance `1 − share` plus white noise with variance `share`; the Kalman filter
//! skips missing bins (Durbin and Koopman, Time Series Analysis by State Space Methods, section 4.10).

/// One noise model of the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Noise {
    /// From bin to bin.
    pub phi: f64,
    /// How much of the variance is white.
    pub share: f64,
    pub ln_prior: f64,
    /// The time in bins after which it has forgotten; 0 for white noise.
    pub memory: f64,
}

const MEMORIES: [f64; 9] = [0.7, 1.5, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0, 192.0];

/// Whether a series of `seen` bins is long enough to tell a memory of so many bins.
pub(super) fn allowed(memory: f64, seen: usize) -> bool {
    memory <= (0.75 * seen as f64).max(3.0)
}

/// White noise, then each memory with its white shares: at most 32 models of equal weight per memory.
pub(super) fn grid(seen: usize) -> Vec<Noise> {
    let mut models = vec![Noise { phi: 0.0, share: 0.0, ln_prior: 0.0, memory: 0.0 }];
    for memory in MEMORIES.into_iter().filter(|memory| allowed(*memory, seen)) {
        let shares: &[f64] = match memory {
            t if t < 1.0 => &[0.0],
            t if t < 2.0 => &[0.0, 0.35],
            _ => &[0.0, 0.35, 0.7, 0.88],
        };
        let ln_prior = -(shares.len() as f64).ln();
        models.extend(shares.iter().map(|share| Noise { phi: (-1.0 / memory).exp(), share: *share, ln_prior, memory }));
    }
    models
}

/// What the Kalman filter of one noise model does at each bin; it does not depend on the values.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    phi: f64,
    /// `P / F`; 0 where nothing was seen.
    gain: Vec<f64>,
    /// `1 / sqrt F`; 0 where nothing was seen.
    scale: Vec<f64>,
    /// `Σ ln F` of the bins before the one at the index; one longer than the series.
    pub ln_det: Vec<f64>,
}

impl Filter {
    /// Runs the variances over the bins that were seen.
    pub fn new(noise: &Noise, seen: &[bool]) -> Self {
        let (phi, stationary) = (noise.phi, 1.0 - noise.share);
        let mut filter = Self { phi, gain: Vec::with_capacity(seen.len()), scale: Vec::with_capacity(seen.len()), ln_det: vec![0.0] };
        let (mut variance, mut sum) = (stationary, 0.0_f64);
        for (t, seen) in seen.iter().enumerate() {
            if t > 0 {
                variance = phi * phi * variance + stationary * (1.0 - phi * phi);
            }
            if *seen {
                let total = variance + noise.share + 1e-9;
                filter.gain.push(variance / total);
                filter.scale.push(1.0 / total.sqrt());
                sum += total.ln();
                variance *= 1.0 - variance / total;
            } else {
                filter.gain.push(0.0);
                filter.scale.push(0.0);
            }
            filter.ln_det.push(sum);
        }
        filter
    }

    /// Whitens `width` columns side by side, in place: `rows` starts at bin `from`, before which all columns are zero.
    pub fn whiten(&self, rows: &mut [f64], width: usize, from: usize) {
        let mut state = vec![0.0; width];
        for (t, row) in (from..).zip(rows.chunks_exact_mut(width.max(1))) {
            let (gain, scale) = (self.gain[t], self.scale[t]);
            for (z, a) in row.iter_mut().zip(&mut state) {
                let predicted = self.phi * *a;
                let surprise = *z - predicted;
                *a = predicted + gain * surprise;
                *z = surprise * scale;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_series_has_32_models() {
        let models = grid(1000);
        assert_eq!(models.len(), 32);
        let total: f64 = models.iter().map(|model| model.ln_prior.exp()).sum();
        assert!((total - 10.0).abs() < 1e-12);
        assert!(grid(10).iter().all(|model| model.memory <= 7.5));
    }

    /// The whitened products equal those of the inverse covariance.
    #[test]
    fn whitening_is_the_inverse_of_the_covariance() {
        let noise = Noise { phi: 0.6, share: 0.35, ln_prior: 0.0, memory: 2.0 };
        let seen = [true, false, true, true];
        let places: Vec<usize> = vec![0, 2, 3];
        let covariance: Vec<f64> = places
            .iter()
            .flat_map(|i| places.iter().map(move |j| 0.65 * 0.6_f64.powi(i.abs_diff(*j) as i32) + if i == j { 0.35 + 1e-9 } else { 0.0 }))
            .collect();
        let factor = super::super::linalg::Factor::new(&covariance, 3, &[0.0; 3]);
        let z = [1.0, 9.0, -0.5, 2.0];
        let mut white = z;
        let filter = Filter::new(&noise, &seen);
        filter.whiten(&mut white, 1, 0);
        let mut direct = [1.0, -0.5, 2.0];
        factor.half_solve(&mut direct);
        let squares = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>();
        assert!((squares(&white) - squares(&direct)).abs() < 1e-9);
        assert!((filter.ln_det[4] - factor.ln_det).abs() < 1e-9);
        assert_eq!(white[1], 0.0);
    }
}
