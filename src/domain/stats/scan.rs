//! When did it change? The likelihood of a step, or a pulse, at every time (section 4.10).

use super::{
    fit::Fit,
    height::{self, evidence},
    layout::{Layout, Zone},
    linalg::dot,
    lines::{LAGS, Lines},
};

/// About so many boundaries.
const BOUNDARIES: usize = 120;
/// So many noise models at most, or as many as hold this much of the weight.
const MODELS: (usize, f64) = (6, 0.98);
/// What is said where there is nothing to compare with.
const CAP: f64 = 99.0;

/// A step (`to` is none) or a pulse, in bins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub from: usize,
    pub to: Option<usize>,
    /// The length in boundaries; 0 for a step.
    pub lag: usize,
    /// Log marginal likelihood, up to a constant that all spots share.
    pub ll: f64,
}

/// One noise model's products for the scan, after the columns are taken out.
#[derive(Clone, Debug)]
struct Profile {
    grid: usize,
    base: f64,
    rss0: f64,
    half: Vec<f64>,
    num: Vec<f64>,
    q: Vec<f64>,
    cross: [Vec<f64>; LAGS.len()],
}

/// The scan of one fit.
#[derive(Debug)]
pub(super) struct Scan<'a, 'b> {
    fit: &'b Fit<'a>,
    ridge: usize,
    profiles: Vec<Profile>,
    pub boundaries: Vec<usize>,
    pub spots: Vec<Spot>,
    /// The shape that explains most, and its log likelihood on the scale of the spots.
    pub best: (usize, f64),
}

/// How the change lies in time, in nats.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alignment {
    /// In the zone against elsewhere.
    pub lr: f64,
    /// In the zone against just outside of it.
    pub lr_guard: f64,
    /// A short pulse in the zone against a lasting change; none for days and longer bins.
    pub blip: Option<f64>,
    /// Posterior mass of the onset before, in and after the zone.
    pub mass: [f64; 3],
    /// The likeliest onset.
    pub onset: usize,
}

impl<'a, 'b> Scan<'a, 'b> {
    pub fn new(fit: &'b Fit<'a>) -> Self {
        let (ridge, models) = models(fit);
        let boundaries = boundaries(&fit.design.layout);
        let profiles = models.iter().map(|grid| profile(fit, *grid, ridge, &boundaries)).collect();
        let mut scan = Self { fit, ridge, profiles, boundaries, spots: vec![], best: (0, f64::NEG_INFINITY) };
        scan.spots = scan.evaluate(&scan.profiles);
        scan.best = scan.best_shape(&models);
        scan
    }

    fn best_shape(&self, models: &[usize]) -> (usize, f64) {
        let mut sums = vec![vec![]; self.fit.shapes.len()];
        for term in self.fit.terms.iter().filter(|term| term.ridge == self.ridge && models.contains(&term.grid)) {
            sums[term.shape].push(term.ln_weight - self.fit.shapes[term.shape].ln_prior);
        }
        let likelihoods = sums.iter().map(|values| ln_sum_exp(values)).enumerate();
        likelihoods.fold((0, f64::NEG_INFINITY), |best, next| if next.1 > best.1 { next } else { best })
    }

    fn evaluate(&self, profiles: &[Profile]) -> Vec<Spot> {
        let freedom = self.fit.design.evidence_freedom();
        let mut spots = vec![];
        let mut values = Vec::with_capacity(profiles.len());
        for (i, from) in self.boundaries.iter().enumerate() {
            values.clear();
            values.extend(profiles.iter().map(|m| likelihood(m, m.num[i], m.q[i], freedom)));
            spots.push(Spot { from: *from, to: None, lag: 0, ll: ln_sum_exp(&values) });
            for (k, lag) in LAGS.into_iter().enumerate() {
                let Some(to) = self.boundaries.get(i + lag) else { break };
                values.clear();
                values.extend(profiles.iter().map(|m| {
                    let q = m.q[i] + m.q[i + lag] - 2.0 * m.cross[k][i];
                    likelihood(m, m.num[i] - m.num[i + lag], q, freedom)
                }));
                spots.push(Spot { from: *from, to: Some(*to), lag, ll: ln_sum_exp(&values) });
            }
        }
        spots
    }

    /// How the likelihood in the zone of the merges compares with the rest.
    pub fn alignment(&self) -> Alignment {
        let layout = &self.fit.design.layout;
        let place = |spot: &Spot| layout.zone(spot.from);
        let top = |keep: &dyn Fn(&Spot) -> bool| {
            self.spots.iter().filter(|spot| keep(spot)).map(|spot| spot.ll).fold(f64::NEG_INFINITY, f64::max)
        };
        let inside = top(&|spot| spot.to.is_none() && place(spot) == Zone::In).max(self.best.1);
        let out_step = top(&|spot| spot.to.is_none() && place(spot) == Zone::Out);
        let out_pulse = top(&|spot| spot.to.is_some() && place(spot) == Zone::Out);
        let guard = top(&|spot| spot.to.is_none() && place(spot) == Zone::Guard);
        let stride = self.stride() as f64;
        let short = (0.06 * (layout.n - layout.after_from) as f64 / stride).max(1.0);
        let blip = (layout.width_s < super::bins::DAY)
            .then(|| top(&|spot| spot.to.is_some() && place(spot) == Zone::In && spot.lag as f64 <= short) - inside);
        let cap = |value: f64| value.clamp(-CAP * 10.0, CAP * 10.0);
        let (mass, onset) = self.onset();
        Alignment {
            lr: cap(inside - out_step.max(out_pulse - 1.0)),
            lr_guard: (inside - guard).clamp(-CAP, CAP),
            blip: blip.map(|blip| blip.clamp(-CAP, CAP)),
            mass,
            onset,
        }
    }

    fn stride(&self) -> usize {
        self.boundaries.windows(2).next().map_or(1, |pair| pair[1] - pair[0])
    }

    /// The posterior of the onset, over all boundaries.
    fn onset(&self) -> ([f64; 3], usize) {
        let layout = &self.fit.design.layout;
        let steps = || self.spots.iter().filter(|spot| spot.to.is_none() && spot.ll.is_finite());
        let best = steps().fold(None, |best: Option<&Spot>, spot| match best {
            Some(best) if best.ll >= spot.ll => Some(best),
            _ => Some(spot),
        });
        let Some(best) = best else { return ([0.0; 3], layout.before) };
        let mut mass = [0.0; 3];
        for spot in steps() {
            let side = match layout.zone(spot.from) {
                Zone::In => 1,
                Zone::Guard | Zone::Out => 2 * usize::from(spot.from > layout.before),
            };
            mass[side] += (spot.ll - best.ll).exp();
        }
        let total: f64 = mass.iter().sum();
        (mass.map(|part| part / total), best.from)
    }

    /// What each spot gains in nats once the best candidate is in the model.
    pub fn gains(&self) -> Vec<Spot> {
        let freedom = self.fit.design.evidence_freedom();
        let with: Vec<Profile> = self.profiles.iter().map(|profile| self.bordered(profile)).collect();
        let rest: Vec<f64> = with.iter().map(|m| m.base - 0.5 * freedom * m.rss0.max(1e-12).ln()).collect();
        let rest = ln_sum_exp(&rest);
        self.evaluate(&with).into_iter().map(|spot| Spot { ll: spot.ll - rest, ..spot }).collect()
    }

    /// The profile with the best candidate as one more column.
    fn bordered(&self, profile: &Profile) -> Profile {
        let p = self.fit.design.p;
        let lines = self.lines(profile.grid);
        let seen = &self.fit.seen[profile.grid];
        let (cross, half, q, num) = self.fit.with_block(profile.grid, self.best.0, |block, place| {
            let column = block.rows.iter().skip(place).step_by(block.width.max(1)).copied();
            let cross = lines.products(column.clone(), block.from);
            let residual = &block.ridges[self.ridge];
            let half = residual.half(place, p).to_vec();
            let sy: f64 = column.zip(&seen.y[block.from..]).map(|(s, y)| s * y).sum();
            let num = sy - dot(&half, &seen.halves[self.ridge].0);
            (cross, half, residual.q[place], num)
        });
        let precision = height::precision(profile.rss0, num, q, self.fit.design.evidence_freedom());
        let pivot = (q + precision).max(1e-9);
        let root = pivot.sqrt();
        let shares: Vec<f64> = cross.iter().zip(profile.half.chunks_exact(p)).map(|(c, h)| (c - dot(&half, h)) / root).collect();
        let of_y = num / root;
        let mut next = profile.clone();
        next.base += 0.5 * (precision / pivot).ln();
        next.rss0 -= of_y * of_y;
        for (i, share) in shares.iter().enumerate() {
            next.num[i] -= share * of_y;
            next.q[i] -= share * share;
            for (line, lag) in next.cross.iter_mut().zip(LAGS) {
                line[i] -= share * shares.get(i + lag).copied().unwrap_or(0.0);
            }
        }
        next
    }

    fn lines(&self, grid: usize) -> &Lines {
        let design = self.fit.design;
        design.grids[grid].lines(&self.boundaries, design.layout.n, design.p)
    }
}

/// The ridge set with the most weight, and the noise models that hold nearly all of it there.
fn models(fit: &Fit<'_>) -> (usize, Vec<usize>) {
    let weights = fit.model_weights();
    let sums: Vec<f64> = (0..fit.design.precisions.len()).map(|r| weights.iter().map(|row| row[r]).sum()).collect();
    let ridge = sums.iter().enumerate().fold(0, |best, (r, sum)| if *sum > sums[best] { r } else { best });
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|a, b| weights[*b][ridge].total_cmp(&weights[*a][ridge]).then(a.cmp(b)));
    let mut held = 0.0;
    let models = order.into_iter().take(MODELS.0).take_while(|grid| {
        let more = held < MODELS.1 * sums[ridge];
        held += weights[*grid][ridge];
        more
    });
    (ridge, models.collect())
}

/// Boundaries over the whole series, evenly spaced from the first merge both ways.
fn boundaries(layout: &Layout) -> Vec<usize> {
    let stride = layout.n.saturating_sub(1).div_ceil(BOUNDARIES).max(1);
    let phase = layout.before % stride;
    (0..layout.n).skip(phase).step_by(stride).filter(|bin| *bin > 0).collect()
}

fn profile(fit: &Fit<'_>, grid: usize, ridge: usize, boundaries: &[usize]) -> Profile {
    let design = fit.design;
    let (model, seen, p) = (&design.grids[grid], &fit.seen[grid], design.p);
    let lines = model.lines(boundaries, design.layout.n, p);
    let mut half = lines.xs.clone();
    for column in half.chunks_exact_mut(p) {
        model.ridges[ridge].factor.half_solve(column);
    }
    let (half_y, rss0) = &seen.halves[ridge];
    let products = lines.products(seen.y[lines.from.min(seen.y.len())..].iter().copied(), lines.from);
    let column = |i: usize| &half[i * p..(i + 1) * p];
    let num = products.iter().enumerate().map(|(i, sy)| sy - dot(column(i), half_y)).collect();
    let q = lines.ss.iter().enumerate().map(|(i, ss)| ss - dot(column(i), column(i))).collect();
    let mut cross = lines.lags.clone();
    for (line, lag) in cross.iter_mut().zip(LAGS) {
        for (i, value) in line.iter_mut().take(lines.width.saturating_sub(lag)).enumerate() {
            *value -= dot(column(i), column(i + lag));
        }
    }
    Profile { grid, base: model.ridges[ridge].base, rss0: *rss0, num, q, cross, half }
}

fn likelihood(profile: &Profile, num: f64, q: f64, freedom: f64) -> f64 {
    if q > 1e-9 { profile.base + evidence(profile.rss0, num, q, freedom) } else { f64::NEG_INFINITY }
}

/// `ln Σ exp`.
fn ln_sum_exp(values: &[f64]) -> f64 {
    let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if top.is_finite() { top + values.iter().map(|value| (value - top).exp()).sum::<f64>().ln() } else { top }
}
