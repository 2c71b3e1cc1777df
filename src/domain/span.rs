//! Lengths of time as people write them: `7d`, `90s`, `1h`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

/// A length of time in whole seconds, more than none. Written as a number with a unit (`s`, `m`, `h`, `d`, `w`); read so, or as plain seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u32);

const UNITS: [(u32, char); 5] = [(604_800, 'w'), (86_400, 'd'), (3_600, 'h'), (60, 'm'), (1, 's')];

impl Span {
    /// So many seconds; at least one.
    pub const fn seconds(seconds: u32) -> Self {
        Self(if seconds == 0 { 1 } else { seconds })
    }

    /// So many days.
    pub const fn days(days: u32) -> Self {
        Self::seconds(days.saturating_mul(86_400))
    }

    /// In seconds.
    pub const fn as_seconds(self) -> i64 {
        self.0 as i64
    }
}

impl fmt::Display for Span {
    /// In the largest unit that needs no fraction, but days rather than weeks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, unit) = UNITS[1..].iter().find(|(size, _)| self.0.is_multiple_of(*size)).unwrap_or(&UNITS[4]);
        write!(f, "{}{unit}", self.0 / size)
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("“{text}” is not a length of time: write a number and a unit, as 7d, 36h or 90s");
        let text = text.trim();
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = text[digits.len()..].trim();
        let size = match unit {
            "" => 1,
            _ => UNITS.iter().find(|(_, letter)| unit.len() == 1 && unit.starts_with(*letter)).ok_or_else(wrong)?.0,
        };
        let count: u32 = digits.trim().parse().map_err(|_| wrong())?;
        match count.checked_mul(size) {
            Some(0) | None => Err(wrong()),
            Some(seconds) => Ok(Self(seconds)),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl de::Visitor<'_> for Visit {
            type Value = Span;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a length of time, as 7d, 36h or 90s")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Span, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, seconds: u64) -> Result<Span, E> {
                u32::try_from(seconds)
                    .ok()
                    .filter(|s| *s > 0)
                    .map(Span)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(seconds), &self))
            }

            fn visit_i64<E: de::Error>(self, seconds: i64) -> Result<Span, E> {
                u64::try_from(seconds).map_err(|_| E::invalid_value(de::Unexpected::Signed(seconds), &self)).and_then(|s| self.visit_u64(s))
            }
        }
        deserializer.deserialize_any(Visit)
    }
}

impl utoipa::PartialSchema for Span {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let text = utoipa::openapi::ObjectBuilder::new().schema_type(utoipa::openapi::Type::String);
        text.description(Some("A length of time: a number and one of s, m, h, d, w; plain seconds are read too")).examples(["7d"]).into()
    }
}

impl utoipa::ToSchema for Span {}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn lengths_read_and_write_as_people_do() {
        for (text, seconds, written) in
            [("7d", 604_800, "7d"), ("36h", 129_600, "36h"), ("2w", 1_209_600, "14d"), (" 90 s", 90, "90s"), ("300", 300, "5m")]
        {
            let span: Span = text.parse().unwrap();
            assert_eq!((span.as_seconds(), span.to_string().as_str()), (seconds, written), "{text}");
        }
        for wrong in ["", "d", "0d", "-3d", "7 days", "1.5h", "99999999w", "7D"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_number_in_json_is_seconds() {
        assert_eq!(serde_json::from_str::<Span>("60").unwrap(), Span::seconds(60));
        assert_eq!(serde_json::to_string(&Span::days(7)).unwrap(), "\"7d\"");
        assert!(serde_json::from_str::<Span>("0").is_err());
        assert!(serde_json::from_str::<Span>("-5").is_err());
    }
}
