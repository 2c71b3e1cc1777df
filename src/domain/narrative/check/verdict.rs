//! What came of one numeral.

use super::{
    Kind,
    context::Around,
    lookup::{Records, close},
};
use crate::domain::narrative::{
    facts::{Fact, FactValue},
    scan::{Numeral, Quantity, Said, Unit},
};

/// Looks a numeral up; `cited` are the facts that its marker names.
pub(super) fn of(text: &str, numeral: &Numeral, cited: &[String], records: &Records) -> Kind {
    let facts: Vec<&Fact> = cited.iter().filter_map(|id| records.facts().iter().find(|f| f.id == *id)).collect();
    match &numeral.said {
        Said::Quantity(quantity) => {
            let around = Around::new(text, numeral.start, numeral.end, quantity.part.unwrap_or(numeral.end));
            of_quantity(quantity, &around, &facts, records)
        }
        Said::Day(day) => {
            let is = |f: &&Fact| matches!(f.value, FactValue::Date(d) if day.is(d));
            let date = facts.iter().copied().find(|f| matches!(f.value, FactValue::Date(_)));
            match (facts.iter().copied().find(|f| is(f)), date) {
                (Some(fact), _) => verified(&[fact], None),
                (None, Some(other)) => contradiction(other, None),
                (None, None) => records.facts().iter().find(is).map_or(Kind::Unknown { value: None }, |f| verified(&[f], None)),
            }
        }
        Said::Name(name) => records.name(name).map_or(Kind::Unknown { value: None }, |f| verified(&[f], None)),
        Said::Url(url) => records.url(url).map_or(Kind::Unknown { value: None }, |f| verified(&[f], None)),
        Said::Vague => Kind::Unknown { value: None },
    }
}

fn of_quantity(quantity: &Quantity, around: &Around, cited: &[&Fact], records: &Records) -> Kind {
    let value = Some(quantity.value / quantity.scale);
    if let Some(fact) = cited.iter().find(|f| cited_says(f, quantity, around)) {
        return verified(&[fact], value);
    }
    // `from 12.3 to 1.8, by 85 % [F3, F4]`: the change of the cited metric is a fact of its own.
    let changed =
        |f: &&Fact| matches!(f.value, FactValue::Change { .. }) && cited.iter().any(|c| c.about.is_some() && c.evidence == f.evidence);
    if let Some(fact) = records.facts().iter().filter(changed).find(|f| cited_says(f, quantity, around)) {
        return verified(&[fact], value);
    }
    if let Some(from) = records.derived_from(cited, quantity, around) {
        return verified(&from, value);
    }
    match cited.iter().find(|f| comparable(f, quantity)) {
        Some(fact) => contradiction(fact, value),
        None => records.find(quantity, around).map_or(Kind::Unknown { value }, |from| verified(&from, value)),
    }
}

/// The cited fact has that value, in that unit; the marker stands for the context.
fn cited_says(fact: &Fact, quantity: &Quantity, around: &Around) -> bool {
    let Some((base, unit)) = fact.value.quantity() else { return false };
    let raw = raw(&fact.value).unwrap_or(base);
    let signed = matches!(fact.value, FactValue::Change { .. });
    let same_unit = quantity.unit == unit || named_alike(&quantity.unit, &unit);
    let fits = same_unit && close(quantity, base, signed) || (quantity.unit == Unit::Bare && close(quantity, raw, signed));
    fits && !(signed && !quantity.signed && super::lookup::against(raw, around, fact.about.as_deref()))
}

/// A fact of the same kind, which a different value contradicts.
fn comparable(fact: &Fact, quantity: &Quantity) -> bool {
    let unit = fact.value.quantity().map(|(_, unit)| unit);
    unit.is_some_and(|unit| {
        quantity.unit == Unit::Bare || quantity.unit == unit || named_alike(&quantity.unit, &unit) || unit == Unit::Bare
    })
}

/// `per second` is short for `frames per second`.
pub(super) fn named_alike(said: &Unit, known: &Unit) -> bool {
    match (said, known) {
        (Unit::Named(said), Unit::Named(known)) => known.ends_with(said.as_str()),
        _ => false,
    }
}

/// The value as the record has it, before its unit is made the base unit.
pub(super) fn raw(value: &FactValue) -> Option<f64> {
    match value {
        FactValue::Number { value, .. } | FactValue::Change { value, .. } => Some(*value),
        _ => None,
    }
}

fn verified(facts: &[&Fact], value: Option<f64>) -> Kind {
    let mut evidence: Vec<String> = facts.iter().flat_map(|f| f.evidence.iter().cloned()).collect();
    evidence.dedup();
    Kind::Verified { evidence, value }
}

fn contradiction(fact: &Fact, value: Option<f64>) -> Kind {
    Kind::Contradiction { says: fact.value.to_string(), evidence: fact.evidence.clone(), value }
}
