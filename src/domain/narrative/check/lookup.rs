//! Finds the fact, or the figure that follows from facts, which a number states.

use super::{
    context::Around,
    count,
    verdict::{named_alike, raw},
};
use crate::domain::narrative::{
    facts::{Fact, FactValue},
    scan::{Quantity, Unit, measure, singular},
};

/// The facts, with what follows from them.
pub(super) struct Records<'a> {
    facts: &'a [Fact],
    derived: Vec<Derived<'a>>,
}

/// A figure that no record has, but that follows from some.
struct Derived<'a> {
    value: f64,
    unit: Unit,
    rule: Rule<'a>,
    from: Vec<&'a Fact>,
}

/// How a text must speak of a derived figure.
enum Rule<'a> {
    /// `6.8 times`; the second is `after / before`.
    Ratio { about: &'a str, growth: f64 },
    /// `15 % of` what it was.
    Rest { about: &'a str },
    /// Percent of a count.
    Share { of: &'a str, state: &'a str },
    /// Dollars for each.
    Per { of: &'a str },
    /// Two counts together.
    Sum { of: &'a str, state: Option<&'a str> },
}

impl<'a> Records<'a> {
    pub fn new(facts: &'a [Fact]) -> Self {
        let mut derived = Vec::new();
        facts.windows(2).for_each(|pair| ratios(&pair[0], &pair[1], &mut derived));
        counts(facts, &mut derived);
        Self { facts, derived }
    }

    pub fn facts(&self) -> &'a [Fact] {
        self.facts
    }

    /// The facts that a number without marker states.
    pub fn find(&self, quantity: &Quantity, around: &Around) -> Option<Vec<&'a Fact>> {
        let fact = self.facts.iter().find(|f| states(f, quantity, around));
        fact.map(|f| vec![f]).or_else(|| self.derived.iter().find(|d| d.is(quantity, around)).map(|d| d.from.clone()))
    }

    /// The facts of a derived figure of which the text cites at least one.
    pub fn derived_from(&self, cited: &[&Fact], quantity: &Quantity, around: &Around) -> Option<Vec<&'a Fact>> {
        let rests =
            |d: &&Derived| d.from.iter().any(|f| cited.iter().any(|c| c.id == f.id || (c.about.is_some() && c.evidence == f.evidence)));
        self.derived.iter().filter(rests).find(|d| d.holds(quantity, around)).map(|d| d.from.clone())
    }

    /// The fact that has this identifier, whole, in any letter case; a sha may be shortened.
    pub fn name(&self, name: &str) -> Option<&'a Fact> {
        let name = name.to_lowercase();
        self.facts.iter().find(|f| match &f.value {
            FactValue::Name(known) | FactValue::Text(known) | FactValue::Url(known) => has_token(&known.to_lowercase(), &name),
            _ => f.about.as_ref().is_some_and(|about| has_token(&about.to_lowercase(), &name)),
        })
    }

    /// The fact that has this address, or a page of Maestro itself that a record names.
    pub fn url(&self, url: &str) -> Option<&'a Fact> {
        let own = |f: &&Fact| f.evidence.iter().any(|id| !id.is_empty() && url.starts_with('/') && url.ends_with(id.as_str()));
        let key = url.strip_prefix("/goals/").or_else(|| url.strip_prefix("/sessions/"));
        self.facts
            .iter()
            .find(|f| match &f.value {
                FactValue::Url(known) => known == url,
                FactValue::Name(known) => key == Some(known.as_str()),
                _ => false,
            })
            .or_else(|| self.facts.iter().find(own))
    }
}

fn has_token(text: &str, name: &str) -> bool {
    let is_hex = name.len() >= 7 && name.bytes().all(|b| b.is_ascii_hexdigit());
    text.match_indices(name).any(|(at, _)| {
        let bounded = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        bounded(text[..at].chars().next_back()) && (bounded(text[at + name.len()..].chars().next()) || is_hex)
    })
}

/// The fact has that value, and the text speaks of it.
fn states(fact: &Fact, q: &Quantity, around: &Around) -> bool {
    match &fact.value {
        FactValue::Number { value, unit } => {
            measured(fact, *value, unit.as_deref(), q, around, false) && !role_differs(fact, unit.as_deref(), around)
        }
        FactValue::Change { value, unit } => {
            measured(fact, *value, unit.as_deref(), q, around, true) && (q.signed || !against(*value, around, fact.about.as_deref()))
        }
        FactValue::Count { value, of, state } => {
            let exact = q.unit == Unit::Bare
                && fact.value.quantity().is_some_and(|(v, _)| close(q, v, false) || (q.ordinal && q.value <= v && *value > 0));
            exact && count::is_of(around, of, state.as_deref(), q.whole)
        }
        FactValue::Money(dollars) => q.unit == Unit::Money && close(q, *dollars, false) && is_spend(around) && !is_rate(around),
        FactValue::Duration(seconds) => {
            #[expect(clippy::cast_precision_loss, reason = "a span of time in seconds")]
            let seconds = *seconds as f64;
            q.unit == Unit::Time && close(q, seconds, false) && speaks_of_time(&fact.label, around)
        }
        _ => false,
    }
}

fn measured(fact: &Fact, value: f64, unit: Option<&str>, q: &Quantity, around: &Around, signed: bool) -> bool {
    let Some(about) = fact.about.as_deref().filter(|about| around.names(about)) else { return false };
    let (scale, known) = measure(unit.unwrap_or_default());
    // Whatever the unit is, the figure as the records write it is right.
    let plus = if signed { "+" } else { "" };
    let shown = fact.value.to_string();
    if [format!("{plus}{shown}"), shown].iter().any(|s| around.stands(s)) {
        return true;
    }
    if q.unit == Unit::Bare {
        let percent = known == Unit::Percent && signed;
        // `2.5 million` of a metric in millions is read as 2,500,000, and a bare `2.5` is its value too.
        let same = close(q, value, signed) || known == Unit::Bare && close(q, value * scale, signed);
        return !percent && same && noun_fits(about, unit, around);
    }
    let in_name = known == Unit::Bare && named_alike(&q.unit, &measure(about).1);
    (q.unit == known || named_alike(&q.unit, &known) || in_name) && close(q, value * scale, signed)
}

/// `12.3 apples` is not the metric, unless it counts apples.
fn noun_fits(about: &str, unit: Option<&str>, around: &Around) -> bool {
    let Some(next) = around.after.first() else { return true };
    let plural = next.len() > 3 && next.ends_with('s') && !next.ends_with("ss") && !matches!(next.as_str(), "versus" | "this" | "always");
    let known: Vec<String> =
        super::context::words(about).chain(super::context::words(unit.unwrap_or_default())).map(|w| singular(&w)).collect();
    !plural || known.contains(&singular(next))
}

/// `now 12.3` is not the value before, and the other way round.
fn role_differs(fact: &Fact, unit: Option<&str>, around: &Around) -> bool {
    let label = fact.label.as_str();
    let own: Vec<String> = [fact.about.as_deref(), unit].into_iter().flatten().flat_map(super::context::words).collect();
    let near: Vec<&str> = around.close(2, 2).filter(|w| !own.iter().any(|o| o == w)).collect();
    let has = |any: &[&str]| any.iter().any(|w| near.contains(w));
    let now = has(&["now", "after", "today", "currently"]);
    let then = has(&["before", "previously", "baseline", "originally", "formerly"]);
    (label == "before" && now && !then) || (label == "after" && then && !now)
}

const UP: [&str; 16] = [
    "rose",
    "rise",
    "rises",
    "increased",
    "increase",
    "increases",
    "grew",
    "grown",
    "growth",
    "gained",
    "climbed",
    "jumped",
    "surged",
    "higher",
    "up",
    "raised",
];
const DOWN: [&str; 16] = [
    "fell",
    "fall",
    "fallen",
    "dropped",
    "drop",
    "drops",
    "decreased",
    "decrease",
    "declined",
    "decline",
    "reduced",
    "reduction",
    "lower",
    "down",
    "cut",
    "shrank",
];

/// The text says the other direction than the change went.
pub(super) fn against(change: f64, around: &Around, about: Option<&str>) -> bool {
    let name: Vec<String> = super::context::words(about.unwrap_or_default()).collect();
    let near: Vec<&str> = around.close(6, 3).filter(|w| !name.iter().any(|n| n == w)).collect();
    let up = UP.iter().any(|w| near.contains(w)) || around.said.starts_with("doubl") || around.said.starts_with("tripl");
    let down = DOWN.iter().any(|w| near.contains(w)) || around.said.starts_with("halv") || near.contains(&"fewer");
    (up && !down && change < 0.0) || (down && !up && change > 0.0)
}

/// Money that was saved, earned or is due is not money that was spent.
fn is_spend(around: &Around) -> bool {
    let gains = [
        "save", "saved", "saving", "savings", "saves", "revenue", "earned", "earn", "profit", "value", "worth", "gained", "budget",
        "return",
    ];
    !around.close(7, 7).any(|w| gains.contains(&w))
}

fn is_rate(around: &Around) -> bool {
    around.after.first().is_some_and(|w| matches!(w.as_str(), "per" | "a" | "an" | "each" | "every" | "apiece"))
}

fn speaks_of_time(label: &str, around: &Around) -> bool {
    match label {
        "time to merge" => around.block_has(&["merge", "merged"]),
        "time to first review" => around.block_has(&["review", "reviewed"]),
        "estimate" => around.block_has(&["estimate", "estimated"]),
        _ => around.block_has(&["session", "duration", "took", "ran", "agent", "run"]),
    }
}

/// The value as shown, to the last digit shown; 0 is only 0.
pub(super) fn close(q: &Quantity, value: f64, either_sign: bool) -> bool {
    let value = if either_sign && !q.signed { value.abs().copysign(q.value) } else { value };
    if q.value == 0.0 || value == 0.0 {
        return q.value == value;
    }
    let step = if q.approximate { loose(q) } else { q.step };
    (q.value - value).abs() <= step / 2.0 + 1e-9 * value.abs().max(q.value.abs())
}

/// `about 1,200`: the zeros at the end are not shown digits, to within a twentieth.
fn loose(q: &Quantity) -> f64 {
    let mut step = q.step;
    while (q.value / (step * 10.0)).fract() == 0.0 && step * 10.0 < q.value.abs() {
        step *= 10.0;
    }
    step.min(q.value.abs() / 10.0).max(q.step)
}

impl Derived<'_> {
    fn is(&self, q: &Quantity, around: &Around) -> bool {
        let spoken = match &self.rule {
            Rule::Ratio { about, .. } | Rule::Rest { about } => around.names(about),
            Rule::Share { of, state } => count::is_of(around, of, Some(state), false),
            Rule::Per { .. } | Rule::Sum { .. } => true,
        };
        spoken && self.holds(q, around)
    }

    fn holds(&self, q: &Quantity, around: &Around) -> bool {
        let fits = match &self.rule {
            Rule::Ratio { growth, .. } => {
                !(against(growth - 1.0, around, None) && around.said.starts_with(char::is_alphabetic))
                    && (q.value - self.value).abs() <= self.value / 10.0
            }
            Rule::Rest { .. } => around.after.first().is_some_and(|w| w == "of"),
            Rule::Share { .. } => true,
            Rule::Per { of } => is_rate(around) && count::is_per(around, of),
            Rule::Sum { of, state } => count::is_of(around, of, *state, q.whole),
        };
        fits && q.unit == self.unit && close(q, self.value, false)
    }
}

fn ratios<'a>(before: &'a Fact, after: &'a Fact, derived: &mut Vec<Derived<'a>>) {
    let (Some(b), Some(a), Some(about)) = (raw(&before.value), raw(&after.value), before.about.as_deref()) else { return };
    if before.label != "before" || after.label != "after" || a * b <= 0.0 {
        return;
    }
    let growth = a / b;
    for value in [growth, 1.0 / growth] {
        derived.push(Derived { value, unit: Unit::Ratio, rule: Rule::Ratio { about, growth }, from: vec![before, after] });
    }
    derived.push(Derived { value: growth * 100.0, unit: Unit::Percent, rule: Rule::Rest { about }, from: vec![before, after] });
}

fn counts<'a>(facts: &'a [Fact], derived: &mut Vec<Derived<'a>>) {
    let find = |of: &str, state: Option<&str>| {
        facts.iter().find_map(|f| match &f.value {
            FactValue::Count { of: o, state: s, .. } if o == of && s.as_deref() == state => f.value.quantity().map(|(v, _)| (f, v)),
            _ => None,
        })
    };
    let cost = facts.iter().find_map(|f| if let FactValue::Money(dollars) = f.value { Some((f, dollars)) } else { None });
    for (of, state) in [("task", "done"), ("pull request", "merged"), ("session", "done")] {
        let (Some((part, n)), Some((all, whole))) = (find(of, Some(state)), find(of, None)) else { continue };
        if whole > 0.0 {
            derived.push(Derived { value: n / whole * 100.0, unit: Unit::Percent, rule: Rule::Share { of, state }, from: vec![part, all] });
        }
        let divisor = if of == "session" { (all, whole) } else { (part, n) };
        if let Some((cost, dollars)) = cost.filter(|_| divisor.1 > 0.0) {
            derived.push(Derived { value: dollars / divisor.1, unit: Unit::Money, rule: Rule::Per { of }, from: vec![cost, divisor.0] });
        }
    }
    for (of, a, b, state) in [("line", "added", "removed", Some("changed")), ("token", "input", "output", None)] {
        let (Some((one, x)), Some((two, y))) = (find(of, Some(a)), find(of, Some(b))) else { continue };
        derived.push(Derived { value: x + y, unit: Unit::Bare, rule: Rule::Sum { of, state }, from: vec![one, two] });
    }
}
