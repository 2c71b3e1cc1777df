//! Amounts of money, and what a sentence says about how much something may cost.

use super::{
    super::Usd,
    number,
    word::{Word, skip, strip},
};

const MOST: &[&str] = &[
    "no more than",
    "not more than",
    "at most",
    "up to",
    "less than",
    "at maximum",
    "a maximum of",
    "a max of",
    "maximum",
    "max",
    "under",
    "below",
];
const CAP: &[&str] = &["budget", "limit", "cap"];

/// `budget $5`, `up to five dollars`, `for at most 50 cents`, `with a $2 limit`: the amount, and what comes after.
pub(super) fn budget(words: &[Word]) -> Option<(Usd, &[Word])> {
    let given = skip(words, &["with", "for", "spending", "spend", "costing", "using", "use"]);
    let at = skip(given, &["a", "the"]);
    if let Some((cap, rest)) = at.split_first().filter(|(cap, _)| CAP.contains(&cap.key.as_str())) {
        let rest = skip(skip(rest, &["of", "is", "to", "at"]), MOST);
        return amount(rest).or_else(|| if cap.key == "budget" { plain(rest) } else { None });
    }
    let most = strip(given, MOST);
    let (usd, rest) = amount(most.unwrap_or(given)).or_else(|| amount(at))?;
    let capped = strip(rest, &["budget", "limit", "cap", "maximum", "max", "at most", "tops", "or less"]);
    (given.len() < words.len() || most.is_some() || capped.is_some()).then(|| (usd, capped.unwrap_or(rest)))
}

/// `$2.50`, `$ 3`, `2 dollars`, `two dollars and fifty cents`, `50 cents`, `usd 5`: something that can only be money.
pub(super) fn amount(words: &[Word]) -> Option<(Usd, &[Word])> {
    let (first, rest) = words.split_first()?;
    if let Some(figure) = first.key.strip_prefix('$').filter(|figure| !figure.is_empty()) {
        return Some((usd(decimal(figure)?)?, skip(rest, &["dollars", "usd"])));
    }
    if matches!(first.key.as_str(), "$" | "usd") {
        return plain(rest);
    }
    if let Some(dollars) = ["$", "usd"].iter().find_map(|unit| first.key.strip_suffix(unit)) {
        return Some((usd(decimal(dollars)?)?, rest));
    }
    if let Some(cents) = first.key.strip_suffix('¢') {
        return Some((usd(decimal(cents)? / 100.0)?, rest));
    }
    hyphened(first, rest).or_else(|| in_words(words))
}

/// `five-dollar`
fn hyphened<'w>(first: &Word, rest: &'w [Word]) -> Option<(Usd, &'w [Word])> {
    let count = first.key.strip_suffix("-dollars").or_else(|| first.key.strip_suffix("-dollar"))?;
    let count = Word { text: count.to_owned(), key: count.to_owned() };
    let (dollars, _) = figure(std::slice::from_ref(&count))?;
    Some((usd(dollars)?, rest))
}

fn in_words(words: &[Word]) -> Option<(Usd, &[Word])> {
    const CENTS: &[&str] = &["cents", "cent"];
    let one = || strip(words, &["a"]).map(|rest| (1.0, rest));
    let (count, rest) = strip(words, &["a hundred"]).map(|rest| (100.0, rest)).or_else(one).or_else(|| figure(words))?;
    if let Some(rest) = strip(rest, CENTS) {
        return Some((usd(count / 100.0)?, rest));
    }
    let rest = strip(rest, &["us dollars", "dollars", "dollar", "bucks", "buck", "usd"])?;
    let cents = figure(skip(rest, &["and"])).and_then(|(cents, after)| strip(after, CENTS).map(|after| (cents, after)));
    let (cents, rest) = cents.unwrap_or((0.0, rest));
    Some((usd(count + cents / 100.0)?, rest))
}

/// A number that is money because of what stands before it.
fn plain(words: &[Word]) -> Option<(Usd, &[Word])> {
    let (dollars, rest) = figure(words)?;
    Some((usd(dollars)?, skip(rest, &["dollars", "dollar", "bucks", "usd"])))
}

fn figure(words: &[Word]) -> Option<(f64, &[Word])> {
    let (first, rest) = words.split_first()?;
    match decimal(&first.key) {
        Some(number) => Some((number, rest)),
        None => number::read(words).map(|(number, rest)| (f64::from(number), rest)),
    }
}

fn decimal(text: &str) -> Option<f64> {
    let plain = text.replace(',', "");
    let digits = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.') && plain.bytes().any(|b| b.is_ascii_digit());
    if digits { plain.parse().ok() } else { None }
}

fn usd(dollars: f64) -> Option<Usd> {
    Usd::from_dollars(dollars).filter(|usd| *usd > Usd::ZERO)
}
