//! Changes that tower over the noise, and a first bin that holds only a part of them: a deployment comes some time after its merge.

use super::{Assessment, Case, Grade, Intervention, Options, Point, assess};

const HOURS: i64 = 2 * 3_600;
const BEFORE: i64 = 264;
const AFTER: i64 = 84;

/// From -1 to 1, without a rhythm.
fn noise(i: i64, seed: u32) -> f64 {
    let x = (i as f64 * 12.9898 + f64::from(seed) * 78.233).sin() * 43_758.545_3;
    2.0 * (x - x.floor()) - 1.0
}

/// Three weeks at 1 and one at 2, where the first bin after the merge lacks `low` of the change; with the true mean effect.
fn late(amplitude: f64, low: f64, seed: u32) -> (Assessment, f64) {
    let value = |i: i64| match i {
        i if i < 0 => 1.0,
        0 => 2.0 - low,
        _ => 2.0,
    };
    let series = (-BEFORE..AFTER).map(|i| Point(i * HOURS, Some(value(i) + amplitude * noise(i, seed)))).collect();
    let case = Case { series, intervention: Intervention { start: 0, end: 0, merges: vec![0] }, ..Case::default() };
    (assess(&case, &Options::default()), 1.0 - low / AFTER as f64)
}

#[test]
fn a_change_that_towers_over_the_noise_is_told_to_its_height() {
    for seed in 0..6 {
        let (answer, truth) = late(0.004, 0.02, seed);
        let (effect, low, high) = (answer.effect.unwrap(), answer.ci_low.unwrap(), answer.ci_high.unwrap());
        assert_eq!(answer.grade, Grade::High);
        assert!((effect - truth).abs() < 0.003 && high - low < 0.01, "{effect} [{low}, {high}]");
        assert!((low..=high).contains(&truth), "{effect} [{low}, {high}]");
    }
}

#[test]
fn two_changes_elsewhere_do_not_add_up_to_the_one_at_the_merges() {
    for (amplitude, low) in [(0.02, 0.5), (0.02, 0.75), (0.04, 0.5)] {
        for seed in 0..6 {
            let (answer, truth) = late(amplitude, low, seed);
            let effect = answer.effect.unwrap();
            assert_eq!((answer.grade, answer.other_changes.len()), (Grade::High, 0));
            assert!((effect - truth).abs() < 0.06, "{effect}, not {truth}");
        }
    }
}
