//! Metrics that one of the merges changed.

use super::{Sample, families::draw, layouts::LAYOUTS, noise::Dice};

const FAMILIES: [&str; 10] = ["white", "ar_low", "ar_high", "day_and_week", "drift", "heavy", "missing", "counts", "shared_noise", "trend"];
const SHAPES: [&str; 3] = ["step", "ramp", "decay"];
const SIZES: [f64; 4] = [0.5, 1.0, 2.0, 4.0];

/// So many samples of each family and size; every second one is a step.
pub fn samples(seed: u64, each: usize, only: Option<&str>) -> Vec<Sample> {
    let layouts: Vec<_> = LAYOUTS.iter().filter(|layout| only.is_none_or(|only| only == layout.name)).collect();
    let mut samples = vec![];
    for (f, family) in FAMILIES.into_iter().enumerate() {
        for (s, size) in SIZES.into_iter().enumerate() {
            for i in 0..each {
                let index = s * each + i;
                let layout = layouts[(index + f) % layouts.len()];
                let mut dice = Dice::new(seed, f, index);
                let times = layout.times(&mut dice);
                let mut drawn = draw(family, &times, &mut dice);
                let merge = dice.index(times.merges.len());
                let shape = if i % 2 == 0 { SHAPES[0] } else { SHAPES[1 + i / 2 % 2] };
                let height = size * drawn.sigma * if dice.uniform() < 0.5 { -1.0 } else { 1.0 };
                let truth = put(&mut drawn.values, &times.at, times.merges[merge], times.end(), shape, height);
                let case = times.case(format!("{family}-{size}-{i}"), &drawn.values, &drawn.controls, layout);
                samples.push(Sample { family, layout: layout.name, shape, case, size, truth, merge });
            }
        }
    }
    samples
}

/// Puts the effect upon the values; its mean over the time after the last merge.
fn put(values: &mut [Option<f64>], at: &[i64], onset: i64, end: i64, shape: &str, height: f64) -> f64 {
    let long = (at.last().copied().unwrap_or(onset) - onset).max(1) as f64;
    let curve = |at: i64| {
        let since = (at - onset) as f64 / long;
        match shape {
            "ramp" => (since / 0.5).min(1.0),
            "decay" => (-since / 0.4).exp(),
            _ => 1.0,
        }
    };
    let (mut sum, mut count) = (0.0, 0.0_f64);
    for (value, at) in values.iter_mut().zip(at).filter(|(_, at)| **at >= onset) {
        *value = value.map(|value| value + height * curve(*at));
        if *at >= end {
            sum += height * curve(*at);
            count += 1.0;
        }
    }
    sum / count.max(1.0)
}
