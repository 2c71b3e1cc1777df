//! Generalised least squares for every noise model, ridge set and candidate at once (section 4.7).

use super::{
    block::Block,
    design::{Design, Grid},
    guard,
    height::evidence,
    linalg::{add_scaled, dot},
    shape::{self, Kind, Shape},
};

/// The values as one noise model sees them.
#[derive(Debug)]
pub(super) struct Seen {
    /// Whitened.
    pub y: Vec<f64>,
    pub yy: f64,
    pub xy: Vec<f64>,
    /// For each ridge set: `L⁻¹ X'y`, and the penalised residual sum of squares without a candidate.
    pub halves: Vec<(Vec<f64>, f64)>,
}

/// One candidate under one noise model and ridge set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Term {
    pub grid: usize,
    pub ridge: usize,
    /// An index of [`Fit::shapes`].
    pub shape: usize,
    /// The height of the candidate.
    pub tau: f64,
    pub se2: f64,
    pub nu: f64,
    /// The log weight, up to a constant that all terms share.
    pub ln_weight: f64,
    /// Normalised.
    pub weight: f64,
}

/// The posterior over all terms, in standardised units.
#[derive(Debug)]
pub(super) struct Fit<'a> {
    pub design: &'a Design,
    pub seen: Vec<Seen>,
    /// Steps first.
    pub shapes: Vec<Shape>,
    pub terms: Vec<Term>,
}

/// How many of the likeliest onsets get ramps and decays.
const LIKELY: usize = 3;

impl<'a> Fit<'a> {
    /// Fits standardised values, 0 where nothing was seen.
    pub fn new(design: &'a Design, y: &[f64]) -> Self {
        let seen = design.grids.iter().map(|grid| look(grid, y, design.p)).collect();
        let mut fit = Self { design, seen, shapes: design.steps.clone(), terms: vec![] };
        for grid in 0..design.grids.len() {
            fit.add(grid, &design.grids[grid].steps, 0);
        }
        let onsets = fit.onsets();
        for onset in &onsets {
            let shapes = shape::gradual(&design.layout, *onset, onsets.len());
            let first = fit.shapes.len();
            fit.shapes.extend(shapes);
            for (grid, model) in design.grids.iter().enumerate() {
                fit.add(grid, &model.gradual(&shapes, *onset, design.p), first);
            }
        }
        guard::widen(&mut fit);
        fit.normalise();
        fit
    }

    /// The terms of one block of candidates.
    fn add(&mut self, grid: usize, block: &Block, first: usize) {
        let (model, seen) = (&self.design.grids[grid], &self.seen[grid]);
        let products = block.products(&seen.y);
        for (r, (ridge, (half_y, rss0))) in model.ridges.iter().zip(&seen.halves).enumerate() {
            let residual = &block.ridges[r];
            for (j, product) in products.iter().enumerate() {
                let q = residual.q[j];
                if q <= 1e-9 {
                    continue;
                }
                let num = product - dot(residual.half(j, self.design.p), half_y);
                let se2 = (rss0 - num * num / q).max(1e-12) / ridge.freedom / q;
                let ln_weight = ridge.base + self.shapes[first + j].ln_prior + evidence(*rss0, num, q, self.design.evidence_freedom());
                self.terms.push(Term { grid, ridge: r, shape: first + j, tau: num / q, se2, nu: ridge.freedom, ln_weight, weight: 0.0 });
            }
        }
    }

    /// The likeliest step onsets, and those of the first and the last merge.
    fn onsets(&self) -> Vec<usize> {
        let weights = self.step_weights();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
        let likely = order.into_iter().take(LIKELY).map(|step| self.shapes[step].onset);
        let last = self.design.layout.n.saturating_sub(1);
        let mut onsets: Vec<usize> = likely.chain([self.design.layout.before, self.design.layout.after_from.min(last)]).collect();
        onsets.sort_unstable();
        onsets.dedup();
        onsets
    }

    /// The posterior over the step onsets; sums to 1.
    pub fn step_weights(&self) -> Vec<f64> {
        let mut weights = vec![0.0; self.design.steps.len()];
        let steps = || self.terms.iter().filter(|term| term.shape < self.design.steps.len());
        let best = steps().map(|term| term.ln_weight).fold(f64::NEG_INFINITY, f64::max);
        for term in steps() {
            weights[term.shape] += (term.ln_weight - best).exp();
        }
        let total: f64 = weights.iter().sum();
        if total > 0.0 {
            weights.iter_mut().for_each(|weight| *weight /= total);
        }
        weights
    }

    /// The best log weight.
    pub fn best(&self) -> f64 {
        self.terms.iter().map(|term| term.ln_weight).fold(f64::NEG_INFINITY, f64::max)
    }

    fn normalise(&mut self) {
        let best = self.best();
        let mut total = 0.0;
        for term in &mut self.terms {
            term.weight = (term.ln_weight - best).exp();
            total += term.weight;
        }
        if total > 0.0 {
            self.terms.iter_mut().for_each(|term| term.weight /= total);
        }
    }

    /// The summed weight of each noise model (rows) under each ridge set.
    pub fn model_weights(&self) -> Vec<Vec<f64>> {
        let mut weights = vec![vec![0.0; self.design.precisions.len()]; self.design.grids.len()];
        for term in &self.terms {
            weights[term.grid][term.ridge] += term.weight;
        }
        weights
    }

    /// The block that holds a shape under a noise model, and the shape's place in it.
    pub fn with_block<T>(&self, grid: usize, shape: usize, ask: impl FnOnce(&Block, usize) -> T) -> T {
        let model = &self.design.grids[grid];
        if self.shapes[shape].kind == Kind::Step {
            return ask(&model.steps, shape);
        }
        let steps = self.design.steps.len();
        let place = (shape - steps) % 4;
        let first = shape - place;
        let block = model.gradual(&self.shapes[first..first + 4], self.shapes[shape].onset, self.design.p);
        ask(&block, place)
    }
}

/// The values under one noise model.
fn look(grid: &Grid, y: &[f64], p: usize) -> Seen {
    let mut white = y.to_vec();
    grid.filter.whiten(&mut white, 1, 0);
    let yy = dot(&white, &white);
    let mut xy = vec![0.0; p];
    for (row, y) in grid.x.chunks_exact(p.max(1)).zip(&white) {
        add_scaled(&mut xy, *y, row);
    }
    let halves = grid
        .ridges
        .iter()
        .map(|ridge| {
            let mut half = xy.clone();
            ridge.factor.half_solve(&mut half);
            let rss = (yy - dot(&half, &half)).max(1e-12);
            (half, rss)
        })
        .collect();
    Seen { y: white, yy, xy, halves }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{bins::Bins, linalg::Factor, nuisance::Nuisance, run::Frame},
        *,
    };

    /// One term by the inverse covariance, written out: no filter, no prefix sums.
    #[test]
    fn a_term_is_the_generalised_least_squares_of_the_books() {
        let points: Vec<(i64, f64)> =
            (0..30).filter(|i| *i != 11).map(|i| (i * 86_400, (i as f64 * 1.3).sin() + f64::from(u8::from(i >= 20)))).collect();
        let bins = Bins::new(&points, 20 * 86_400, 20 * 86_400, None).unwrap();
        let frame = Frame { bins: &bins, periods_s: &[], seen: &bins.seen };
        let design = frame.design();
        let fit = Fit::new(&design, &bins.y);
        let nuisance = Nuisance::new(&bins, &[], &[]);
        for term in fit.terms.iter().filter(|term| fit.shapes[term.shape].onset == 20).step_by(17) {
            let noise = design.grids[term.grid].noise;
            let places: Vec<usize> = (0..30).filter(|t| bins.seen[*t]).collect();
            let n = places.len();
            let cell = |i: &usize, j: &usize| {
                (1.0 - noise.share) * noise.phi.powi(i.abs_diff(*j) as i32) + if i == j { noise.share + 1e-9 } else { 0.0 }
            };
            let covariance: Vec<f64> = places.iter().flat_map(|i| places.iter().map(move |j| cell(i, j))).collect();
            let factor = Factor::new(&covariance, n, &vec![0.0; n]);
            let white = |values: &dyn Fn(usize) -> f64| {
                let mut column: Vec<f64> = places.iter().map(|t| values(*t)).collect();
                factor.half_solve(&mut column);
                column
            };
            let y = white(&|t| bins.y[t]);
            let s = white(&|t| fit.shapes[term.shape].at(t));
            let x: Vec<Vec<f64>> = nuisance.columns.iter().map(|column| white(&|t| column[t])).collect();
            let p = x.len();
            let gram: Vec<f64> = x.iter().flat_map(|a| x.iter().map(move |b| dot(a, b))).collect();
            let solved = Factor::new(&gram, p, &design.precisions[term.ridge].0);
            let without = |column: &[f64], other: &[f64]| {
                let mut half: Vec<f64> = x.iter().map(|x| dot(x, column)).collect();
                solved.half_solve(&mut half);
                solved.back_solve(&mut half);
                dot(column, other) - x.iter().zip(&half).map(|(x, b)| b * dot(x, other)).sum::<f64>()
            };
            let tau = without(&s, &y) / without(&s, &s);
            assert!((tau - term.tau).abs() < 1e-6 * (1.0 + tau.abs()), "{tau} {term:?}");
        }
    }
}
