//! An assessment as a few sentences (section 5, "Text"). It never says "caused".

use super::{
    assessment::Assessment,
    grade::Grade,
    number::{self, days, difference, plain, with_unit},
    reason::{Code, Pull, Reason},
};

/// What the metric is called, and what it is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a> {
    pub metric: &'a str,
    pub unit: Option<&'a str>,
}

/// So many reasons are told; the rest is in the list.
const TOLD: usize = 3;

/// "Error rate 1.92 % → 1.40 % in the 7 days after. Expected without the change: 1.88 %. Effect −0.48 pp [−0.71, −0.20].
/// Confidence: medium, because …"
pub fn text(assessment: &Assessment, name: Name<'_>) -> String {
    let mut sentences = vec![];
    let width = assessment.ci_high.zip(assessment.ci_low).map(|(high, low)| high - low);
    let digits = number::digits(width.unwrap_or(0.0), assessment.effect.unwrap_or(0.0));
    if let Some(raw) = assessment.raw {
        let when = assessment.diagnostics.map_or(String::new(), |numbers| format!(" in the {} after", days(numbers.days_after)));
        let (before, after) = (with_unit(raw.before, digits, name.unit), with_unit(raw.after, digits, name.unit));
        sentences.push(format!("{} {before} → {after}{when}.", name.metric));
    }
    if let Some(expected) = assessment.expected {
        sentences.push(format!("Expected without the change: {}.", with_unit(expected, digits, name.unit)));
    }
    if let Some(effect) = effect(assessment, digits, name.unit) {
        sentences.push(effect);
    }
    sentences.push(confidence(assessment));
    if assessment.grade > Grade::None && !assessment.has(Code::Experiment) {
        sentences.push(caution(assessment));
    }
    sentences.join(" ")
}

fn effect(assessment: &Assessment, digits: f64, unit: Option<&str>) -> Option<String> {
    let effect = assessment.effect?;
    let mut text = format!("Effect {}", difference(effect, digits, unit));
    if let (Some(low), Some(high)) = (assessment.ci_low, assessment.ci_high) {
        text += &format!(" [{}, {}]", plain(low, digits), plain(high, digits));
    }
    if let Some(percent) = assessment.effect_percent.filter(|_| unit.map(str::trim) != Some("%")) {
        text += &format!(" ({})", difference(percent, if percent.abs() < 10.0 { 0.1 } else { 1.0 }, None) + " %");
    }
    Some(text + ".")
}

/// The grade with what pulled it down, or up where nothing did.
fn confidence(assessment: &Assessment) -> String {
    let words = |pull: Pull| {
        let told = assessment.reasons.iter().filter(|reason| reason.pull == pull).take(TOLD);
        told.map(|reason| reason.words.as_str()).collect::<Vec<_>>().join("; ")
    };
    let (lowered, raised) = (words(Pull::Lowered), words(Pull::Raised));
    let why = if lowered.is_empty() { raised } else { lowered };
    let grade = assessment.grade.as_str();
    if why.is_empty() { format!("Confidence: {grade}.") } else { format!("Confidence: {grade}, because {why}.") }
}

/// No more than that the times agree.
fn caution(assessment: &Assessment) -> String {
    let what = if assessment.attribution.is_empty() { "a change at that time" } else { "these pull requests" };
    let besides = if assessment.has(Code::ControlsUsed) {
        ""
    } else if assessment.has(Code::ControlsNotUsed) {
        "; other changes at the same time cannot be excluded without a control series that moves with it"
    } else {
        "; other changes at the same time cannot be excluded without a control series"
    };
    format!("Consistent with {what}{besides}.")
}

/// "✓ 56 days before", "✗ only 9 days after": the reasons as a list.
pub fn checklist(assessment: &Assessment) -> Vec<String> {
    assessment.reasons.iter().map(Reason::line).collect()
}

/// Which merge it was: an index where one is likely enough to be named, none where it is "one of these".
pub fn named(assessment: &Assessment) -> Option<usize> {
    assessment.attribution.iter().position(|weight| *weight >= 0.8)
}

#[cfg(test)]
mod tests {
    use super::super::assessment::{Diagnostics, Pair};
    use super::*;

    fn error_rate() -> Assessment {
        Assessment {
            grade: Grade::Medium,
            effect: Some(-0.48),
            ci_low: Some(-0.71),
            ci_high: Some(-0.2),
            effect_percent: Some(-25.5),
            raw: Some(Pair { before: 1.92, after: 1.4 }),
            expected: Some(1.88),
            reasons: vec![
                Reason::lowered(Code::ShortHistory, "only 7 days of history", "only 7 days before"),
                Reason::raised(Code::Evidence, "rare", "rare by chance"),
            ],
            attribution: vec![0.1, 0.85],
            diagnostics: Some(Diagnostics { days_after: 7.0, ..Diagnostics::default() }),
            ..Assessment::default()
        }
    }

    #[test]
    fn the_sentence_of_the_page() {
        let text = text(&error_rate(), Name { metric: "Error rate", unit: Some("%") });
        assert_eq!(
            text,
            "Error rate 1.92 % → 1.40 % in the 7 days after. Expected without the change: 1.88 %. \
             Effect −0.48 pp [−0.71, −0.20]. Confidence: medium, because only 7 days of history. \
             Consistent with these pull requests; other changes at the same time cannot be excluded without a control series."
        );
    }

    #[test]
    fn no_pull_request_is_named_where_there_is_none() {
        let unnamed = Assessment { attribution: vec![], ..error_rate() };
        let text = text(&unnamed, Name { metric: "Error rate", unit: None });
        assert!(text.contains("Consistent with a change at that time; other changes") && !text.contains("pull request"), "{text}");
    }

    #[test]
    fn other_units_show_percent_and_grades_their_lists() {
        let assessment = error_rate();
        assert!(text(&assessment, Name { metric: "Latency", unit: Some("ms") }).contains("−0.48 ms [−0.71, −0.20] (−26 %)."));
        assert_eq!(checklist(&assessment), ["✗ only 7 days before", "✓ rare by chance"]);
        assert_eq!(named(&assessment), Some(1));
        assert_eq!(text(&Assessment::default(), Name { metric: "x", unit: None }), "Confidence: none.");
    }
}
