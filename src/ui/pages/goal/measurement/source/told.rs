use crate::{domain::assessment::Assessment, ui::figures::Figures};
use dioxus::prelude::*;

/// What an assessment says, the fact first. How far it can be believed stands with the grade.
#[component]
pub fn Sentence(assessment: Assessment) -> Element {
    let told = Told::of(&assessment);
    rsx! {
        p { class: "sentence",
            b { "{told.fact}" }
            if !told.rest.is_empty() {
                " {told.rest}"
            }
            if assessment.is_ordinary() {
                " "
                strong { "Not distinguishable from normal variation." }
            }
            if let Some((tone, words)) = Figures::of(&assessment).verdict() {
                " "
                span { class: tone, "{words}" }
            }
        }
    }
}

/// The sentence of an assessment in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// "Errors 1.92 % → 1.40 % in the 7 days after."
    pub fact: String,
    /// What was expected, and the effect.
    pub rest: String,
    /// What cannot be excluded.
    pub caution: Option<String>,
}

/// Where the grade is told, which the page shows by itself.
const GRADE: &str = "Confidence: ";
const CAUTION: &str = "Consistent with";

impl Told {
    /// Parts the sentence. The name of a metric may have full stops of its own.
    pub fn of(assessment: &Assessment) -> Self {
        let sentence = assessment.sentence.as_str();
        let after_name = if sentence.starts_with(&assessment.metric) { assessment.metric.len() } else { 0 };
        let graded = sentence[after_name..].find(GRADE).map_or(sentence.len(), |at| after_name + at);
        let caution = sentence[graded..].find(CAUTION).map(|at| sentence[graded + at..].to_owned());
        let figures = sentence[..graded].trim();
        let end = figures.get(after_name..).and_then(|rest| rest.find(". ")).map_or(figures.len(), |at| after_name + at + 1);
        let (fact, rest) = figures.split_at(end);
        let fact = if fact.is_empty() { format!("{}: nothing can be said yet.", assessment.metric) } else { fact.to_owned() };
        Self { fact, rest: rest.trim().to_owned(), caution }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::figures::tests::assessment;

    fn told(metric: &str, sentence: &str) -> Told {
        Told::of(&Assessment { metric: metric.into(), sentence: sentence.into(), ..assessment() })
    }

    #[test]
    fn the_fact_stands_alone() {
        let sentence = "No. of errors 1.92 % → 1.40 % in the 7 days after. Expected without the change: 1.88 %. Effect −0.48 pp [−0.71, −0.20]. \
             Confidence: medium, because only 7 days of history. Consistent with these pull requests.";
        let told = told("No. of errors", sentence);
        assert_eq!(told.fact, "No. of errors 1.92 % → 1.40 % in the 7 days after.");
        assert_eq!(told.rest, "Expected without the change: 1.88 %. Effect −0.48 pp [−0.71, −0.20].");
        assert_eq!(told.caution.as_deref(), Some("Consistent with these pull requests."));
    }

    #[test]
    fn without_numbers_it_says_so() {
        let told = told("Errors", "Confidence: none, because only one value before and 2 values after the merge.");
        assert_eq!((told.fact.as_str(), told.rest.as_str(), told.caution), ("Errors: nothing can be said yet.", "", None));
    }
}
