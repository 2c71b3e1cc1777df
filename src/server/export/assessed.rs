//! An assessment in a few sentences: the effect, how far it can be believed and why, and on what that stands.

use super::{
    proof::{counted, day},
    text::inline,
};
use crate::domain::{
    assessment::{Assessment, believed, caveats},
    narrative::write::assessed::{effect, interval, value},
    portfolio::Grades,
    stats::{Code, Grade, Reason},
};
use chrono::DateTime;

/// What a metric did after the work, and never more than its grade allows.
pub fn assessment(a: &Assessment) -> String {
    let name = inline(&a.metric);
    [format!("**{name}**: {}.", result(a)), seen(a), reasons(a), origin(a)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// How far the effects of many goals can be believed, in one sentence; none where nothing was assessed.
pub fn grades(of: &Grades) -> Option<String> {
    let named = [(of.high, believed(Grade::High, true)), (of.medium, believed(Grade::Medium, true)), (of.low, believed(Grade::Low, true))];
    let mut parts: Vec<String> = named.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} with {words}")).collect();
    parts.extend((of.none > 0).then(|| format!("{} {}", of.none, believed(Grade::None, true))));
    parts.extend((of.unknown > 0).then(|| format!("{} with too little to compare", of.unknown)));
    let worse = if of.worse > 0 { format!(" {} of these got **worse**.", of.worse) } else { String::new() };
    let open = (of.provisional > 0)
        .then(|| format!(" {} of these {} provisional.", of.provisional, if of.provisional == 1 { "is" } else { "are" }));
    let all = counted(of.all().into(), "goal was", "goals were");
    (of.all() > 0).then(|| {
        format!(
            "{all} assessed by {} surest metric: {}.{worse}{}",
            if of.all() == 1 { "its" } else { "their" },
            parts.join(", "),
            open.unwrap_or_default()
        )
    })
}

fn result(a: &Assessment) -> String {
    let believed = believed(a.grade, a.effect.is_some());
    let mut parts = match (a.effect, a.grade) {
        (None, _) => vec![believed.to_owned()],
        (Some(_), Grade::None) => vec![format!("**{believed}**: effect {}{}", effect(a), interval(a))],
        (Some(_), _) => vec![format!("effect {}{}", effect(a), interval(a)), verdict(a).to_owned(), format!("**{believed}**")],
    };
    parts.extend(caveats(a.provisional, a.shared_with.len()));
    parts.join("; ")
}

fn verdict(a: &Assessment) -> &'static str {
    match a.improved {
        Some(true) => "better",
        Some(false) => "**worse**",
        None => "no direction was set, so neither better nor worse",
    }
}

/// What an effect does not show; an experiment does, and where there is no effect nothing is claimed.
fn caution(a: &Assessment) -> &'static str {
    let claims = a.effect.is_some() && a.grade > Grade::None && !a.has(Code::Experiment);
    if claims { " Consistent with the work, which need not be its cause." } else { "" }
}

fn seen(a: &Assessment) -> String {
    let Some((before, after)) = a.before.zip(a.after) else { return String::new() };
    let expected = a.expected.map(|expected| format!("; {} was expected without the work", value(a, expected))).unwrap_or_default();
    format!("{} → {}{expected}.", value(a, before), value(a, after))
}

fn reasons(a: &Assessment) -> String {
    let all: Vec<String> = a.reasons.iter().map(Reason::line).map(|line| inline(&line)).collect();
    if all.is_empty() { String::new() } else { format!("Why: {}.", all.join("; ")) }
}

fn origin(a: &Assessment) -> String {
    let (start, end) = (day(a.intervention.start), day(a.intervention.end));
    let merged = if start == end { format!("merged {start}") } else { format!("merged {start} to {end}") };
    let on = |at| DateTime::from_timestamp(at, 0).map_or_else(String::new, day);
    format!(
        "Version {} of {}; {merged}; samples {} to {}, {} before and {} after compared; method {}.{}",
        a.version,
        day(a.created_at),
        on(a.data.from),
        on(a.data.to),
        a.before_window,
        a.after_window,
        inline(&a.method),
        caution(a),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::stats::Pull;

    fn reason(pull: Pull, check: &str) -> Reason {
        Reason { code: Code::Evidence, pull, words: check.into(), check: check.into() }
    }

    #[test]
    fn it_says_the_effect_the_grade_and_why() {
        let reasons = vec![reason(Pull::Lowered, "only 7 days before"), reason(Pull::Raised, "rare <b>by</b> chance")];
        let told = assessment(&Assessment { reasons, improved: Some(true), metric: "p95 *latency*".into(), ..Assessment::sample() });
        insta::assert_snapshot!(told, @r"**p95 \*latency\***: effect −20 errors, −20% (95% interval of the effect −22 errors to −18 errors); better; **medium confidence**. 100 errors → 80 errors; 100 errors was expected without the work. Why: ✗ only 7 days before; ✓ rare \<b\>by\</b\> chance. Version 1 of 1970-01-01; merged 1970-01-01; samples 1970-01-01 to 1970-01-08, 7d before and 7d after compared; method test/1. Consistent with the work, which need not be its cause.");
    }

    #[test]
    fn it_never_says_more_than_the_grade_allows() {
        let told = |change: fn(&mut Assessment)| {
            let mut one = Assessment { improved: Some(false), ..Assessment::sample() };
            change(&mut one);
            assessment(&one)
        };
        let ordinary = told(|a| a.grade = Grade::None);
        assert!(
            ordinary.starts_with("**Errors**: **not distinguishable from normal variation**: effect −20") && !ordinary.contains("worse"),
            "{ordinary}"
        );
        let blind = told(|a| a.effect = None);
        assert!(blind.starts_with("**Errors**: nothing can be said yet.") && !blind.contains("onsistent"), "{blind}");
        let limited = told(|a| (a.provisional, a.shared_with) = (true, vec!["g2".into()]));
        assert!(
            limited.contains(
                "**worse**; **medium confidence**; provisional: the time afterwards is not over; credit shared with another goal."
            ),
            "{limited}"
        );
    }

    #[test]
    fn grades_are_counted_in_words() {
        assert_eq!(grades(&Grades::default()), None);
        let some = Grades { high: 2, none: 1, unknown: 1, worse: 1, provisional: 1, ..Grades::default() };
        assert_eq!(
            grades(&some).unwrap(),
            "4 goals were assessed by their surest metric: 2 with high confidence, 1 not distinguishable from normal variation, \
             1 with too little to compare. 1 of these got **worse**. 1 of these is provisional."
        );
    }
}
