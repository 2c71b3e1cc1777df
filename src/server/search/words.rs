//! From what a person types to what the index is asked: any input is safe.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// More words than this narrow nothing down.
const WORDS_MOST: usize = 12;
/// Longer words are cut: the index knows them by their beginning as well.
const WORD_MOST: usize = 64;

/// The words of a query, folded. The last one is matched by its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

impl Query {
    /// The words in `text`; none if it has no letter and no digit.
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text);
        let words: Vec<String> = split(&folded).take(WORDS_MOST).map(|word| word.chars().take(WORD_MOST).collect()).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// The query in the language of FTS5. Words hold letters and digits only, so nothing in them can be an operator.
    pub fn fts5(&self) -> String {
        let quoted: Vec<String> = self.words.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{} *", quoted.join(" "))
    }

    /// The same for `to_tsquery`.
    pub fn tsquery(&self) -> String {
        format!("{}:*", self.words.join(" & "))
    }

    /// Whether `word`, folded, is one that was asked for.
    pub fn takes(&self, word: &str) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().any(|(i, asked)| if i == last { word.starts_with(asked) } else { word == asked })
    }

    /// The short key (`G12`) that the query may be.
    pub fn key(&self) -> Option<String> {
        match self.words.as_slice() {
            [word] => Some(word.to_ascii_uppercase()),
            _ => None,
        }
    }
}

/// Lower case without accents: how the index compares.
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The words of a text, as the index splits it.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_person_types_is_an_operator() {
        let query = Query::parse(r#"Café" OR (title:x* NEAR/2 -drop;--"#).unwrap();
        assert_eq!(query.fts5(), r#""cafe" "or" "title" "x" "near" "2" "drop" *"#);
        assert_eq!(query.tsquery(), "cafe & or & title & x & near & 2 & drop:*");
        for empty in ["", "  ", "*\"'()", "\0"] {
            assert_eq!(Query::parse(empty), None);
        }
    }

    #[test]
    fn the_last_word_is_a_beginning() {
        let query = Query::parse("render pip").unwrap();
        assert!(query.takes("pipeline") && query.takes("render"));
        assert!(!query.takes("renderer"));
    }
}
