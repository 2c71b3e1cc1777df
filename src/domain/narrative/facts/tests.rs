use super::{FactValue, of};
use crate::domain::narrative::write::tests::sample;

#[test]
fn facts_are_numbered_and_name_their_records() {
    let facts = of(&sample());
    for (i, fact) in facts.iter().enumerate() {
        assert_eq!(fact.id, format!("F{}", i + 1));
    }
    let before = facts.iter().find(|f| f.label == "before").unwrap();
    assert_eq!(before.value.to_string(), "12.3 per second");
    assert_eq!((before.about.as_deref(), before.evidence.as_slice()), (Some("Frame drops"), &["m1".to_owned()][..]));
}

#[test]
fn counts_are_of_all_records_with_their_state() {
    let facts = of(&sample());
    let count = |label: &str| facts.iter().find(|f| f.label == label).map(|f| f.value.to_string());
    assert_eq!(count("tasks").as_deref(), Some("5 tasks"));
    assert_eq!(count("tasks done").as_deref(), Some("3 tasks done"));
    assert_eq!(count("pull requests merged").as_deref(), Some("2 pull requests merged"));
    assert_eq!(count("known cost in all").as_deref(), Some("$4.20"));
}

#[test]
fn the_difference_of_percentages_is_in_points() {
    let mut detail = sample();
    detail.metrics[0].unit = Some("%".into());
    let facts = of(&detail);
    let change = facts.iter().find(|f| f.label == "change").unwrap();
    assert_eq!(change.value, FactValue::Change { value: -10.5, unit: Some("percentage points".into()) });
}
