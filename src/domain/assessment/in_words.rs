//! What a model writes about an assessment: read with the records at hand, and refused where it says more than they do.
//!
//! The engine sets the grade. Words that name another one, an invented figure, or a cause are given back to the model with the reason.

use super::Assessment;
use crate::domain::{
    Usd,
    narrative::{
        Claim,
        check::{self, Checked},
        facts::{Fact, FactValue},
    },
    stats::Grade,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A version of an assessment in the words of a model. Every figure of it is in the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InWords {
    pub id: String,
    /// The version that is explained.
    pub assessment_id: String,
    /// Plain text.
    pub words: String,
    /// Who wrote it: provider and model.
    pub engine: String,
    /// What the model cost, with an answer that was refused before; null where its price is unknown.
    pub cost_usd: Option<Usd>,
    /// The figures of the text, with the records that they rest on.
    pub claims: Vec<Claim>,
    /// Who asked for it.
    pub actor: String,
    pub created_at: DateTime<Utc>,
}

/// The longest text, in characters; it stands beside an assessment and does not replace it.
const LONGEST: usize = 2_400;
/// So many words around "confidence" may say how much.
const NEAR: usize = 3;
/// So many words before a claim may take it back.
const TAKES_BACK: usize = 10;

const DENIALS: [&str; 12] = ["not", "no", "cannot", "can't", "neither", "nor", "never", "isn't", "doesn't", "wasn't", "didn't", "without"];
/// What an assessment cannot show.
const CERTAINTIES: [&str; 14] = [
    "cause",
    "caused",
    "causes",
    "causing",
    "causal",
    "causally",
    "prove",
    "proves",
    "proved",
    "proven",
    "certainly",
    "definitely",
    "undoubtedly",
    "significantly",
];
/// They look like denials and are the opposite.
const AFFIRMATIONS: [&str; 4] = ["no doubt", "without doubt", "without a doubt", "not only"];
const GOOD_NEWS: [&str; 6] = ["improved", "improvement", "worsened", "success", "successful", "succeeded"];

/// The text with its checked figures; or why it cannot be shown, as the model is told.
pub fn read(answer: &str, of: &Assessment, facts: &[Fact]) -> Result<Checked, String> {
    let answer = answer.trim();
    if answer.is_empty() {
        return Err("it is empty".into());
    }
    if answer.chars().count() > LONGEST {
        return Err(format!("it is longer than {LONGEST} characters"));
    }
    let checked = check::check(answer, facts);
    if checked.unverified > 0 {
        let wrong = checked.claims.iter().filter(|claim| !claim.verified).map(figure).collect::<Vec<_>>();
        return Err(format!("the records do not have these figures: {}", wrong.join(", ")));
    }
    let own = without_names(&checked.markdown, of, facts);
    let refused = other_grade(&own, of.grade).or_else(|| too_sure(&own)).or_else(|| unsaid(&own, of));
    refused.map_or(Ok(checked), Err)
}

fn figure(claim: &Claim) -> String {
    match &claim.contradiction {
        Some(says) => format!("“{}” (they say {says})", claim.text.trim_matches('*')),
        None => format!("“{}”", claim.text),
    }
}

/// The text without the metric's name and without what it quotes of the records: nothing in these is its own claim.
fn without_names(text: &str, of: &Assessment, facts: &[Fact]) -> String {
    let quoted = facts.iter().filter_map(|fact| match &fact.value {
        FactValue::Text(text) => Some(format!("“{text}”")),
        _ => None,
    });
    let own = quoted.fold(text.to_owned(), |text, quote| text.replace(&quote, "…"));
    if of.metric.trim().is_empty() { own } else { own.replace(of.metric.trim(), "…") }.to_lowercase().replace('’', "'")
}

fn other_grade(text: &str, known: Grade) -> Option<String> {
    for words in clauses(text) {
        for (at, _) in words.iter().enumerate().filter(|(_, word)| is_confidence(word)) {
            let near = &words[at.saturating_sub(NEAR)..(at + 1 + NEAR).min(words.len())];
            let before = at.checked_sub(1).and_then(|before| words.get(before)).filter(|word| matches!(**word, "no" | "full" | "complete"));
            let claimed = near.iter().find(|word| named(word).is_some_and(|grade| grade != known));
            let claimed = claimed.or(before.filter(|word| **word != "no" || known != Grade::None));
            if let Some(word) = claimed {
                return Some(format!("it speaks of “{word}” confidence, where the records say {}", known.as_str()));
            }
        }
    }
    None
}

fn is_confidence(word: &str) -> bool {
    matches!(word, "confidence" | "confident" | "confidently" | "grade" | "graded" | "certainty")
}

fn named(word: &str) -> Option<Grade> {
    match word {
        "high" | "highest" | "strong" | "strongly" | "very" | "highly" => Some(Grade::High),
        "medium" | "moderate" | "moderately" => Some(Grade::Medium),
        "low" | "lowest" | "weak" => Some(Grade::Low),
        "none" => Some(Grade::None),
        _ => None,
    }
}

fn too_sure(text: &str) -> Option<String> {
    if let Some(phrase) = AFFIRMATIONS.into_iter().find(|phrase| text.contains(phrase)) {
        return Some(format!("it says “{phrase}”, which the records do not"));
    }
    let word = unqualified(text, &CERTAINTIES)?;
    Some(format!("it says “{word}”: an assessment is consistent with a cause and does not show it"))
}

/// The first of these words that nothing before it takes back.
fn unqualified(text: &str, any: &[&str]) -> Option<String> {
    for words in clauses(text) {
        for (at, word) in words.iter().enumerate().filter(|(_, word)| any.contains(word)) {
            if !words[at.saturating_sub(TAKES_BACK)..at].iter().any(|before| DENIALS.contains(before)) {
                return Some((*word).to_owned());
            }
        }
    }
    None
}

/// What the reader must be told beside such an effect.
fn unsaid(text: &str, of: &Assessment) -> Option<String> {
    if of.is_ordinary() {
        if !text.contains("normal variation") {
            return Some("it does not say that the effect is not distinguishable from normal variation".into());
        }
        if let Some(word) = unqualified(text, &GOOD_NEWS) {
            return Some(format!("it says “{word}” of an effect that is not distinguishable from normal variation"));
        }
    }
    if of.provisional && !text.contains("provisional") {
        return Some("it does not say that the assessment is provisional".into());
    }
    (!of.shared_with.is_empty() && !text.contains("share")).then(|| "it does not say that the credit is shared with other goals".into())
}

/// The words of each clause.
fn clauses(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n');
    text.split(ends).map(|clause| clause.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::narrative::facts;

    fn of(answer: &str, assessment: &Assessment) -> Result<String, String> {
        read(answer, assessment, &facts::of_assessment(assessment)).map(|checked| checked.markdown)
    }

    fn refused(answer: &str, assessment: &Assessment) -> String {
        of(answer, assessment).unwrap_err()
    }

    #[test]
    fn what_the_records_say_may_be_said() {
        let medium = Assessment::sample();
        for honest in [
            "Errors fell by 20 errors (95% interval −22 to −18), with medium confidence. That does not show that the change caused it.",
            "The effect on Errors is −20 errors. Confidence: medium.",
            "The grade is medium. It cannot be proven by this that the change caused it.",
        ] {
            assert_eq!(of(honest, &medium).as_deref(), Ok(honest));
        }
    }

    #[test]
    fn an_invented_figure_is_refused_by_name() {
        assert!(refused("Errors fell by 20 errors and revenue rose 900%.", &Assessment::sample()).contains("“900%”"));
        assert!(refused("Errors fell. See https://x.test/5.", &Assessment::sample()).contains("x.test"));
        assert_eq!(refused(" ", &Assessment::sample()), "it is empty");
    }

    #[test]
    fn another_grade_is_refused_however_it_is_put() {
        for lie in [
            "We have high confidence in it.",
            "The confidence is very strong.",
            "Graded low.",
            "There is no confidence.",
            "A HIGH-confidence effect.",
        ] {
            assert!(refused(lie, &Assessment::sample()).contains("where the records say medium"), "{lie}");
        }
        let named = Assessment { metric: "High confidence score".into(), ..Assessment::sample() };
        assert!(of("High confidence score fell by 20 errors.", &named).is_ok(), "a name claims nothing");
    }

    #[test]
    fn a_cause_is_never_claimed() {
        for lie in ["The change caused it.", "This proves it.", "There is no doubt that it fell.", "It did not rest; the change caused it."]
        {
            assert!(of(lie, &Assessment::sample()).is_err(), "{lie}");
        }
    }

    #[test]
    fn what_limits_the_effect_must_be_said() {
        let ordinary = Assessment { grade: Grade::None, ..Assessment::sample() };
        assert!(refused("Errors fell by 20 errors.", &ordinary).contains("normal variation"));
        assert!(refused("Errors improved, within normal variation.", &ordinary).contains("improved"));
        assert!(of("The effect on Errors, −20 errors, is not distinguishable from normal variation.", &ordinary).is_ok());
        let open = Assessment { provisional: true, shared_with: vec!["g2".into()], ..Assessment::sample() };
        assert!(refused("Errors fell by 20 errors.", &open).contains("provisional"));
        assert!(refused("Errors fell by 20 errors; this is provisional.", &open).contains("shared"));
        assert!(of("Errors fell by 20 errors; this is provisional, and the credit is shared with another goal.", &open).is_ok());
    }
}
