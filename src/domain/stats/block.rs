//! Candidate columns under one noise model, with their products (section 4.7).

use super::{
    design::Ridge,
    linalg::{add_scaled, dot},
    noise::Filter,
    shape::Shape,
};
use std::f64::consts::PI;

/// Whitened candidates side by side, from the first bin where one of them is not zero.
#[derive(Debug)]
pub(super) struct Block {
    pub from: usize,
    /// How many candidates there are.
    pub width: usize,
    /// From bin `from` on, `width` to a row.
    pub rows: Vec<f64>,
    /// `X's`, `p` for each candidate.
    pub xs: Vec<f64>,
    /// `s's`.
    pub ss: Vec<f64>,
    pub ridges: Vec<Residual>,
}

/// The candidates after the columns are taken out, under one ridge set.
#[derive(Debug)]
pub(super) struct Residual {
    /// `L⁻¹ X's`, `p` for each candidate.
    pub half: Vec<f64>,
    /// `s'(I − X A⁻¹ X')s`.
    pub q: Vec<f64>,
    /// `Σ arccos` of the correlations of neighbours.
    pub path: f64,
}

impl Block {
    /// Whitens the shapes; `x` are the whitened columns, `p` to a row.
    pub fn new(shapes: &[Shape], filter: &Filter, x: &[f64], p: usize, ridges: &[Ridge]) -> Self {
        let width = shapes.len();
        let n = x.len() / p.max(1);
        let from = shapes.iter().map(|shape| shape.onset).min().unwrap_or(n);
        let mut rows: Vec<f64> = (from..n).flat_map(|t| shapes.iter().map(move |shape| shape.at(t))).collect();
        filter.whiten(&mut rows, width, from);
        let mut block = Self { from, width, rows, xs: vec![0.0; width * p], ss: vec![0.0; width], ridges: vec![] };
        add_cross(&mut block.xs, &block.rows, &x[(from * p).min(x.len())..], width, p);
        let mut next = vec![0.0; width.saturating_sub(1)];
        for row in block.rows.chunks_exact(width.max(1)) {
            for (sum, s) in block.ss.iter_mut().zip(row) {
                *sum += s * s;
            }
            for (sum, pair) in next.iter_mut().zip(row.windows(2)) {
                *sum += pair[0] * pair[1];
            }
        }
        block.ridges = ridges.iter().map(|ridge| block.residual(ridge, &next, p)).collect();
        block
    }

    fn residual(&self, ridge: &Ridge, next: &[f64], p: usize) -> Residual {
        let mut half = self.xs.clone();
        for column in half.chunks_exact_mut(p) {
            ridge.factor.half_solve(column);
        }
        let q: Vec<f64> = self.ss.iter().zip(half.chunks_exact(p)).map(|(ss, half)| ss - dot(half, half)).collect();
        let pairs = half.chunks_exact(p).zip(half.chunks_exact(p).skip(1)).zip(q.windows(2)).zip(next);
        let path = pairs
            .map(|(((a, b), q), next)| {
                let size = (q[0] * q[1]).max(0.0).sqrt();
                if size > 1e-12 { ((next - dot(a, b)) / size).clamp(-1.0, 1.0).acos() } else { 0.5 * PI }
            })
            .sum();
        Residual { half, q, path }
    }

    /// `X's` of one candidate.
    pub fn xs(&self, candidate: usize, p: usize) -> &[f64] {
        &self.xs[candidate * p..(candidate + 1) * p]
    }

    /// `s'y` for each candidate.
    pub fn products(&self, y: &[f64]) -> Vec<f64> {
        let mut products = vec![0.0; self.width];
        for (row, y) in self.rows.chunks_exact(self.width.max(1)).zip(&y[self.from.min(y.len())..]) {
            add_scaled(&mut products, *y, row);
        }
        products
    }
}

impl Residual {
    /// `L⁻¹ X's` of one candidate.
    pub fn half(&self, candidate: usize, p: usize) -> &[f64] {
        &self.half[candidate * p..(candidate + 1) * p]
    }
}

/// Adds `S'X`, `p` for each of the `width` columns of `s`, four rows at a time.
pub(super) fn add_cross(target: &mut [f64], s: &[f64], x: &[f64], width: usize, p: usize) {
    if width == 0 || p == 0 {
        return;
    }
    let mut fours_s = s.chunks_exact(4 * width);
    let mut fours_x = x.chunks_exact(4 * p);
    for (s, x) in (&mut fours_s).zip(&mut fours_x) {
        let (a, rest) = x.split_at(p);
        let (b, rest) = rest.split_at(p);
        let (c, d) = rest.split_at(p);
        for (j, line) in target.chunks_exact_mut(p).enumerate() {
            let (fa, fb, fc, fd) = (s[j], s[width + j], s[2 * width + j], s[3 * width + j]);
            // Before its onset a candidate is zero.
            if fd == 0.0 && fc == 0.0 && fb == 0.0 && fa == 0.0 {
                continue;
            }
            for ((((t, a), b), c), d) in line.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *t += (fa * a + fb * b) + (fc * c + fd * d);
            }
        }
    }
    for (s, x) in fours_s.remainder().chunks_exact(width).zip(fours_x.remainder().chunks_exact(p)) {
        for (line, s) in target.chunks_exact_mut(p).zip(s) {
            add_scaled(line, *s, x);
        }
    }
}
