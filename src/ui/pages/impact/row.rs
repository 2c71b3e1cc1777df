//! A goal with one of its metrics, as words.

use crate::{
    domain::{
        impact::ImpactRow,
        stats::{Grade, number},
    },
    ui::{
        format,
        route::{Query, Route},
    },
};
use std::collections::BTreeSet;

/// How many goals there are.
pub fn goals(rows: &[ImpactRow]) -> usize {
    rows.iter().map(|row| row.goal_id.as_str()).collect::<BTreeSet<_>>().len()
}

/// Each goal once, by its surest metric.
pub fn surest(rows: &[ImpactRow]) -> Vec<ImpactRow> {
    let mut all: Vec<ImpactRow> = Vec::new();
    for row in rows {
        match all.iter_mut().find(|known| known.goal_id == row.goal_id) {
            Some(known) if row.grade > known.grade => *known = row.clone(),
            Some(_) => {}
            None => all.push(row.clone()),
        }
    }
    all
}

/// The tab where a goal is measured.
pub fn measurement(key: &str) -> Route {
    Route::Goal { id: key.to_owned(), query: Query::default().with("tab", "measurement") }
}

/// `−29 %`, or the difference where there is no percentage.
pub fn effect(row: &ImpactRow) -> String {
    match (row.effect_percent, row.effect) {
        (Some(percent), _) => format::change(percent),
        (None, Some(effect)) => number::difference(effect, number::step(effect.abs()), row.unit.as_deref()),
        (None, None) => "—".into(),
    }
}

/// `−34 to −24 %`.
pub fn interval(row: &ImpactRow) -> Option<String> {
    let (low, high) = row.low_percent.zip(row.high_percent)?;
    Some(format!("{} to {}", format::change(low).trim_end_matches(" %"), format::change(high)))
}

/// Better or worse, where that can be told.
pub fn tone(row: &ImpactRow) -> &'static str {
    match row.improved.filter(|_| row.grade > Grade::None) {
        Some(true) => "better",
        Some(false) => "worse",
        None => "",
    }
}

/// The word to the tone: colour never stands alone.
pub fn verdict(row: &ImpactRow) -> &'static str {
    match tone(row) {
        "better" => "better",
        "worse" => "worse",
        _ if row.grade == Grade::None => "within normal variation",
        _ => "no direction is set",
    }
}

/// How far it went in the wanted direction, in percent.
pub fn wanted(row: &ImpactRow) -> Option<f64> {
    let size = row.effect_percent?.abs();
    Some(if row.improved? { size } else { -size })
}

/// `$12.40`; unknown is never shown as nothing.
pub fn cost(row: &ImpactRow) -> String {
    match (row.cost_usd.micros(), row.unknown_cost_sessions) {
        (0, unknown) if unknown > 0 => "unknown".into(),
        (_, 0) => row.cost_usd.to_string(),
        _ => format!("{} + ?", row.cost_usd),
    }
}

/// Which goals changed one metric at the same time, each set once, in words.
pub fn overlaps(rows: &[ImpactRow]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut said = Vec::new();
    for row in rows.iter().filter(|row| !row.shared_with.is_empty()) {
        let keys: BTreeSet<&str> = row.shared_with.iter().map(String::as_str).chain([row.goal_key.as_str()]).collect();
        let list: Vec<&str> = keys.into_iter().collect();
        if seen.insert((row.metric.clone(), list.join(" "))) {
            said.push(format!("{}: {} goals changed this metric ({}); effects are not separable", row.metric, list.len(), list.join(", ")));
        }
    }
    said
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::{Usd, goal::GoalStatus};
    use chrono::DateTime;

    /// Latency that fell by 29 %, for 12.40.
    pub fn row(key: &str, grade: Grade) -> ImpactRow {
        ImpactRow {
            goal_id: key.into(),
            goal_key: key.into(),
            goal_title: "Faster checkout".into(),
            goal_status: GoalStatus::Measuring,
            assessment_id: "a".into(),
            metric: "Latency".into(),
            unit: Some("ms".into()),
            grade,
            provisional: false,
            improved: Some(true),
            effect: Some(-122.0),
            effect_percent: Some(-29.2),
            low_percent: Some(-34.0),
            high_percent: Some(-24.0),
            cost_usd: Usd::from_micros(12_400_000),
            unknown_cost_sessions: 0,
            shared_with: vec![],
            merged_at: DateTime::UNIX_EPOCH,
            observed: vec![],
            merges: vec![],
        }
    }

    #[test]
    fn a_goal_counts_by_its_surest_metric() {
        let rows = [row("G1", Grade::Low), row("G2", Grade::None), row("G1", Grade::High)];
        assert_eq!(goals(&rows), 2);
        assert_eq!(surest(&rows).iter().map(|r| r.grade).collect::<Vec<_>>(), [Grade::High, Grade::None]);
    }

    #[test]
    fn what_overlaps_is_said_once() {
        let shared = |key: &str, with: &str| ImpactRow { shared_with: vec![with.into()], ..row(key, Grade::Medium) };
        let said = overlaps(&[shared("G1", "G2"), shared("G2", "G1"), row("G3", Grade::High)]);
        assert_eq!(said, ["Latency: 2 goals changed this metric (G1, G2); effects are not separable"]);
    }

    #[test]
    fn a_row_reads() {
        let medium = row("G1", Grade::Medium);
        assert_eq!((effect(&medium).as_str(), interval(&medium).as_deref(), verdict(&medium)), ("−29 %", Some("−34 to −24 %"), "better"));
        assert_eq!(verdict(&row("G1", Grade::None)), "within normal variation");
        let from_nothing = ImpactRow { effect_percent: None, effect: Some(5.0), ..medium.clone() };
        assert_eq!((effect(&from_nothing).as_str(), wanted(&from_nothing)), ("+5.0 ms", None));
        assert_eq!((wanted(&medium), cost(&medium).as_str()), (Some(29.2), "$12.40"));
        assert_eq!(cost(&ImpactRow { cost_usd: Usd::ZERO, unknown_cost_sessions: 2, ..medium }), "unknown");
    }
}
