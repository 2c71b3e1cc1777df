//! Which goal a title means.

use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Below this likeness two titles are strangers.
const ALIKE: f64 = 0.5;
/// From this likeness on a goal is worth suggesting to a person.
const WORTH_A_LOOK: f64 = 0.2;

/// What was found for a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// One goal fits best: its place in the list.
    One(usize),
    /// Several fit equally well.
    Several(Vec<usize>),
    None,
}

/// The title that fits best; case, accents, punctuation and word order do not matter.
pub fn best(title: &str, titles: &[&str]) -> Match {
    let wanted = words(title);
    let scores: Vec<f64> = titles.iter().map(|other| likeness(&wanted, &words(other))).collect();
    let top = scores.iter().copied().fold(0.0, f64::max);
    if top < ALIKE {
        return Match::None;
    }
    let at_top: Vec<usize> = (0..scores.len()).filter(|i| top - scores[*i] < 1e-9).collect();
    if let [one] = at_top[..] { Match::One(one) } else { Match::Several(at_top) }
}

/// The places of titles that may be meant, likeliest first.
pub fn candidates(title: &str, titles: &[&str], most: usize) -> Vec<usize> {
    let wanted = words(title);
    let mut scored: Vec<(usize, f64)> = titles.iter().enumerate().map(|(i, other)| (i, likeness(&wanted, &words(other)))).collect();
    scored.retain(|(_, score)| *score >= WORTH_A_LOOK);
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    scored.into_iter().take(most).map(|(i, _)| i).collect()
}

fn words(title: &str) -> BTreeSet<String> {
    let plain: String = title.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The share of words in common; where one title has all the words of the other, at least alike.
#[expect(clippy::cast_precision_loss, reason = "titles have few words")]
fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let common = a.intersection(b).count();
    if common == 0 {
        return 0.0;
    }
    let share = common as f64 / a.union(b).count() as f64;
    if common == a.len() || common == b.len() { share.max(ALIKE + share / 2.0).min(1.0) } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOALS: [&str; 4] = ["Troy BDC performance", "Speed up CI", "Café menu", "Reduce search zero-result rate"];

    #[test]
    fn case_accents_and_order_do_not_matter() {
        assert_eq!(best("performance TROY bdc", &GOALS), Match::One(0));
        assert_eq!(best("CAFE   MENU!", &GOALS), Match::One(2));
        assert_eq!(best("Troy BDC", &GOALS), Match::One(0));
        assert_eq!(best("Troy BDC performance of the checkout", &GOALS), Match::One(0));
    }

    #[test]
    fn strangers_do_not_match() {
        assert_eq!(best("Write the annual report", &GOALS), Match::None);
        assert_eq!(best("search engine for the intranet of the sales team", &GOALS), Match::None);
        assert_eq!(best("???", &GOALS), Match::None);
    }

    #[test]
    fn two_equally_good_ones_are_not_guessed_between() {
        assert_eq!(best("speed up ci", &["Speed up CI", "CI: speed up", "other"]), Match::Several(vec![0, 1]));
        assert_eq!(best("speed up ci", &["Speed up CI", "Speed up CI today"]), Match::One(0), "the exact one is better");
    }
}
