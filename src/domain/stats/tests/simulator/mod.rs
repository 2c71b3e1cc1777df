//! Series of which the truth is known, to count how often the engine is right.
//!
//! Families of noise without any change, and effects put upon some of them, in the layouts that people use. Everything
//! follows from a seed. The whole table:
//! `cargo test --release simulated_table -- --ignored --nocapture`.

mod effects;
mod families;
mod layouts;
mod noise;
mod table;

use super::{Assessment, Case, Options, assess};
use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// A case with what is true of it.
#[derive(Clone, Debug)]
struct Sample {
    family: &'static str,
    layout: &'static str,
    shape: &'static str,
    case: Case,
    /// In standard deviations of the noise; 0 for none.
    size: f64,
    /// The mean over the time after, in the metric's unit.
    truth: f64,
    /// Which merge it was.
    merge: usize,
}

/// Assesses all samples on all cores, in their order.
fn assessed(samples: &[Sample]) -> Vec<Assessment> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = vec![];
        while let Some((i, sample)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, samples.get(i)?))) {
            done.push((i, assess(&sample.case, &Options::default())));
        }
        done
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut all: Vec<(usize, Assessment)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    all.sort_by_key(|(i, _)| *i);
    all.into_iter().map(|(_, assessment)| assessment).collect()
}

#[test]
fn few_false_alarms_and_most_large_effects_in_a_small_part() {
    let nulls = families::samples(1, 2, Some("D28_7"));
    let wrong = assessed(&nulls).iter().filter(|answer| answer.grade >= super::Grade::Medium).count();
    assert!(wrong <= 4, "{wrong} of {}", nulls.len());
    let effects: Vec<Sample> =
        effects::samples(1, 2, Some("D28_7")).into_iter().filter(|sample| sample.size >= 4.0 && sample.shape == "step").collect();
    let found = assessed(&effects);
    let right = found
        .iter()
        .zip(&effects)
        .filter(|(answer, sample)| answer.grade >= super::Grade::Medium && answer.effect.is_some_and(|effect| effect * sample.truth > 0.0));
    assert!(right.count() * 2 >= effects.len());
}

#[test]
#[ignore = "minutes of work; prints the table"]
fn simulated_table() {
    let nulls = families::samples(20_261_128, 120, None);
    let effects = effects::samples(20_261_129, 4, None);
    let (of_nulls, of_effects) = (assessed(&nulls), assessed(&effects));
    println!("{}", table::table(&nulls, &of_nulls, &effects, &of_effects));
}
