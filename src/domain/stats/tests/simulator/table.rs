//! The table: how often the engine is wrong, and how often it sees what is there.

use super::Sample;
use crate::domain::stats::{Assessment, Grade};
use std::{collections::BTreeMap, fmt::Write};

type Rows<'a> = Vec<(&'a Sample, &'a Assessment)>;

/// False alarms by family, power by size, shape and layout, coverage, and what a grade is worth.
pub fn table(nulls: &[Sample], of_nulls: &[Assessment], effects: &[Sample], of_effects: &[Assessment]) -> String {
    let nulls: Rows<'_> = nulls.iter().zip(of_nulls).collect();
    let effects: Rows<'_> = effects.iter().zip(of_effects).collect();
    let mut text = String::new();
    let _ = writeln!(text, "{:20} {:>5} {:>6} {:>6} {:>6} {:>6}", "no change", "n", "high", "med+", "low+", "cover");
    for (family, rows) in grouped(&nulls, |sample| sample.family.to_owned()) {
        let verdict = if compatible(&rows) { "ok" } else { "FAIL" };
        let _ = writeln!(text, "{} {verdict}", line(&family, &rows));
    }
    let _ = writeln!(text, "{}", line("all", &nulls));
    for (title, key) in keys() {
        let _ = writeln!(text, "\n{title:20}     n   high   med+   low+  cover  sign!");
        for (name, rows) in grouped(&effects, key) {
            let _ = writeln!(text, "{} {:6.3}", line(&name, &rows), wrong_sign(&rows));
        }
    }
    let _ = writeln!(text, "\n{} {:6.3}", line("all effects", &effects), wrong_sign(&effects));
    for grade in [Grade::High, Grade::Medium, Grade::Low] {
        let _ = writeln!(text, "P(real | {}) at a base rate of 20 %: {:.3}", grade.as_str(), worth(grade, &nulls, &effects));
    }
    let _ = writeln!(text, "{}", attribution(&effects));
    text
}

type Key = fn(&Sample) -> String;

fn keys() -> [(&'static str, Key); 4] {
    [
        ("size (sigma)", |sample| format!("{:.1}", sample.size)),
        ("shape", |sample| sample.shape.to_owned()),
        ("noise", |sample| sample.family.to_owned()),
        ("layout", |sample| sample.layout.to_owned()),
    ]
}

fn grouped<'a>(rows: &Rows<'a>, key: Key) -> BTreeMap<String, Rows<'a>> {
    let mut groups: BTreeMap<String, Rows<'a>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row.0)).or_default().push(*row);
    }
    groups
}

fn count(rows: &Rows<'_>, grade: Grade) -> usize {
    rows.iter().filter(|(_, answer)| answer.grade >= grade).count()
}

fn line(name: &str, rows: &Rows<'_>) -> String {
    let share = |grade| count(rows, grade) as f64 / rows.len().max(1) as f64;
    let (high, medium, low) = (share(Grade::High), share(Grade::Medium), share(Grade::Low));
    format!("{name:20} {:5} {high:6.3} {medium:6.3} {low:6.3} {:6.3}", rows.len(), coverage(rows))
}

fn coverage(rows: &Rows<'_>) -> f64 {
    let covered: Vec<bool> =
        rows.iter().filter_map(|(sample, answer)| Some((answer.ci_low?..=answer.ci_high?).contains(&sample.truth))).collect();
    covered.iter().filter(|covered| **covered).count() as f64 / covered.len().max(1) as f64
}

/// Whether 5 % of medium and 1 % of high can have given these counts (one-sided binomial test at 1 %).
fn compatible(rows: &Rows<'_>) -> bool {
    let upper = |grade, rate| at_least(count(rows, grade), rows.len(), rate);
    upper(Grade::Medium, 0.05) > 0.01 && upper(Grade::High, 0.01) > 0.01
}

/// `P(X ≥ k)` of a binomial distribution.
fn at_least(k: usize, n: usize, rate: f64) -> f64 {
    let mut term = (1.0 - rate).powi(n as i32);
    let mut below = 0.0;
    for i in 0..k {
        below += term;
        term *= (n - i) as f64 / (i + 1) as f64 * rate / (1.0 - rate);
    }
    (1.0 - below).max(0.0)
}

fn right(sample: &Sample, answer: &Assessment) -> bool {
    answer.effect.is_some_and(|effect| effect * sample.truth > 0.0)
}

fn wrong_sign(rows: &Rows<'_>) -> f64 {
    let wrong = rows.iter().filter(|(sample, answer)| answer.grade >= Grade::Medium && !right(sample, answer)).count();
    wrong as f64 / count(rows, Grade::Medium).max(1) as f64
}

fn worth(grade: Grade, nulls: &Rows<'_>, effects: &Rows<'_>) -> f64 {
    let share = |rows: &Rows<'_>, keep: &dyn Fn(&Sample, &Assessment) -> bool| {
        rows.iter().filter(|(sample, answer)| answer.grade == grade && keep(sample, answer)).count() as f64 / rows.len().max(1) as f64
    };
    let (real, wrong) = (share(effects, &right), share(effects, &|sample, answer| !right(sample, answer)));
    let none = share(nulls, &|_, _| true);
    0.2 * real / (0.2 * (real + wrong) + 0.8 * none)
}

fn attribution(effects: &Rows<'_>) -> String {
    let several = effects.iter().filter(|(sample, answer)| {
        answer.grade >= Grade::Medium && sample.case.intervention.merges.iter().collect::<std::collections::BTreeSet<_>>().len() > 1
    });
    let (mut n, mut hits, mut chance, mut stated) = (0.0_f64, 0.0, 0.0, 0.0);
    for (sample, answer) in several {
        let top = answer.attribution.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |top| top.0);
        n += 1.0;
        hits += f64::from(u8::from(top == sample.merge));
        chance += 1.0 / answer.attribution.len() as f64;
        stated += answer.attribution[top];
    }
    format!("attribution: n {n}, right {:.3}, chance {:.3}, stated {:.3}", hits / n, chance / n, stated / n)
}
