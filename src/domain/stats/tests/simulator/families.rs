//! Metrics that nothing happened to at the merges.

use super::{
    Sample,
    layouts::{LAYOUTS, Layout, Times},
    noise::Dice,
};
use std::f64::consts::TAU;

/// Values with the standard deviation of their noise.
pub struct Drawn {
    pub values: Vec<Option<f64>>,
    pub controls: Vec<Vec<f64>>,
    pub sigma: f64,
}

pub const FAMILIES: [&str; 28] = [
    "white",
    "ar_low",
    "ar_middle",
    "ar_high",
    "arma",
    "drift",
    "curve",
    "wave",
    "day",
    "week",
    "day_and_week",
    "season_drift",
    "heavy",
    "outliers",
    "missing",
    "counts",
    "ratio",
    "regime",
    "change_elsewhere",
    "pulse_elsewhere",
    "variance",
    "trend",
    "quantised",
    "saturating",
    "shared_shock",
    "shared_noise",
    "month",
    "weekly_release",
];

/// So many samples of each family, or all of one layout.
pub fn samples(seed: u64, each: usize, only: Option<&str>) -> Vec<Sample> {
    let layouts: Vec<&Layout> = LAYOUTS.iter().filter(|layout| only.is_none_or(|only| only == layout.name)).collect();
    let mut samples = vec![];
    for (f, family) in FAMILIES.into_iter().enumerate() {
        for i in 0..each {
            let layout = layouts[i % layouts.len()];
            let mut dice = Dice::new(seed, f, i);
            let times = layout.times(&mut dice);
            let drawn = draw(family, &times, &mut dice);
            let case = times.case(format!("{family}-{i}"), &drawn.values, &drawn.controls, layout);
            samples.push(Sample { family, layout: layout.name, shape: "none", case, size: 0.0, truth: 0.0, merge: 0 });
        }
    }
    samples
}

/// Values of a family around 100, with a noise of about 10.
pub fn draw(family: &str, times: &Times, dice: &mut Dice) -> Drawn {
    let n = times.len();
    let memory = |days: f64| (days * times.per_day).max(0.3);
    let mut noise = match family {
        "ar_low" | "day" | "week" | "day_and_week" | "month" | "weekly_release" | "trend" => dice.ar(n, memory(0.05).max(0.7)),
        "ar_middle" | "regime" => dice.ar(n, memory(0.2).max(1.0)),
        "ar_high" => dice.ar(n, memory(0.7).max(2.5)),
        "arma" => arma(n, dice),
        "heavy" => (0..n).map(|_| dice.heavy()).collect(),
        "shared_noise" | "shared_shock" => dice.white(n),
        _ => dice.white(n),
    };
    let mut controls = vec![];
    shape(family, times, dice, &mut noise, &mut controls);
    let values: Vec<f64> = noise.iter().map(|z| 100.0 + 10.0 * z).collect();
    finish(family, times, dice, values, controls)
}

fn arma(n: usize, dice: &mut Dice) -> Vec<f64> {
    let (mut last, mut state) = (0.0, 0.0);
    let mut step = || {
        let e = dice.normal();
        state = 0.8 * state + e - 0.4 * last;
        last = e;
        state / 1.2
    };
    (0..n + 50).map(|_| step()).skip(50).collect()
}

/// Adds what the family has beside its noise, in standard deviations.
fn shape(family: &str, times: &Times, dice: &mut Dice, z: &mut [f64], controls: &mut Vec<Vec<f64>>) {
    let n = z.len();
    let phase = dice.uniform();
    let mut add = |f: &mut dyn FnMut(usize) -> f64| z.iter_mut().enumerate().for_each(|(i, z)| *z += f(i));
    let wave = |i: usize, period: f64| (TAU * (times.day(i) / period + phase)).sin();
    let weekend = |i: usize| f64::from(u8::from(times.day(i).rem_euclid(7.0) < 2.0));
    let bend = |i: usize, turns: f64| (TAU * (turns * i as f64 / n as f64 + phase)).sin();
    match family {
        "drift" | "season_drift" => {
            let size = 3.0 / (n as f64).sqrt();
            let mut level = 0.0;
            add(&mut |_| {
                level += size * dice.normal();
                level
            });
            if family == "season_drift" {
                add(&mut |i| 1.5 * wave(i, 1.0) - 2.0 * weekend(i));
            }
        }
        "curve" => add(&mut |i| 0.8 * bend(i, 0.75)),
        // Harder than what the method promises: a full turn of four standard deviations from top to bottom.
        "wave" => add(&mut |i| 2.0 * bend(i, 1.0)),
        "day" => add(&mut |i| 2.0 * wave(i, 1.0) + 0.7 * wave(i, 0.5)),
        "week" => add(&mut |i| -2.5 * weekend(i)),
        "day_and_week" => add(&mut |i| 2.0 * wave(i, 1.0) * (1.0 - 0.6 * weekend(i)) - 2.0 * weekend(i)),
        "month" => add(&mut |i| 1.5 * wave(i, 30.4)),
        "trend" => add(&mut |i| 4.0 * i as f64 / n as f64),
        "weekly_release" => add(&mut |i| 1.5 * (times.day(i) / 7.0 + phase).rem_euclid(1.0)),
        "regime" => {
            let mut state = 0.0;
            add(&mut |_| {
                if dice.uniform() < 1.0 / (12.0 * times.per_day).max(8.0) {
                    state = 2.5 - state;
                }
                state
            });
        }
        "change_elsewhere" => {
            let at = elsewhere(times, dice);
            add(&mut |i| if i >= at { 3.0 } else { 0.0 });
        }
        "pulse_elsewhere" => {
            let at = elsewhere(times, dice);
            let long = (n / 20).max(1);
            add(&mut |i| if (at..at + long).contains(&i) { 5.0 } else { 0.0 });
        }
        "shared_shock" | "shared_noise" => {
            let common = if family == "shared_noise" { dice.ar(n, 0.5 * times.per_day) } else { dice.white(n) };
            let shock = |i: usize| if family == "shared_shock" && times.at[i] >= times.start() { 2.0 } else { 0.0 };
            *controls = (0..3).map(|_| (0..n).map(|i| 50.0 + 5.0 * (common[i] + shock(i) + 0.5 * dice.normal())).collect()).collect();
            add(&mut |i| common[i] + shock(i));
        }
        _ => {}
    }
}

/// A sample at least two days, or four samples, away from the merges.
fn elsewhere(times: &Times, dice: &mut Dice) -> usize {
    let n = times.len();
    let away = (3.0 * 86_400.0_f64).max(4.0 * 86_400.0 / times.per_day) as i64;
    for _ in 0..1000 {
        let i = n / 10 + dice.index(n * 8 / 10);
        if times.at[i] < times.start() - away || times.at[i] > times.end() + away {
            return i;
        }
    }
    n / 8
}

/// Values as they are measured.
fn finish(family: &str, times: &Times, dice: &mut Dice, values: Vec<f64>, controls: Vec<Vec<f64>>) -> Drawn {
    let n = values.len();
    let mut sigma = 10.0;
    let mut values: Vec<Option<f64>> = values.into_iter().map(Some).collect();
    match family {
        "counts" => {
            let mean = [3.0, 20.0, 200.0][dice.index(3)];
            sigma = f64::sqrt(mean);
            values = (0..n).map(|i| Some(dice.poisson(mean * (1.0 + 0.2 * (TAU * times.day(i)).sin())))).collect();
        }
        "ratio" => {
            let (calls, rate) = (400.0, 0.05);
            sigma = f64::sqrt(rate * (1.0 - rate) / calls);
            values = (0..n)
                .map(|_| {
                    let of = dice.poisson(calls).max(1.0);
                    Some(dice.poisson(of * rate) / of)
                })
                .collect();
        }
        "variance" => values.iter_mut().zip(&times.at).filter(|(_, at)| **at >= times.start()).for_each(|(value, _)| {
            *value = value.map(|value| 100.0 + 2.0 * (value - 100.0));
        }),
        "outliers" => (0..n).filter(|_| dice.uniform() < 0.02).collect::<Vec<_>>().into_iter().for_each(|i| {
            values[i] = values[i].map(|value| value + dice.between(-150.0, 300.0));
        }),
        "missing" => {
            for _ in 0..3 {
                let (from, long) = (dice.index(n), 1 + dice.index((n / 12).max(1)));
                values.iter_mut().skip(from).take(long).for_each(|value| *value = None);
            }
        }
        "quantised" => values.iter_mut().for_each(|value| *value = value.map(|value| (value / 10.0).round() * 10.0)),
        "saturating" => values.iter_mut().for_each(|value| *value = value.map(|value| value.min(105.0))),
        _ => {}
    }
    Drawn { values, controls, sigma }
}
