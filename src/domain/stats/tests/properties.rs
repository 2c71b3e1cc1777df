//! What must hold of every case.

use super::{Assessment, Case, Grade, Improve, Intervention, Options, Point, Windows, assess};
use proptest::prelude::{Just, Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::test_runner::Config;

const DAY: i64 = 86_400;

/// Few, for they are whole assessments; always the same, for a build must not fail by chance.
fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(20_261_128), ..Config::default() }
}

/// Daily values with a step, a week and noise.
fn decent() -> impl Strategy<Value = Case> {
    let noise = prop::collection::vec(-1.0..1.0_f64, 24..40);
    (noise, 0.0..3.0_f64, 0.0..1.0_f64, 14..18_i64, 0..3_i64).prop_map(|(noise, step, week, before, spread)| {
        let value = |i: i64, z: &f64| {
            let weekly = (i as f64 / 7.0 * std::f64::consts::TAU).sin();
            50.0 + z + week * weekly + if i >= before { step } else { 0.0 }
        };
        let series = (0..).zip(&noise).map(|(i, z)| Point(i * DAY, Some(value(i, z)))).collect();
        let merges: Vec<i64> = (0..=spread).map(|day| (before + day) * DAY).collect();
        Case {
            id: "decent".to_owned(),
            series,
            intervention: Intervention { start: merges[0], end: merges[merges.len() - 1], merges },
            ..Case::default()
        }
    })
}

fn value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (-10.0..10.0_f64).prop_map(Some),
        1 => Just(None),
        1 => any::<f64>().prop_map(Some),
        1 => prop_oneof![Just(1e300), Just(-1e300), Just(f64::NAN), Just(f64::INFINITY), Just(0.0)].prop_map(Some),
    ]
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..3_000_000_i64, 4 => (0..60_i64).prop_map(|day| day * DAY), 1 => any::<i64>()]
}

/// Anything that has the form of a case.
fn wild() -> impl Strategy<Value = Case> {
    let series = || prop::collection::vec((time(), value()).prop_map(|(at, value)| Point(at, value)), 0..60);
    let periods = prop::collection::vec(prop_oneof![any::<f64>(), Just(604_800.0), Just(0.0)], 0..3);
    let merges = prop::collection::vec(time(), 0..4);
    (series(), prop::collection::vec(series(), 0..3), time(), 0..400_000_i64, merges, periods, any::<f64>()).prop_map(
        |(series, controls, start, long, merges, periods_s, after_s)| Case {
            id: "wild".to_owned(),
            series,
            controls,
            intervention: Intervention { start, end: start.wrapping_add(long), merges },
            windows: Windows { before_s: -after_s, after_s },
            improve: Some(Improve::Up),
            periods_s,
        },
    )
}

fn bits(answer: &Assessment) -> String {
    format!("{answer:?}")
}

fn same(a: &Assessment, b: &Assessment, scale: f64) -> bool {
    let near = |a: Option<f64>, b: Option<f64>, scale: f64| match (a, b) {
        (Some(a), Some(b)) => (a * scale - b).abs() <= 1e-4 * (1e-3 + b.abs().max((a * scale).abs())),
        (a, b) => a.is_none() && b.is_none(),
    };
    let lr = |answer: &Assessment| answer.diagnostics.map(|numbers| numbers.lr);
    a.grade == b.grade
        && near(a.p, b.p, 1.0)
        && near(lr(a), lr(b), 1.0)
        && near(a.effect, b.effect, scale)
        && near(a.ci_low, b.ci_low, scale)
        && near(a.ci_high, b.ci_high, scale)
}

fn sound(answer: &Assessment, case: &Case) -> bool {
    let (low, high) = (answer.ci_low.unwrap_or(f64::NEG_INFINITY), answer.ci_high.unwrap_or(f64::INFINITY));
    let inside = answer.effect.is_none_or(|effect| (low..=high).contains(&effect) || !effect.is_finite());
    let sum: f64 = answer.attribution.iter().sum();
    inside
        && answer.p.is_none_or(|p| (0.0..=1.0).contains(&p))
        && answer.attribution.len() == case.intervention.merges.len()
        && answer.attribution.iter().all(|weight| (0.0..=1.0).contains(weight))
        && sum <= 1.0 + 1e-9
        && !answer.reasons.is_empty()
        && (answer.p.is_some() || answer.grade == Grade::None)
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn another_unit_changes_nothing(case in decent(), a in -1e3..1e3_f64, b in 0.01..100.0_f64) {
        let moved = case.series.iter().map(|point| Point(point.0, point.1.map(|y| a + b * y))).collect();
        let other = Case { series: moved, ..case.clone() };
        let (one, two) = (assess(&case, &Options::default()), assess(&other, &Options::default()));
        prop_assert!(same(&one, &two, b), "{one:?} {two:?}");
    }

    #[test]
    fn whole_weeks_later_is_the_same(case in decent(), weeks in -2000..2000_i64) {
        let by = weeks * 7 * DAY;
        let Intervention { start, end, merges } = case.intervention.clone();
        let later = Case {
            series: case.series.iter().map(|point| Point(point.0 + by, point.1)).collect(),
            intervention: Intervention { start: start + by, end: end + by, merges: merges.iter().map(|at| at + by).collect() },
            ..case.clone()
        };
        let (one, two) = (assess(&case, &Options::default()), assess(&later, &Options::default()));
        prop_assert!(same(&one, &two, 1.0), "{one:?} {two:?}");
    }

    #[test]
    fn the_order_of_samples_and_controls_is_nothing(case in decent(), seeds in prop::collection::vec(0.1..2.0_f64, 3)) {
        let control = |k: f64| {
            let wobble = |i: usize| (i as f64 * k).sin() + (i as f64 * k * 7.3).cos();
            case.series.iter().enumerate().map(|(i, point)| Point(point.0, point.1.map(|y| y + 3.0 * wobble(i)))).collect::<Vec<_>>()
        };
        let controls: Vec<Vec<Point>> = seeds.iter().map(|k| control(*k)).collect();
        let one = Case { controls: controls.clone(), ..case.clone() };
        let mut other = Case { controls: controls.into_iter().rev().collect(), ..case.clone() };
        other.series.reverse();
        let (one, two) = (assess(&one, &Options::default()), assess(&other, &Options::default()));
        prop_assert!(same(&one, &two, 1.0), "{one:?} {two:?}");
    }

    #[test]
    fn a_second_run_gives_the_same_bits(case in decent()) {
        let one = assess(&case, &Options::default());
        prop_assert!(sound(&one, &case), "{one:?}");
        prop_assert_eq!(bits(&one), bits(&assess(&case, &Options::default())));
    }
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn nothing_is_too_wild(case in wild()) {
        let answer = assess(&case, &Options { counts: case.series.len() % 2 == 0, ..Options::default() });
        prop_assert!(sound(&answer, &case), "{answer:?}");
    }
}
