//! The core on a case, corrected by its controls where they can be used (section 4.14).

use super::{
    assessment::ControlReport,
    bins::Bins,
    case::Case,
    controls::{self, Common},
    run::{Frame, Run},
};

/// What the core found, in standardised units.
pub(super) struct Found {
    pub run: Run,
    pub controls: Option<ControlReport>,
    /// What the controls explain of each bin.
    pub shared: Vec<f64>,
}

impl Found {
    pub fn new(case: &Case, bins: &Bins) -> Self {
        let frame = Frame { bins, periods_s: &case.periods_s, seen: &bins.seen };
        let none = vec![0.0; bins.len()];
        let Some(common) = controls::common(bins, &case.controls, &case.periods_s) else {
            return Self { run: frame.run(&frame.design(), &bins.y, 0.0), controls: None, shared: none };
        };
        let both = Frame { seen: &common.seen, ..frame };
        let enough = enough(bins, &common.seen);
        let design = both.design();
        let of_controls = enough.then(|| both.run(&design, &common.m, 0.0));
        let usable = enough && common.usable();
        let report = report(&common, usable, of_controls.as_ref());
        let (Some(of_controls), true) = (of_controls, usable) else {
            let own = Frame { seen: &bins.seen, ..both };
            let run = if bins.seen == common.seen { own.run(&design, &bins.y, 0.0) } else { own.run(&own.design(), &bins.y, 0.0) };
            return Self { run, controls: Some(report), shared: none };
        };
        let adjusted = |slope: f64| {
            let values = bins.y.iter().zip(&common.m).zip(&common.seen);
            let y: Vec<f64> = values.map(|((y, m), seen)| if *seen { y - slope * m } else { 0.0 }).collect();
            let extra = common.beta_se * slope / common.beta * of_controls.effect;
            both.run(&design, &y, extra.abs())
        };
        let slope = common.beta / common.reliability;
        let run = cautious(adjusted(slope), &adjusted(common.beta));
        let shared = common.m.iter().map(|m| slope * m).collect();
        Self { run, controls: Some(report), shared }
    }
}

/// Both corrections together: the larger p, the smaller likelihood ratios, an interval around both.
fn cautious(first: Run, second: &Run) -> Run {
    let p = first.p.max(second.p);
    let disagree = first.effect * second.effect < 0.0;
    let (a, b) = (first.alignment, second.alignment);
    let mut run = Run {
        p: if disagree { p.max(0.5) } else { p },
        low: first.low.min(second.low),
        high: first.high.max(second.high),
        placebo_scale: first.placebo_scale.max(second.placebo_scale),
        ..first
    };
    run.alignment.lr = a.lr.min(b.lr);
    run.alignment.lr_guard = a.lr_guard.min(b.lr_guard);
    run.alignment.blip = a.blip.zip(b.blip).map(|(a, b)| a.max(b));
    let known: Vec<usize> = run.others.iter().map(|spot| spot.from).collect();
    run.others.extend(second.others.iter().filter(|spot| !known.contains(&spot.from)));
    run
}

fn enough(bins: &Bins, seen: &[bool]) -> bool {
    let count = |range: std::ops::Range<usize>| seen[range].iter().filter(|seen| **seen).count();
    count(0..bins.before) >= 5 && count(bins.after_from()..bins.len()) >= 3 && count(0..bins.len()) >= 9
}

fn report(common: &Common, usable: bool, run: Option<&Run>) -> ControlReport {
    ControlReport {
        count: common.count,
        left_out: common.left_out,
        usable,
        beta: common.beta,
        r2: common.r2,
        reliability: common.reliability,
        p: run.map(|run| run.p),
    }
}
