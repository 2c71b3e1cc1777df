//! Reads the facts off an assessment.

use super::{
    Fact, FactValue,
    ledger::Ledger,
    records::{MOST_EACH, line},
};
use crate::domain::{
    assessment::Assessment,
    narrative::scan::{Unit, measure},
};
use chrono::DateTime;

/// All facts of one assessment, numbered, for a text about it alone.
pub fn of_assessment(a: &Assessment) -> Vec<Fact> {
    let mut ledger = Ledger::default();
    assessment(&mut ledger, a);
    circumstances(&mut ledger, a);
    explained(&mut ledger, a);
    ledger.done()
}

/// What is told of an assessment among other things.
pub(super) fn assessment(ledger: &mut Ledger, a: &Assessment) {
    let percent = measure(a.unit.as_deref().unwrap_or_default()).1 == Unit::Percent;
    let apart = || if percent { Some("percentage points".to_owned()) } else { a.unit.clone() };
    let in_percent = || Some("%".to_owned());
    ledger.from(&[a.id.as_str()]).text("assessed metric", Some(&line(&a.metric))).about(&line(&a.metric));
    for (label, value) in [("mean before", a.before), ("mean after", a.after), ("expected without the work", a.expected)] {
        if let Some(value) = value {
            ledger.add(label, FactValue::Number { value, unit: a.unit.clone() });
        }
    }
    let changes = [
        ("effect", a.effect),
        ("lower end of the interval of the effect", a.ci_low),
        ("upper end of the interval of the effect", a.ci_high),
    ];
    for (label, value) in changes {
        if let Some(value) = value {
            ledger.add(label, FactValue::Change { value, unit: apart() });
        }
    }
    if let Some(value) = a.effect_percent {
        ledger.add("effect in percent of what was expected", FactValue::Change { value, unit: in_percent() });
    }
    if a.ci_low.is_some() {
        ledger.add("level of the interval", FactValue::Number { value: 95.0, unit: in_percent() });
    }
    ledger.name("confidence in the effect", Some(a.grade.as_str()));
    ledger.name("better or worse", a.improved.map(|improved| if improved { "better" } else { "worse" }));
    ledger.day("change merged from", Some(a.intervention.start)).day("change merged until", Some(a.intervention.end));
    for reason in &a.reasons {
        ledger.text("reason of the confidence", Some(&line(&reason.words)));
    }
    ledger.day("assessed on", Some(a.created_at));
}

fn circumstances(ledger: &mut Ledger, a: &Assessment) {
    if let Some(p) = a.p {
        ledger.add("chance of so large a change without one (p)", FactValue::Number { value: p, unit: None });
    }
    let (seen, whole) = a.seen();
    ledger.duration("time before that was compared", Some(a.before_window.as_seconds()));
    ledger.duration("time afterwards that is compared", Some(whole)).duration("of it seen so far", a.provisional.then_some(seen));
    let day = |at| DateTime::from_timestamp(at, 0);
    ledger.day("samples from", day(a.data.from)).day("samples until", day(a.data.to));
    ledger.name("state", Some(if a.provisional { "provisional: the time afterwards is not over" } else { "the time afterwards is over" }));
    let large_enough = |enough| if enough { "as large as the hypothesis wanted" } else { "smaller than the hypothesis wanted" };
    ledger.name("size", a.large_enough.map(large_enough));
    let shared = i64::try_from(a.shared_with.len()).ok().filter(|n| *n > 0);
    ledger.count("other goals that share the credit, as their changes cannot be told apart", shared, "goal", "");
    for one in a.confounders.iter().filter(|one| one.counts()).take(MOST_EACH) {
        ledger.text("what else happened", Some(&line(&one.title))).day("it happened on", Some(one.starts_at));
    }
}

/// Which change explains how much of it.
fn explained(ledger: &mut Ledger, a: &Assessment) {
    let percent = |share: f64| FactValue::Number { value: (share * 100.0).round(), unit: Some("%".into()) };
    ledger.count("changes that were looked at", i64::try_from(a.explained_by.len()).ok(), "change", "");
    for one in a.explained_by.iter().take(MOST_EACH) {
        ledger.from(&[a.id.as_str(), one.artifact_id.as_str()]).text("change", Some(&line(&one.title))).about(&line(&one.title));
        ledger.day("merged on", Some(one.merged_at)).add("share of the effect that its time explains", percent(one.weight));
    }
    ledger.from(&[a.id.as_str()]).add("share of the effect that none of the changes explains", percent(a.unexplained));
}
