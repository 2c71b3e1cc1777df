//! Money: whole micro-dollars inside, a decimal number of US dollars on the wire.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, iter::Sum, ops::Add};
use utoipa::{PartialSchema, ToSchema};

/// An amount of US dollars, counted in millionths so that sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(i64);

/// No real amount comes near; it keeps sums of many amounts inside an `i64`.
const MOST_MICROS: f64 = 1e15;

impl Usd {
    /// Nothing spent.
    pub const ZERO: Self = Self(0);

    /// From millionths of a dollar, as stored.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From dollars, rounded to the nearest millionth; none if not finite or beyond a billion.
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        let micros = (dollars * 1e6).round();
        #[expect(clippy::cast_possible_truncation, reason = "bounded on this line")]
        (micros.is_finite() && micros.abs() <= MOST_MICROS).then_some(Self(micros as i64))
    }

    /// Millionths of a dollar, as stored.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Dollars, for the wire and for charts.
    #[expect(clippy::cast_precision_loss, reason = "exact up to nine billion dollars")]
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// Dollars and cents; tenths of a cent below one cent, so that a small cost is never shown as nothing.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        if micros != 0 && micros < 10_000 {
            let digits = format!("{micros:06}");
            let shown = digits.trim_end_matches('0');
            return write!(f, "{sign}$0.{shown}");
        }
        let cents = (micros + 5_000) / 10_000;
        let dollars = (cents / 100).to_string();
        let mut grouped = String::new();
        for (i, digit) in dollars.chars().enumerate() {
            if i > 0 && (dollars.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}${grouped}.{:02}", cents % 100)
    }
}

impl Add for Usd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.dollars())
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let dollars = f64::deserialize(deserializer)?;
        Self::from_dollars(dollars).ok_or_else(|| de::Error::custom("not an amount of dollars below a billion"))
    }
}

impl PartialSchema for Usd {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        f64::schema()
    }
}

impl ToSchema for Usd {}

#[cfg(test)]
mod tests {
    use super::Usd;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_as_a_person_writes_them() {
        let cases = [(0, "$0.00"), (421_300, "$0.42"), (4_200, "$0.0042"), (1_234_567_890_000, "$1,234,567.89"), (-5_000_000, "-$5.00")];
        for (micros, text) in cases {
            assert_eq!(Usd::from_micros(micros).to_string(), text);
        }
    }

    proptest! {
        #[test]
        fn the_wire_keeps_every_micro_dollar(micros in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
            let amount = Usd::from_micros(micros);
            let text = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<Usd>(&text).unwrap(), amount);
        }
    }
}
