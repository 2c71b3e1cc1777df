//! The little linear algebra that the engine needs: one Cholesky factor of a ridge system.

/// The lower factor `L` of `A = G + diag(ridge)`, row by row.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    p: usize,
    l: Vec<f64>,
    /// `ln |A|`.
    pub ln_det: f64,
}

/// Below this a pivot is rounding.
const TINY: f64 = 1e-12;

impl Factor {
    /// Factors the leading block of `gram` (rows `stride` apart), as large as `ridge` is long.
    pub fn new(gram: &[f64], stride: usize, ridge: &[f64]) -> Self {
        let p = ridge.len();
        let mut l = vec![0.0; p * p];
        let mut ln_det = 0.0;
        for i in 0..p {
            for j in 0..=i {
                let (row_i, row_j) = (&l[i * p..i * p + j], &l[j * p..j * p + j]);
                let rest = gram[i * stride + j] - dot(row_i, row_j);
                if i == j {
                    let pivot = (rest + ridge[i]).max(TINY);
                    ln_det += pivot.ln();
                    l[i * p + i] = pivot.sqrt();
                } else {
                    l[i * p + j] = rest / l[j * p + j];
                }
            }
        }
        Self { p, l, ln_det }
    }

    /// `b` becomes `L⁻¹ b`.
    pub fn half_solve(&self, b: &mut [f64]) {
        let p = self.p;
        for i in 0..p {
            let rest = b[i] - dot(&self.l[i * p..i * p + i], &b[..i]);
            b[i] = rest / self.l[i * p + i];
        }
    }

    /// `b` becomes `L⁻ᵀ b`.
    pub fn back_solve(&self, b: &mut [f64]) {
        let p = self.p;
        for i in (0..p).rev() {
            let value = b[i] / self.l[i * p + i];
            b[i] = value;
            for (target, l) in b[..i].iter_mut().zip(&self.l[i * p..i * p + i]) {
                *target -= value * l;
            }
        }
    }

    /// `Σ (1 − ridgeᵢ A⁻¹ᵢᵢ)`: how many free parameters the columns amount to.
    pub fn effective_parameters(&self, ridge: &[f64]) -> f64 {
        let p = self.p;
        let mut used = p as f64;
        // Column k of L⁻¹, from its diagonal downwards; A⁻¹ᵢᵢ is the squared length of column i.
        let mut column = vec![0.0; p];
        for (k, ridge) in ridge.iter().enumerate().filter(|(_, ridge)| **ridge > 0.0) {
            column[k] = 1.0 / self.l[k * p + k];
            let mut squares = column[k] * column[k];
            for i in k + 1..p {
                column[i] = -dot(&self.l[i * p + k..i * p + i], &column[k..i]) / self.l[i * p + i];
                squares += column[i] * column[i];
            }
            used -= ridge * squares;
        }
        used
    }
}

/// The inner product, in four sums so that it can be done side by side.
#[inline]
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (heads_a, rest_a) = a.as_chunks::<4>();
    let (heads_b, rest_b) = b.as_chunks::<4>();
    for (x, y) in heads_a.iter().zip(heads_b) {
        for k in 0..4 {
            sums[k] += x[k] * y[k];
        }
    }
    let rest: f64 = rest_a.iter().zip(rest_b).map(|(x, y)| x * y).sum();
    (sums[0] + sums[2]) + (sums[1] + sums[3]) + rest
}

/// `target += factor * row`.
#[inline]
pub(super) fn add_scaled(target: &mut [f64], factor: f64, row: &[f64]) {
    for (t, r) in target.iter_mut().zip(row) {
        *t += factor * r;
    }
}

/// `v' G v` for the leading block of a symmetric `gram`, of which only the lower triangle is read.
pub(super) fn quadratic(gram: &[f64], stride: usize, v: &[f64]) -> f64 {
    v.iter()
        .enumerate()
        .map(|(i, x)| {
            let row = &gram[i * stride..=i * stride + i];
            x * (2.0 * dot(&row[..i], &v[..i]) + row[i] * x)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAM: [f64; 9] = [4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0];
    const RIDGE: [f64; 3] = [0.0, 0.5, 1.0];

    #[test]
    fn solving_twice_inverts_the_system() {
        let factor = Factor::new(&GRAM, 3, &RIDGE);
        let mut b = vec![1.0, -2.0, 0.5];
        factor.half_solve(&mut b);
        factor.back_solve(&mut b);
        for (i, want) in [1.0, -2.0, 0.5].into_iter().enumerate() {
            let got: f64 = (0..3).map(|j| (GRAM[i * 3 + j] + if i == j { RIDGE[i] } else { 0.0 }) * b[j]).sum();
            assert!((got - want).abs() < 1e-12);
        }
    }

    #[test]
    fn determinant_and_parameters_agree_with_the_inverse() {
        let factor = Factor::new(&GRAM, 3, &RIDGE);
        // 4 (3.5·3 − 0.04) − 1 (3 − 0.1) + 0.5 (0.2 − 1.75)
        assert!((factor.ln_det - (41.84_f64 - 2.9 - 0.775).ln()).abs() < 1e-12);
        let inverse_diagonal = |k: usize| {
            let mut e = [0.0; 3];
            e[k] = 1.0;
            factor.half_solve(&mut e);
            dot(&e, &e)
        };
        let want: f64 = (0..3).map(|k| 1.0 - RIDGE[k] * inverse_diagonal(k)).sum();
        assert!((factor.effective_parameters(&RIDGE) - want).abs() < 1e-12);
    }

    #[test]
    fn a_quadratic_form_reads_only_the_lower_half() {
        let mut gram = GRAM;
        gram[1] = f64::NAN;
        let v = [1.0, 2.0, -1.0];
        assert!((quadratic(&gram, 3, &v) - (4.0 + 12.0 + 2.0 + 2.0 * (2.0 - 0.5 - 0.4))).abs() < 1e-12);
    }
}
