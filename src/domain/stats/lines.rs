//! Steps at every boundary of the scan, under one noise model (section 4.10).

use super::{block::add_cross, design::Grid, linalg::add_scaled};

/// The lengths of pulses, in boundaries.
pub(super) const LAGS: [usize; 5] = [1, 2, 4, 8, 16];

/// Whitened steps at all boundaries under one noise model.
#[derive(Debug)]
pub(super) struct Lines {
    /// The bin of the first boundary; before it all steps are zero.
    pub from: usize,
    pub width: usize,
    rows: Vec<f64>,
    /// `X's`.
    pub xs: Vec<f64>,
    /// `s's`.
    pub ss: Vec<f64>,
    /// `s's` of each boundary and the one so many further on.
    pub lags: [Vec<f64>; LAGS.len()],
}

impl Lines {
    pub fn new(boundaries: &[usize], n: usize, grid: &Grid, p: usize) -> Self {
        let width = boundaries.len();
        let from = boundaries.first().copied().unwrap_or(n);
        let mut rows: Vec<f64> = (from..n).flat_map(|t| boundaries.iter().map(move |c| if t >= *c { 1.0 } else { 0.0 })).collect();
        grid.filter.whiten(&mut rows, width, from);
        let mut lines = Self { from, width, rows, xs: vec![0.0; width * p], ss: vec![0.0; width], lags: LAGS.map(|_| vec![0.0; width]) };
        add_cross(&mut lines.xs, &lines.rows, &grid.x[from * p..], width, p);
        for (t, row) in (from..n).zip(lines.rows.chunks_exact(width.max(1))) {
            let active = &row[..boundaries.partition_point(|c| *c <= t)];
            for (sum, s) in lines.ss.iter_mut().zip(active) {
                *sum += s * s;
            }
            for (sums, lag) in lines.lags.iter_mut().zip(LAGS) {
                for ((sum, a), b) in sums.iter_mut().zip(active).zip(active.iter().skip(lag)) {
                    *sum += a * b;
                }
            }
        }
        lines
    }

    /// The inner products with a whitened column that begins at bin `from`.
    pub fn products(&self, column: impl Iterator<Item = f64>, from: usize) -> Vec<f64> {
        let mut products = vec![0.0; self.width];
        let skip = from.saturating_sub(self.from);
        let column = column.skip(self.from.saturating_sub(from));
        for (row, value) in self.rows.chunks_exact(self.width.max(1)).skip(skip).zip(column) {
            add_scaled(&mut products, value, row);
        }
        products
    }
}
