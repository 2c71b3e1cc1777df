//! All of the fit that does not depend on the values: whitened columns and their products, once per noise model.
//!
//! A case is fitted several times (other changes, controls, placebo dates); what they have in common is here.

use super::{
    block::Block,
    layout::Layout,
    linalg::{Factor, quadratic},
    lines::Lines,
    noise::{self, Filter, Noise},
    nuisance::Nuisance,
    placebo::{self, Date},
    shape::{self, Shape},
};
use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
};

/// One ridge set of one noise model.
#[derive(Clone, Debug)]
pub(super) struct Ridge {
    pub factor: Factor,
    /// `ln prior − ½ ln|F| − ½ ln|A| + ½ Σ ln lambda`: all of the log weight that is the same for every value.
    pub base: f64,
    /// `nobs − 1 − Σ (1 − lambda A⁻¹)`, at least 1.
    pub freedom: f64,
}

/// One noise model with the columns as it sees them.
#[derive(Debug)]
pub(super) struct Grid {
    pub noise: Noise,
    pub filter: Filter,
    /// Whitened columns, `p` to a row.
    pub x: Vec<f64>,
    /// `X'X` of all rows, and of those before the first merge; lower halves.
    pub gram: Vec<f64>,
    pub gram_before: Vec<f64>,
    /// `X'X` of the rows before each cut that the placebo dates need.
    pub cuts: Vec<Vec<f64>>,
    pub ridges: Vec<Ridge>,
    pub steps: Block,
    /// Ramps and decays from an onset.
    gradual: RefCell<BTreeMap<usize, Rc<Block>>>,
    lines: OnceCell<Lines>,
    placebos: OnceCell<Vec<Option<placebo::Model>>>,
}

/// Everything about a case but its values.
#[derive(Debug)]
pub(super) struct Design {
    pub layout: Layout,
    pub seen: Vec<bool>,
    /// How many bins were seen.
    pub observed: usize,
    pub p: usize,
    pub precisions: Vec<(Vec<f64>, f64)>,
    pub core: usize,
    pub steps: Vec<Shape>,
    pub dates: Vec<Date>,
    pub grids: Vec<Grid>,
}

impl Design {
    /// Whitens the columns under every noise model.
    pub fn new(layout: Layout, seen: &[bool], nuisance: &Nuisance) -> Self {
        let observed = seen.iter().filter(|seen| **seen).count();
        let mut design = Self {
            layout,
            seen: seen.to_vec(),
            observed,
            p: nuisance.columns.len(),
            precisions: nuisance.ridges(),
            core: nuisance.core,
            steps: shape::steps(&layout),
            dates: placebo::dates(&layout, seen),
            grids: vec![],
        };
        let columns = interleave(&nuisance.columns, layout.n);
        design.grids = noise::grid(observed).into_iter().map(|noise| design.grid(noise, &columns)).collect();
        design
    }

    fn grid(&self, noise: Noise, columns: &[f64]) -> Grid {
        let filter = Filter::new(&noise, &self.seen);
        let mut x = columns.to_vec();
        filter.whiten(&mut x, self.p, 0);
        let stops: Vec<usize> = self.dates.iter().map(|date| date.cut).chain([self.layout.before]).collect();
        let (gram, mut cuts) = grams(&x, self.p, &stops);
        let gram_before = cuts.pop().unwrap_or_default();
        let ridges: Vec<Ridge> =
            self.precisions.iter().map(|(precision, prior)| self.ridge(&gram, precision, noise.ln_prior + prior, &filter)).collect();
        let steps = Block::new(&self.steps, &filter, &x, self.p, &ridges);
        Grid {
            noise,
            filter,
            x,
            gram,
            gram_before,
            cuts,
            ridges,
            steps,
            gradual: RefCell::default(),
            lines: OnceCell::new(),
            placebos: OnceCell::new(),
        }
    }

    fn ridge(&self, gram: &[f64], precision: &[f64], ln_prior: f64, filter: &Filter) -> Ridge {
        let factor = Factor::new(gram, self.p, precision);
        let ln_det = filter.ln_det.last().copied().unwrap_or(0.0);
        let base = ln_prior - 0.5 * ln_det - 0.5 * factor.ln_det + 0.5 * ln_sum(precision);
        let freedom = (self.observed as f64 - 1.0 - factor.effective_parameters(precision)).max(1.0);
        Ridge { factor, base, freedom }
    }

    /// `nobs` less the columns without a prior: the level.
    pub fn evidence_freedom(&self) -> f64 {
        (self.observed as f64 - 1.0).max(1.0)
    }
}

impl Grid {
    /// The ramps and decays that begin at an onset; kept for the next fit.
    pub fn gradual(&self, shapes: &[Shape], onset: usize, p: usize) -> Rc<Block> {
        let mut kept = self.gradual.borrow_mut();
        Rc::clone(kept.entry(onset).or_insert_with(|| Rc::new(Block::new(shapes, &self.filter, &self.x, p, &self.ridges))))
    }

    /// The steps at the boundaries of the scan; kept for the next fit.
    pub fn lines(&self, boundaries: &[usize], n: usize, p: usize) -> &Lines {
        self.lines.get_or_init(|| Lines::new(boundaries, n, self, p))
    }

    /// The placebo dates under this noise model; kept for the next fit.
    pub fn placebos(&self, design: &Design) -> &[Option<placebo::Model>] {
        self.placebos.get_or_init(|| placebo::models(design, self))
    }

    /// `v' X'X v` over all rows.
    pub fn quadratic(&self, v: &[f64]) -> f64 {
        quadratic(&self.gram, v.len(), v)
    }
}

/// `Σ ln lambda` over the columns that have a prior.
pub(super) fn ln_sum(precision: &[f64]) -> f64 {
    precision.iter().filter(|precision| **precision > 0.0).map(|precision| precision.ln()).sum()
}

/// Columns become rows of `columns.len()`.
fn interleave(columns: &[Vec<f64>], n: usize) -> Vec<f64> {
    let mut rows = Vec::with_capacity(columns.len() * n);
    for t in 0..n {
        rows.extend(columns.iter().map(|column| column.get(t).copied().unwrap_or(0.0)));
    }
    rows
}

/// The lower halves of `X'X` over all rows, and over those before each stop (stops may come in any order).
fn grams(x: &[f64], p: usize, stops: &[usize]) -> (Vec<f64>, Vec<Vec<f64>>) {
    let n = x.len() / p.max(1);
    let mut order: Vec<usize> = (0..stops.len()).collect();
    order.sort_by_key(|i| stops[*i]);
    let mut gram = vec![0.0; p * p];
    let mut cuts = vec![vec![]; stops.len()];
    let mut done = 0;
    for i in order {
        let stop = stops[i].min(n);
        add_gram(&mut gram, &x[done * p..stop.max(done) * p], p);
        done = stop.max(done);
        cuts[i] = gram.clone();
    }
    add_gram(&mut gram, &x[done * p..], p);
    (gram, cuts)
}

/// Adds `rows' rows`, lower half, four rows at a time.
pub(super) fn add_gram(gram: &mut [f64], rows: &[f64], p: usize) {
    let mut fours = rows.chunks_exact(4 * p);
    for four in &mut fours {
        let (a, rest) = four.split_at(p);
        let (b, rest) = rest.split_at(p);
        let (c, d) = rest.split_at(p);
        for i in 0..p {
            let line = &mut gram[i * p..=i * p + i];
            let (fa, fb, fc, fd) = (a[i], b[i], c[i], d[i]);
            for ((((g, a), b), c), d) in line.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *g += (fa * a + fb * b) + (fc * c + fd * d);
            }
        }
    }
    for row in fours.remainder().chunks_exact(p) {
        for i in 0..p {
            for (g, value) in gram[i * p..=i * p + i].iter_mut().zip(row) {
                *g += row[i] * value;
            }
        }
    }
}
