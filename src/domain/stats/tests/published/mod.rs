//! Series that others have analysed before: the engine must agree with what was published.

use super::{Assessment, Case, Grade, Intervention, Options, Point, assess};

const YEAR: i64 = 31_557_600;
const DAY: i64 = 86_400;

/// The columns of a table, without its heading.
fn columns(text: &str) -> Vec<Vec<f64>> {
    let rows = text.lines().filter_map(|line| line.split(',').map(|cell| cell.parse().ok()).collect::<Option<Vec<f64>>>());
    let mut columns: Vec<Vec<f64>> = vec![];
    for row in rows {
        columns.resize(row.len(), vec![]);
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    columns
}

fn series(values: &[f64], step: i64) -> Vec<Point> {
    (0..).zip(values).map(|(i, value)| Point(i * step, Some(*value))).collect()
}

/// The change at one sample.
fn change(values: &[f64], controls: &[Vec<f64>], at: i64, step: i64) -> Assessment {
    let merged = at * step;
    let case = Case {
        id: "published".to_owned(),
        series: series(values, step),
        controls: controls.iter().map(|control| series(control, step)).collect(),
        intervention: Intervention { start: merged, end: merged, merges: vec![merged] },
        ..Case::default()
    };
    assess(&case, &Options::default())
}

fn interval(answer: &Assessment) -> std::ops::RangeInclusive<f64> {
    answer.ci_low.unwrap()..=answer.ci_high.unwrap()
}

fn near(value: f64, want: f64, within: f64) {
    assert!((value - want).abs() <= within, "{value}, not {want}");
}

/// Cobb 1978: 1098 before 1899 and 850 after, a fall of 247.
#[test]
fn the_nile_fell_in_1899() {
    let table = columns(include_str!("nile.csv"));
    let answer = change(&table[1], &[], 28, YEAR);
    assert!(answer.grade >= Grade::Medium);
    assert!(interval(&answer).contains(&-247.0));
    near(answer.effect.unwrap(), -279.0, 2.0);
    near(*interval(&answer).start(), -413.0, 2.0);
    near(*interval(&answer).end(), -96.0, 2.0);
    near(answer.onset.unwrap().best_at as f64, 28.0 * YEAR as f64, YEAR as f64);
}

#[test]
fn the_nile_did_not_change_in_1925() {
    let table = columns(include_str!("nile.csv"));
    let answer = change(&table[1][28..], &[], 26, YEAR);
    assert_eq!(answer.grade, Grade::None);
    assert!(interval(&answer).contains(&0.0));
}

/// Apache Otava finds both changes of this benchmark: −3100 at run 15 and +3800 at run 71.
#[test]
fn a_benchmark_became_faster_and_slower() {
    let table = columns(include_str!("tigerbeetle.csv"));
    let answer = change(&table[0][..60], &[], 15, DAY);
    assert_eq!(answer.grade, Grade::High);
    assert!(interval(&answer).contains(&-3100.0));
    near(answer.effect.unwrap(), -2480.0, 10.0);
    near(*interval(&answer).start(), -3206.0, 10.0);
    near(*interval(&answer).end(), -877.0, 10.0);
    let answer = change(&table[0][..95], &[], 71, DAY);
    assert!(answer.grade >= Grade::Medium && interval(&answer).contains(&3800.0));
    // The earlier change is found as well.
    assert!(answer.other_changes.iter().any(|other| (other.from - 15 * DAY).abs() <= DAY));
}

#[test]
fn a_benchmark_stayed_as_it_was_at_run_300() {
    let table = columns(include_str!("tigerbeetle.csv"));
    for answer in [change(&table[0], &[], 300, DAY), change(&table[0][..330], &[], 300, DAY)] {
        assert_eq!(answer.grade, Grade::None);
        assert!(interval(&answer).contains(&0.0));
    }
}

/// Abadie and others 2010 find −19 packs with a synthetic California; five of its donors as controls give less, and the
/// published number lies outside of the interval. The direction agrees.
#[test]
fn proposition_99_lowered_smoking() {
    let table = columns(include_str!("proposition_99.csv"));
    let answer = change(&table[1], &table[2..], 19, YEAR);
    assert!(answer.grade >= Grade::Low);
    near(answer.effect.unwrap(), -5.9, 1.5);
    near(*interval(&answer).start(), -11.0, 1.0);
    assert!(answer.controls.is_some_and(|controls| controls.usable && controls.count == 5));
}
