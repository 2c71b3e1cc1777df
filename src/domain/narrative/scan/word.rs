//! Numbers in words, and words that say a ratio or a share.

use super::{Numeral, Quantity, Said, Unit, name, number};

/// The number in words that starts at `i`, with its unit.
pub(super) fn at(text: &str, i: usize) -> Option<Numeral> {
    let word = lower(text, i);
    let said = |end: usize, quantity: Quantity| Some(Numeral { start: i, end, said: Said::Quantity(quantity) });
    let end = i + word.len();
    if let Some(quantity) = ratio(&word, text, end) {
        return said(end, quantity);
    }
    if let Some((end, quantity)) = share(text, i, &word) {
        return said(end, quantity);
    }
    if matches!(word.as_str(), "dozens" | "hundreds" | "thousands" | "millions" | "billions") {
        return Some(Numeral { start: i, end, said: Said::Vague });
    }
    let (end, value) = cardinal(text, i)?;
    if value == 1.0 && is_pronoun(text, i, end) {
        return None;
    }
    let (end, mut quantity) = number::with_unit(text, end, Quantity::new(value, 1.0), None);
    quantity.approximate = number::approximate(&text[..i]);
    said(end, quantity)
}

fn lower(text: &str, i: usize) -> String {
    let word = &text[i..i + name::letters(&text[i..])];
    if word.is_ascii() && word.len() < 16 { word.to_ascii_lowercase() } else { String::new() }
}

/// `doubled`, `tenfold`, `twice as`.
fn ratio(word: &str, text: &str, end: usize) -> Option<Quantity> {
    let value = match word {
        "doubled" | "doubles" | "doubling" | "twofold" => 2.0,
        "tripled" | "triples" | "tripling" | "threefold" => 3.0,
        "quadrupled" | "fourfold" => 4.0,
        "fivefold" => 5.0,
        "tenfold" => 10.0,
        "twice" if number::ends_word(text, end, " as") || number::ends_word(text, end, " the") => 2.0,
        "twice" => return Some(Quantity::new(2.0, 1.0)),
        _ => return None,
    };
    // A word rounds more loosely than a digit, but not to anything: a twentieth.
    Some(Quantity::new(value, value / 10.0).in_unit(1.0, Unit::Ratio))
}

/// `half`, `a third of`, `three quarters`.
fn share(text: &str, i: usize, word: &str) -> Option<(usize, Quantity)> {
    let percent = |end: usize, value: f64| Some((end, Quantity::new(value, 2.0).in_unit(1.0, Unit::Percent)));
    let end = i + word.len();
    if matches!(word, "half" | "halved" | "halves" | "halving") {
        let before = text[..i].trim_end().rsplit(' ').next().unwrap_or_default().to_lowercase();
        if matches!(before.as_str(), "first" | "second" | "other" | "latter") {
            return None;
        }
        if number::ends_word(text, end, " an hour") {
            return Some((end + 8, Quantity::new(1_800.0, 600.0).in_unit(1.0, Unit::Time)));
        }
        return percent(end, 50.0);
    }
    let count = match word {
        "a" | "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        _ => return None,
    };
    let of = text[end..].strip_prefix([' ', '-']).map(|_| end + 1)?;
    let part = lower(text, of);
    let parts = match part.as_str() {
        "third" | "thirds" => 3.0,
        "quarter" | "quarters" => 4.0,
        "fifth" | "fifths" => 5.0,
        "tenth" | "tenths" => 10.0,
        _ => return None,
    };
    // `a third attempt` is no share.
    let is_share = word != "a" || number::ends_word(text, of + part.len(), " of");
    if is_share { percent(of + part.len(), count / parts * 100.0) } else { None }
}

/// `three`, `twenty-three`, `a dozen`, `two hundred and five thousand`.
fn cardinal(text: &str, i: usize) -> Option<(usize, f64)> {
    let (mut end, mut total, mut current, mut any) = (i, 0.0, 0.0, false);
    let mut at = i;
    loop {
        let word = lower(text, at);
        let after = at + word.len();
        if let Some(value) = small(&word) {
            if any && current % 10.0 != 0.0 {
                break;
            }
            current += value;
        } else if let Some(scale) = scale(&word) {
            current = if current == 0.0 { scale } else { current * scale };
            if scale > 100.0 {
                total += current;
                current = 0.0;
            }
            // A magnitude alone is no number: `million-dollar idea` has an article or a digit before it.
            if !any && at == i && scale > 12.0 {
                return None;
            }
        } else if at == i
            && matches!(word.as_str(), "a" | "an")
            && text[after..].starts_with(' ')
            && scale(&lower(text, after + 1)).is_some()
        {
            at = after + 1;
            continue;
        } else {
            break;
        }
        any = true;
        end = after;
        let rest = &text[after..];
        at = after
            + if rest.starts_with(" and ") && current % 100.0 == 0.0 && current > 0.0 {
                5
            } else {
                usize::from(rest.starts_with([' ', '-']))
            };
        if at == after {
            break;
        }
    }
    any.then_some((end, total + current))
}

fn small(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let index = |list: &[&str]| list.iter().position(|w| *w == word).and_then(|p| u32::try_from(p).ok()).map(f64::from);
    index(&ONES).or_else(|| index(&TENS).map(|p| (p + 2.0) * 10.0))
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "hundred" => Some(100.0),
        "thousand" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

/// `one` that stands for a thing, not for a number.
fn is_pronoun(text: &str, i: usize, end: usize) -> bool {
    let before = text[..i].trim_end().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    let after = text[end..].strip_prefix(' ').map(|_| lower(text, end + 1)).unwrap_or_default();
    let demonstrative = ["this", "that", "no", "each", "every", "any", "the", "which", "another", "some", "new", "next", "last", "first"];
    let continues =
        ["another", "thing", "can", "could", "should", "would", "may", "might", "is", "was", "has", "had", "that", "which", "who"];
    demonstrative.contains(&before.as_str()) || after.is_empty() || continues.contains(&after.as_str())
}
