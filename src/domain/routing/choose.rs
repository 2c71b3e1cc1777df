//! Finding the rule that fits.

use super::{About, Choice, Routing, Then, When};

impl Routing {
    /// What a task gets; `remaining_percent` is what is left of the day's budget, none where there is no cap.
    pub fn choose(&self, about: &About, remaining_percent: Option<u8>) -> Choice {
        if let Some(left) = remaining_percent.filter(|left| *left < self.cheaper_below_percent) {
            let reason = format!("{left} % of the day's budget is left, less than {} %", self.cheaper_below_percent);
            return choice("the budget is short", &self.cheaper, reason);
        }
        let text = words(&format!("{}\n{}", about.title, about.details.as_deref().unwrap_or_default()));
        for rule in &self.rules {
            if let Some(reasons) = rule.when.reasons(about, &text) {
                let reason = if reasons.is_empty() { "the rule fits everything".to_owned() } else { reasons.join(", and ") };
                return choice(&rule.name, &rule.then, reason);
            }
        }
        choice("otherwise", &self.fallback, "no rule fits".to_owned())
    }
}

fn choice(rule: &str, then: &Then, reason: String) -> Choice {
    Choice { rule: rule.to_owned(), then: then.clone(), reason }
}

impl When {
    /// Why each of the given conditions holds; none if one does not.
    fn reasons(&self, about: &About, text: &[String]) -> Option<Vec<String>> {
        let mut reasons = Vec::new();
        if !self.complexity.is_empty() {
            let fits = self.complexity.contains(&about.complexity);
            reasons.push(fits.then(|| format!("the task is {}", about.complexity.as_str())));
        }
        if !self.tags.is_empty() {
            let has = |tag: &&String| about.tags.iter().any(|other| other.to_lowercase() == tag.to_lowercase());
            reasons.push(self.tags.iter().find(has).map(|tag| format!("the goal has the tag “{tag}”")));
        }
        if !self.words.is_empty() {
            reasons.push(self.words.iter().find(|word| says(text, word)).map(|word| format!("the task says “{word}”")));
        }
        if let Some(part) = &self.repository {
            let path = about.repository.as_deref().unwrap_or_default();
            let fits = path.to_lowercase().contains(&part.to_lowercase());
            reasons.push(fits.then(|| format!("the repository is {path}")));
        }
        reasons.into_iter().collect()
    }
}

/// Does the text have this word, or these words in a row?
fn says(text: &[String], word: &str) -> bool {
    let word = words(word);
    !word.is_empty() && text.windows(word.len()).any(|window| window == word)
}

/// The words of a text in small letters. What programs are called after, as `c++` and `c#`, stays whole.
pub(super) fn words(text: &str) -> Vec<String> {
    let pieces = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '+' | '#' | '_')));
    pieces.filter(|piece| piece.contains(char::is_alphanumeric)).map(str::to_lowercase).collect()
}
