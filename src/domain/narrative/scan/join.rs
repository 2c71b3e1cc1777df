//! What only neighbours tell: ranges share a unit, durations add up, a part names its whole.

use super::{Numeral, Quantity, Said, Unit};

const RANGES: [&str; 13] = ["–", "—", "-", "→", "->", "=>", "to", "down to", "up to", "and", "vs", "vs.", "versus"];

/// Lets neighbours complete each other.
pub(super) fn join(text: &str, found: &mut Vec<Numeral>) {
    durations(text, found);
    for i in (1..found.len()).rev() {
        let (left, right) = found.split_at_mut(i);
        let (Some(a), Some(b)) = (left.last_mut(), right.first_mut()) else { continue };
        let between = text[a.end..b.start].trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`')).to_lowercase();
        let (Said::Quantity(first), Said::Quantity(second)) = (&mut a.said, &mut b.said) else { continue };
        // `between 12 and 2 per second` is a range; `12 and 900%` are two things.
        let one_range = between != "and" || text[..a.start].trim_end().to_lowercase().ends_with("between");
        if RANGES.contains(&between.as_str()) && one_range {
            share_unit(first, second);
        } else if matches!(between.as_str(), "of" | "of the" | "out of" | "/") && second.unit == Unit::Bare {
            first.part = Some(b.end);
            second.whole = true;
        }
    }
}

/// `12.3 → 1.8 per second`: both are per second. A sign there is a dash, not a minus.
fn share_unit(first: &mut Quantity, second: &Quantity) {
    if first.unit == Unit::Bare && second.unit != Unit::Bare && second.unit != Unit::Ratio {
        *first = first.clone().in_unit(second.scale, second.unit.clone());
    }
}

/// `2 h 30 min` is one duration.
fn durations(text: &str, found: &mut Vec<Numeral>) {
    let mut i = 1;
    while i < found.len() {
        let between = &text[found[i - 1].end..found[i].start];
        let joined = matches!(between, "" | " " | ", " | " and ").then(|| sum(&found[i - 1], &found[i])).flatten();
        match joined {
            Some(quantity) => {
                found[i - 1].end = found[i].end;
                found[i - 1].said = Said::Quantity(quantity);
                found.remove(i);
            }
            None => i += 1,
        }
    }
}

fn sum(first: &Numeral, second: &Numeral) -> Option<Quantity> {
    let (Said::Quantity(a), Said::Quantity(b)) = (&first.said, &second.said) else { return None };
    let fits = a.unit == Unit::Time && b.unit == Unit::Time && a.scale > b.scale && b.value < a.scale && !b.signed;
    fits.then(|| Quantity { value: a.value + b.value.copysign(a.value), step: b.step, scale: b.scale, ..a.clone() })
}
