//! The same method on dates without merges (section 4.12; after Schuemie et al. 2014, Statistics in Medicine 33:209).

use super::{
    design::{Design, Grid, ln_sum},
    distribution::{t_upper, z_of_p},
    fit::{Fit, Seen},
    height::evidence,
    layout::Layout,
    linalg::{Factor, add_scaled, dot},
    noise,
    nuisance::week_fits,
};

/// A date on which nothing was merged: a step there, with the bins before `cut` only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub step: usize,
    pub cut: usize,
    /// How many bins were seen before the cut.
    pub observed: usize,
}

const MOST: usize = 8;

/// Dates one after-window apart, back from the first merge.
pub(super) fn dates(layout: &Layout, seen: &[bool]) -> Vec<Date> {
    let after = layout.n.saturating_sub(layout.after_from).max(1);
    let earliest = (after as f64).max(super::bins::WEEK / layout.width_s);
    (1..=MOST)
        .map_while(|k| layout.before.checked_sub(k * after))
        .take_while(|step| *step as f64 >= earliest - 1e-9)
        .map(|step| Date { step, cut: step + after, observed: seen.iter().take(step + after).filter(|seen| **seen).count() })
        .collect()
}

/// What a placebo fit needs of one noise model; it does not depend on the values.
#[derive(Debug)]
pub(super) struct Model {
    /// The whitened step, from its date to the cut.
    step: Vec<f64>,
    /// How many columns there are.
    p: usize,
    ridges: Vec<Ridge>,
}

#[derive(Debug)]
struct Ridge {
    factor: Factor,
    half: Vec<f64>,
    q: f64,
    base: f64,
    freedom: f64,
}

/// By how much every standard error must grow, and from how many dates that is known.
pub(super) fn scale(fit: &Fit<'_>) -> (f64, usize) {
    let dates = &fit.design.dates;
    if dates.is_empty() {
        return (1.0, 0);
    }
    let squares: f64 = (0..dates.len()).map(|k| z_of_p(p(fit.design, &fit.seen, k)).powi(2)).sum();
    (((4.0 + squares) / (4.0 + dates.len() as f64)).sqrt().max(1.0), dates.len())
}

/// The p-value of a step at one date.
fn p(design: &Design, seen: &[Seen], k: usize) -> f64 {
    let date = design.dates[k];
    let mut terms: Vec<(f64, f64)> = vec![];
    for (grid, seen) in design.grids.iter().zip(seen) {
        if let Some(Some(model)) = grid.placebos(design).get(k) {
            vote(&mut terms, grid, model, seen, design, date);
        }
    }
    let best = terms.iter().map(|term| term.0).fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut total) = (0.0, 0.0);
    for (ln_weight, p) in terms {
        let weight = (ln_weight - best).exp();
        sum += weight * p;
        total += weight;
    }
    if total > 0.0 { sum / total } else { 1.0 }
}

/// Log weight and p-value under each ridge set of one noise model.
fn vote(terms: &mut Vec<(f64, f64)>, grid: &Grid, model: &Model, seen: &Seen, design: &Design, date: Date) {
    let stride = design.p;
    let y = &seen.y[..date.cut];
    let mut xy = vec![0.0; model.p];
    for (row, y) in grid.x.chunks_exact(stride.max(1)).zip(y) {
        add_scaled(&mut xy, *y, row);
    }
    stretch(&mut xy, design.layout.n, date.cut);
    let yy = dot(y, y);
    let sy = dot(&model.step, &y[date.step..]);
    for ridge in &model.ridges {
        let mut half = xy.clone();
        ridge.factor.half_solve(&mut half);
        let rss0 = (yy - dot(&half, &half)).max(1e-12);
        let num = sy - dot(&half, &ridge.half);
        let rest = (rss0 - num * num / ridge.q).max(1e-12);
        let t = num.abs() / (rest / ridge.freedom * ridge.q).sqrt();
        let freedom = (date.observed as f64 - 1.0).max(1.0);
        terms.push((ridge.base + evidence(rss0, num, ridge.q, freedom), (2.0 * t_upper(t, ridge.freedom)).min(1.0)));
    }
}

/// The models of all dates under one noise model; none where its memory is too long for the bins before the cut.
pub(super) fn models(design: &Design, grid: &Grid) -> Vec<Option<Model>> {
    let allowed = |date: &Date| grid.noise.memory == 0.0 || noise::allowed(grid.noise.memory, date.observed);
    let dates = design.dates.iter().zip(&grid.cuts);
    dates.map(|(date, gram)| allowed(date).then(|| model(design, grid, *date, gram)).flatten()).collect()
}

fn model(design: &Design, grid: &Grid, date: Date, gram: &[f64]) -> Option<Model> {
    let (stride, n) = (design.p, design.layout.n);
    let week = week_fits(design.layout.width_s, date.cut as f64 * design.layout.width_s);
    let p = if week { stride } else { design.core };
    let sets = if week { design.precisions.len() } else { 1 };
    let mut gram = gram.to_vec();
    stretch_gram(&mut gram, stride, n, date.cut);
    let mut step = vec![1.0; date.cut - date.step];
    grid.filter.whiten(&mut step, 1, date.step);
    let mut xs = vec![0.0; p];
    for (row, s) in grid.x.chunks_exact(stride.max(1)).skip(date.step).zip(&step) {
        add_scaled(&mut xs, *s, row);
    }
    stretch(&mut xs, n, date.cut);
    let ss = dot(&step, &step);
    let ln_det = grid.filter.ln_det.get(date.cut).copied().unwrap_or(0.0);
    let ridge = |(precision, ln_prior): &(Vec<f64>, f64)| {
        let precision = &precision[..p];
        let factor = Factor::new(&gram, stride, precision);
        let mut half = xs.clone();
        factor.half_solve(&mut half);
        let q = ss - dot(&half, &half);
        let prior = grid.noise.ln_prior + if week { *ln_prior } else { 0.0 };
        let base = prior - 0.5 * ln_det - 0.5 * factor.ln_det + 0.5 * ln_sum(precision);
        let freedom = (date.observed as f64 - 1.0 - factor.effective_parameters(precision)).max(1.0);
        (q > 1e-9).then_some(Ridge { factor, half, q, base, freedom })
    };
    let ridges: Vec<Ridge> = design.precisions.iter().take(sets).filter_map(ridge).collect();
    (!ridges.is_empty()).then_some(Model { step, p, ridges })
}

/// The trend runs from −1/2 to 1/2 over the bins that are used: it is a sum of the long trend and the level.
fn stretched(n: usize, cut: usize) -> (f64, f64) {
    let longer = (n.max(2) - 1) as f64 / (cut.max(2) - 1) as f64;
    (longer, 0.5 * (longer - 1.0))
}

fn stretch(products: &mut [f64], n: usize, cut: usize) {
    let (a, b) = stretched(n, cut);
    if let [level, trend, ..] = products {
        *trend = a * *trend + b * *level;
    }
}

/// The same on both sides of `X'X`, of which only the lower half is kept.
fn stretch_gram(gram: &mut [f64], p: usize, n: usize, cut: usize) {
    let (a, b) = stretched(n, cut);
    if p < 2 {
        return;
    }
    let (level, cross, trend) = (gram[0], gram[p], gram[p + 1]);
    gram[p + 1] = a * a * trend + 2.0 * a * b * cross + b * b * level;
    gram[p] = a * cross + b * level;
    for row in gram.chunks_exact_mut(p).skip(2) {
        row[1] = a * row[1] + b * row[0];
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{bins::Bins, nuisance::Nuisance, run::Frame},
        *,
    };

    const DAY: i64 = 86_400;

    fn bins(days: usize, merged: i64) -> Bins {
        let points: Vec<(i64, f64)> = (0..days as i64).map(|i| (i * DAY, (i as f64 * 1.7).sin() + (i * i % 7) as f64)).collect();
        Bins::new(&points, merged * DAY, merged * DAY, None).unwrap()
    }

    #[test]
    fn dates_go_back_by_the_time_after() {
        let layout = Layout { n: 35, before: 28, after_from: 28, width_s: 86_400.0, tolerance: 1.0 };
        let found: Vec<(usize, usize)> = dates(&layout, &[true; 35]).iter().map(|date| (date.step, date.cut)).collect();
        assert_eq!(found, [(21, 28), (14, 21), (7, 14)]);
    }

    /// The long design, cut, gives what a design of the short series gives.
    #[test]
    fn a_cut_is_as_good_as_a_fit_of_its_own() {
        let long = bins(42, 35);
        let design = Frame { bins: &long, periods_s: &[], seen: &long.seen }.design();
        let fit = Fit::new(&design, &long.y);
        let date = design.dates[0];
        assert_eq!((date.step, date.cut), (28, 35));

        let layout = Layout { n: 35, before: 28, after_from: 28, width_s: 86_400.0, tolerance: 0.1 };
        let short = bins(35, 28);
        let mut y = long.y[..35].to_vec();
        y.truncate(35);
        let own = Design::new(layout, &long.seen[..35], &Nuisance::new(&short, &[], &[]));
        let fresh = Fit::new(&own, &y);
        let mut best = f64::NEG_INFINITY;
        let mut votes = vec![];
        for term in fresh.terms.iter().filter(|term| term.shape == 0) {
            let q = own.grids[term.grid].steps.ridges[term.ridge].q[0];
            let ridge = &own.grids[term.grid].ridges[term.ridge];
            let rest = fresh.seen[term.grid].halves[term.ridge].1 - term.tau * term.tau * q;
            let t = term.tau.abs() / (rest / ridge.freedom / q).sqrt();
            best = best.max(term.ln_weight);
            votes.push((term.ln_weight, 2.0 * t_upper(t, ridge.freedom)));
        }
        let weight = |ln: f64| (ln - best).exp();
        let total: f64 = votes.iter().map(|vote| weight(vote.0)).sum();
        let want: f64 = votes.iter().map(|vote| weight(vote.0) * vote.1).sum::<f64>() / total;
        // The frequencies are counted from another merge: the same waves, turned.
        assert!((p(&design, &fit.seen, 0) - want).abs() < 1e-6, "{} {want}", p(&design, &fit.seen, 0));
    }
}
