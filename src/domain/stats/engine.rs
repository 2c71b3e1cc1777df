//! From a case to an assessment: the order of section 4.

use super::{
    Options,
    assessment::{Assessment, Diagnostics, METHOD, Onset, OtherChange, Pair},
    attribution,
    bins::{Bins, DAY, Unbinned},
    case::{Case, Improve},
    clean::{clip, in_order},
    corrected::Found,
    curve, explain,
    grade::Facts,
    prepare::width_for_counts,
    raw,
    reason::{Code, Reason},
    run::Run,
    thin,
};

/// Did this metric change when these pull requests were merged, by how much, and how sure is that?
///
/// Never panics: what cannot be assessed has the grade none and says why.
pub fn assess(case: &Case, options: &Options) -> Assessment {
    let mut answer = attempt(case, options).unwrap_or_else(|reason| Assessment::none(&case.id, reason));
    answer.attribution.resize(case.intervention.merges.len(), 0.0);
    answer
}

fn attempt(case: &Case, options: &Options) -> Result<Assessment, Reason> {
    let (start, end) = (case.intervention.start, case.intervention.end);
    if end < start {
        let words = "the last merge lies before the first one";
        return Err(Reason::lowered(Code::InvalidInput, words, words));
    }
    let mut points = in_order(&case.series);
    let clipped = clip(&mut points);
    let rare = || options.counts.then(|| width_for_counts(&case.series, start)).flatten();
    let bins = Bins::new(&points, start, end, options.bin_s.or_else(rare)).map_err(|why| unbinned(why, &points))?;
    if bins.deviation <= 0.0 || !bins.deviation.is_finite() || !bins.mean.is_finite() {
        return Err(Reason::lowered(Code::Constant, "all values are the same, so there is nothing to compare", "the values never change"));
    }
    let (before, after) = (bins.count(0..bins.before), bins.count(bins.after_from()..bins.len()));
    if before < 5 || after < 3 || bins.count(0..bins.len()) < 9 {
        return Ok(thin::few(case, options, &bins));
    }
    Ok(measured(&Found::new(case, &bins), case, options, &bins, clipped))
}

fn unbinned(why: Unbinned, points: &[(i64, f64)]) -> Reason {
    match why {
        Unbinned::Empty => Reason::lowered(Code::TooLittleData, "the series has no values", "no values"),
        Unbinned::Single if points.len() == 1 => Reason::lowered(Code::TooLittleData, "the series has one value", "only one value"),
        Unbinned::Single => Reason::lowered(Code::TooLittleData, "all values are of one time", "only one time"),
        Unbinned::NothingBefore => {
            Reason::lowered(Code::NothingBefore, "there are no values from before the first merge", "no values before")
        }
        Unbinned::NothingAfter => {
            Reason::lowered(Code::NothingAfter, "there are no values from after the last merge yet", "no values after")
        }
    }
}

/// The answer of the core, in the metric's unit.
fn measured(found: &Found, case: &Case, options: &Options, bins: &Bins, clipped: usize) -> Assessment {
    let run = &found.run;
    let unit = bins.deviation;
    let effect = run.effect * unit;
    let raw = raw::change(bins, &case.periods_s);
    let raw_share = raw.map(|raw| (raw.after - raw.before) / effect).filter(|share| !share.is_nan());
    let observed = mean_after(bins);
    let controls = found.controls;
    let facts = Facts {
        p: run.p,
        lr: run.alignment.lr,
        lr_guard: run.alignment.lr_guard,
        blip: run.alignment.blip,
        placebo_scale: run.placebo_scale,
        history_days: bins.history_s() / DAY,
        span_days: bins.span_s() / DAY,
        week: run.week,
        bins: bins.count(0..bins.len()),
        other_change: !run.others.is_empty(),
        raw_share,
        controls_used: controls.is_some_and(|controls| controls.usable),
        controls_p: controls.and_then(|controls| controls.p),
    };
    let level = facts.level();
    let weights = attribution::weights(bins, run, &case.intervention.merges);
    let expected = observed.map(|observed| observed - effect);
    let mut answer = Assessment {
        id: case.id.clone(),
        method: METHOD.to_owned(),
        grade: level.min(facts.cap()),
        level,
        effect: Some(effect),
        ci_low: Some(run.low * unit),
        ci_high: Some(run.high * unit),
        effect_percent: expected.and_then(|expected| percent(effect, expected)),
        p: Some(run.p),
        raw: raw.map(|raw| Pair { before: raw.before, after: raw.after }),
        observed,
        expected,
        verdict: verdict(effect, case.improve),
        attribution: weights.merges,
        none_of_them: weights.none,
        onset: Some(onset(bins, run)),
        other_changes: run.others.iter().map(|spot| other(bins, spot.from, spot.to)).collect(),
        controls,
        path: Some(curve::path(bins, run, &found.shared)),
        diagnostics: Some(diagnostics(bins, run, clipped)),
        ..Assessment::default()
    };
    explain::measured(&mut answer, &facts, case, options);
    answer
}

/// The mean of the values after the last merge.
fn mean_after(bins: &Bins) -> Option<f64> {
    let range = bins.after_from()..bins.len();
    let count = bins.count(range.clone());
    (count > 0).then(|| bins.value(range.filter(|t| bins.seen[*t]).map(|t| bins.y[t]).sum::<f64>() / count as f64))
}

/// In percent of the size of a base; none where that is next to nothing.
pub(super) fn percent(change: f64, base: f64) -> Option<f64> {
    let percent = change / base.abs() * 100.0;
    (base != 0.0 && percent.is_finite()).then_some(percent)
}

/// Whether an effect goes the way it should.
pub(super) fn verdict(effect: f64, improve: Option<Improve>) -> Option<super::Direction> {
    let up = match improve? {
        Improve::Up => effect,
        Improve::Down => -effect,
    };
    match up.partial_cmp(&0.0)? {
        std::cmp::Ordering::Greater => Some(super::Direction::Improved),
        std::cmp::Ordering::Less => Some(super::Direction::Worse),
        std::cmp::Ordering::Equal => None,
    }
}

fn onset(bins: &Bins, run: &Run) -> Onset {
    let [before, inside, after] = run.alignment.mass;
    Onset { before, inside, after, best_at: bins.time(run.alignment.onset) }
}

fn other(bins: &Bins, from: usize, to: Option<usize>) -> OtherChange {
    OtherChange { from: bins.time(from), until: to.map(|to| bins.time(to)) }
}

fn diagnostics(bins: &Bins, run: &Run, outliers_clipped: usize) -> Diagnostics {
    Diagnostics {
        bin_s: bins.width_s,
        before: bins.count(0..bins.before),
        window: bins.count(bins.before..bins.after_from()),
        after: bins.count(bins.after_from()..bins.len()),
        days_before: bins.history_s() / DAY,
        days_after: bins.after_s() / DAY,
        sigma: run.sigma * bins.deviation,
        lr: run.alignment.lr,
        lr_guard: run.alignment.lr_guard,
        blip: run.alignment.blip,
        placebo_scale: run.placebo_scale,
        placebo_dates: run.placebo_dates,
        week: run.week,
        outliers_clipped,
        missing: 1.0 - bins.count(0..bins.len()) as f64 / bins.len().max(1) as f64,
    }
}
