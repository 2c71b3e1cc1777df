//! Wider errors where the noise before and after a change differs (section 4.7, last paragraph).

use super::{
    design::{Grid, add_gram},
    fit::{Fit, Seen, Term},
    linalg::{add_scaled, dot, quadratic},
};

/// Terms so many nats behind the best are not looked at.
const REACH: f64 = 9.0;

/// Products of the rows before an onset, which grow with the onset.
struct Before<'a> {
    grid: &'a Grid,
    seen: &'a Seen,
    upto: usize,
    gram: Vec<f64>,
    xy: Vec<f64>,
    yy: f64,
}

/// Replaces the variance of likely terms by the one from separate variances before and after, where that is larger.
pub(super) fn widen(fit: &mut Fit<'_>) {
    let floor = fit.best() - REACH;
    let mut likely: Vec<usize> = (0..fit.terms.len()).filter(|i| fit.terms[*i].ln_weight >= floor).collect();
    likely.sort_by_key(|i| (fit.terms[*i].grid, fit.shapes[fit.terms[*i].shape].onset, *i));
    let counts: Vec<usize> = running(&fit.design.seen);
    let mut wider: Vec<(usize, f64, f64)> = vec![];
    for same in likely.chunk_by(|a, b| fit.terms[*a].grid == fit.terms[*b].grid) {
        let Some(grid) = same.first().map(|first| fit.terms[*first].grid) else { continue };
        let mut before = Before::new(fit, grid);
        for i in same {
            let term = fit.terms[*i];
            let onset = fit.shapes[term.shape].onset;
            before.grow(onset, fit.design.p);
            if let Some((se2, nu)) = before.separate(fit, &term, counts[onset]) {
                wider.push((*i, se2, nu));
            }
        }
    }
    for (i, se2, nu) in wider {
        fit.terms[i].se2 = se2;
        fit.terms[i].nu = nu;
    }
}

impl<'a> Before<'a> {
    fn new(fit: &'a Fit<'_>, grid: usize) -> Self {
        let (model, seen) = (&fit.design.grids[grid], &fit.seen[grid]);
        let p = fit.design.p;
        let upto = fit.design.layout.before;
        let mut before = Self { grid: model, seen, upto: 0, gram: model.gram_before.clone(), xy: vec![0.0; p], yy: 0.0 };
        before.grow_values(upto, p);
        before.upto = upto;
        before
    }

    fn grow(&mut self, onset: usize, p: usize) {
        if onset > self.upto {
            add_gram(&mut self.gram, &self.grid.x[self.upto * p..onset * p], p);
            self.grow_values(onset, p);
            self.upto = onset;
        }
    }

    fn grow_values(&mut self, onset: usize, p: usize) {
        for (row, y) in self.grid.x[self.upto * p..onset * p].chunks_exact(p).zip(&self.seen.y[self.upto..onset]) {
            add_scaled(&mut self.xy, *y, row);
            self.yy += y * y;
        }
    }

    /// Variance and Satterthwaite's degrees of freedom, if they are wider than the pooled ones.
    fn separate(&self, fit: &Fit<'_>, term: &Term, count_before: usize) -> Option<(f64, f64)> {
        let p = fit.design.p;
        let ridge = &self.grid.ridges[term.ridge];
        let observed = fit.design.observed as f64;
        let count_after = observed - count_before as f64;
        if count_before == 0 || count_after < 1.0 {
            return None;
        }
        let (mut h, mut b, xs, ss, q) = fit.with_block(term.grid, term.shape, |block, place| {
            let residual = &block.ridges[term.ridge];
            let half = residual.half(place, p);
            let b: Vec<f64> = self.seen.halves[term.ridge].0.iter().zip(half).map(|(y, s)| y - s * term.tau).collect();
            (half.to_vec(), b, block.xs(place, p).to_vec(), block.ss[place], residual.q[place])
        });
        let sy = term.tau * q + dot(&h, &self.seen.halves[term.ridge].0);
        ridge.factor.back_solve(&mut h);
        ridge.factor.back_solve(&mut b);
        // The candidate itself is zero before its onset.
        let e_before = (self.yy - 2.0 * dot(&b, &self.xy) + quadratic(&self.gram, p, &b)).max(0.0);
        let e_all = self.seen.yy - 2.0 * dot(&b, &self.seen.xy) + self.grid.quadratic(&b) + term.tau * term.tau * ss
            - 2.0 * term.tau * (sy - dot(&b, &xs));
        let a_before = quadratic(&self.gram, p, &h).max(0.0) / (q * q);
        let a_all = (ss - 2.0 * dot(&h, &xs) + self.grid.quadratic(&h)) / (q * q);
        let part = |e: f64, a: f64, count: f64| {
            let freedom = count * ridge.freedom / observed;
            (e.max(0.0) / freedom * a.max(0.0), freedom)
        };
        let (v1, d1) = part(e_before, a_before, count_before as f64);
        let (v2, d2) = part(e_all - e_before, a_all - a_before, count_after);
        let freedom = (v1 + v2).powi(2) / (v1 * v1 / d1 + v2 * v2 / d2);
        (v1 + v2 > term.se2 && freedom.is_finite()).then(|| (v1 + v2, freedom.max(2.0)))
    }
}

/// How many bins were seen before each.
fn running(seen: &[bool]) -> Vec<usize> {
    let mut count = 0;
    let before = |seen: &bool| {
        let before = count;
        count += usize::from(*seen);
        before
    };
    seen.iter().map(before).collect()
}
