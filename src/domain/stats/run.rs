//! One series through the core: fit, scan, other changes, placebo dates, interval (sections 4.6 to 4.13).

use super::{
    adjusted,
    bins::Bins,
    design::Design,
    distribution::z_of_p,
    fit::Fit,
    layout::{Layout, Zone},
    linalg::dot,
    mixture::{Mixture, Part},
    nuisance::Nuisance,
    placebo,
    scan::{Alignment, Scan, Spot},
};

/// What the core says about one standardised series; effects are in its units.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub p: f64,
    pub effect: f64,
    pub low: f64,
    pub high: f64,
    pub alignment: Alignment,
    pub placebo_scale: f64,
    pub placebo_dates: usize,
    /// Changes elsewhere that were taken into the model.
    pub others: Vec<Spot>,
    /// The bin of each step onset with its posterior weight.
    pub onsets: Vec<(usize, f64)>,
    /// How likely there is a pattern of the week; none where it cannot be told.
    pub week: Option<f64>,
    /// Level, trend and seasons without the change, for each bin.
    pub line: Vec<f64>,
    /// The standard deviation of the noise.
    pub sigma: f64,
}

/// At most so many other changes are taken into the model.
const OTHERS: usize = 2;
/// Terms lighter than this do not show in the line.
const LIGHT: f64 = 1e-3;

/// A series to be fitted, and what is known about its place.
pub(super) struct Frame<'a> {
    pub bins: &'a Bins,
    pub periods_s: &'a [f64],
    pub seen: &'a [bool],
}

impl Frame<'_> {
    /// Where the bins lie.
    pub fn layout(&self) -> Layout {
        Layout {
            n: self.bins.len(),
            before: self.bins.before,
            after_from: self.bins.after_from(),
            width_s: self.bins.width_s,
            tolerance: self.bins.tolerance(),
        }
    }

    fn nuisance(&self, others: &[Spot]) -> Nuisance {
        let n = self.bins.len();
        let column =
            |spot: &Spot| (0..n).map(|t| f64::from(u8::from(t >= spot.from && spot.to.is_none_or(|to| t < to)))).collect::<Vec<f64>>();
        Nuisance::new(self.bins, self.periods_s, &others.iter().map(column).collect::<Vec<_>>())
    }

    /// The design without other changes, for several series.
    pub fn design(&self) -> Design {
        Design::new(self.layout(), self.seen, &self.nuisance(&[]))
    }

    /// Runs the core on `y`; `extra` is a further standard error of the effect that the fit cannot know.
    pub fn run(&self, design: &Design, y: &[f64], extra: f64) -> Run {
        let mut others: Vec<Spot> = vec![];
        let mut own: Option<Design> = None;
        loop {
            let design = own.as_ref().unwrap_or(design);
            let fit = Fit::new(design, y);
            let scan = Scan::new(&fit);
            let found = (others.len() < OTHERS).then(|| elsewhere(&scan, &fit)).flatten();
            if let Some(spot) = found {
                others.push(spot);
                own = Some(Design::new(self.layout(), self.seen, &self.nuisance(&others)));
                continue;
            }
            let alignment = scan.alignment();
            let columns = self.nuisance(&others).columns;
            return conclude(fit, alignment, others, &columns, extra);
        }
    }
}

/// A change outside of the zone that the model needs beside its best candidate (section 4.11).
///
/// One that ends in the zone is a change at the merges as well: two of them could add up to the very change that is looked for.
fn elsewhere(scan: &Scan<'_, '_>, fit: &Fit<'_>) -> Option<Spot> {
    let layout = &fit.design.layout;
    let aligned = scan.alignment().lr > 0.0;
    let latest = layout.after_from as f64 + layout.tolerance;
    let price = 4.0 + (scan.boundaries.len().max(1) as f64).ln();
    scan.gains()
        .into_iter()
        .filter(|spot| [Some(spot.from), spot.to].into_iter().flatten().all(|edge| layout.zone(edge) == Zone::Out))
        .filter(|spot| !aligned || spot.from as f64 <= latest)
        .filter(|spot| spot.ll >= price)
        .fold(None, |best: Option<Spot>, spot| match best {
            Some(best) if best.ll >= spot.ll => Some(best),
            _ => Some(spot),
        })
}

fn conclude(mut fit: Fit<'_>, alignment: Alignment, others: Vec<Spot>, columns: &[Vec<f64>], extra: f64) -> Run {
    let (placebo_scale, placebo_dates) = placebo::scale(&fit);
    let sigma = sigma(&fit);
    if extra > 0.0 {
        for term in &mut fit.terms {
            term.se2 += (extra / fit.shapes[term.shape].mean_after.max(1e-6)).powi(2);
        }
    }
    let p = adjusted::p(&fit, placebo_scale);
    let mixture = Mixture::new(fit.terms.iter().map(|term| {
        let mean = fit.shapes[term.shape].mean_after;
        Part { weight: term.weight, centre: term.tau * mean, spread: term.se2.sqrt() * mean * placebo_scale, nu: term.nu }
    }));
    let effect = mixture.quantile(0.5);
    let wide = mixture.widened(coherent(p, mixture.p_of_zero()));
    let weights = fit.step_weights();
    let models = fit.model_weights();
    let off = models.iter().filter_map(|row| row.get(2)).sum::<f64>();
    Run {
        p,
        effect,
        low: wide.quantile(0.975).min(effect),
        high: wide.quantile(0.025).max(effect),
        alignment,
        placebo_scale,
        placebo_dates,
        others,
        onsets: fit.design.steps.iter().zip(weights).map(|(shape, weight)| (shape.onset, weight)).collect(),
        week: (fit.design.precisions.len() > 1).then_some(1.0 - off),
        line: line(&fit, columns),
        sigma,
    }
}

/// How much wider the interval must be so that it does not contradict `p` (section 4.13).
fn coherent(p: f64, p_mixture: f64) -> f64 {
    let factor = if p_mixture < p { (z_of_p(p_mixture) / z_of_p(p.min(0.9)).max(0.1)).min(2.0) } else { 1.0 };
    factor.max(1.1)
}

/// The noise of the likeliest term.
fn sigma(fit: &Fit<'_>) -> f64 {
    let best = fit.terms.iter().fold(None, |best: Option<&super::fit::Term>, term| match best {
        Some(best) if best.ln_weight >= term.ln_weight => Some(best),
        _ => Some(term),
    });
    best.map_or(0.0, |term| {
        let q = fit.with_block(term.grid, term.shape, |block, place| block.ridges[term.ridge].q[place]);
        let rest = fit.seen[term.grid].halves[term.ridge].1 - term.tau * term.tau * q;
        (rest.max(0.0) / fit.design.grids[term.grid].ridges[term.ridge].freedom).sqrt()
    })
}

/// Level, trend and seasons, averaged over the likely terms.
fn line(fit: &Fit<'_>, columns: &[Vec<f64>]) -> Vec<f64> {
    let p = fit.design.p;
    let mut mean = vec![0.0; p];
    let mut total = 0.0;
    for term in fit.terms.iter().filter(|term| term.weight >= LIGHT) {
        let ridge = &fit.design.grids[term.grid].ridges[term.ridge];
        let half_y = &fit.seen[term.grid].halves[term.ridge].0;
        let mut b: Vec<f64> = fit.with_block(term.grid, term.shape, |block, place| {
            half_y.iter().zip(block.ridges[term.ridge].half(place, p)).map(|(y, s)| y - term.tau * s).collect()
        });
        ridge.factor.back_solve(&mut b);
        for (sum, b) in mean.iter_mut().zip(&b) {
            *sum += term.weight * b;
        }
        total += term.weight;
    }
    mean.iter_mut().for_each(|b| *b /= total.max(f64::MIN_POSITIVE));
    let n = fit.design.layout.n;
    (0..n).map(|t| dot(&mean, &columns.iter().map(|column| column[t]).collect::<Vec<f64>>())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_never_says_more_than_its_p() {
        assert_eq!(coherent(0.01, 0.02), 1.1);
        let factor = coherent(0.05, 0.01);
        assert!((factor - z_of_p(0.01) / z_of_p(0.05)).abs() < 1e-12);
        assert_eq!(coherent(0.9, 1e-9), 2.0);
    }
}
