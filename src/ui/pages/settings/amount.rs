//! Amounts as people write them into a field: an empty field is no amount.

use crate::domain::Usd;
use std::str::FromStr;

/// Dollars, as `25`, `$0.50` or `1,000`.
///
/// # Errors
/// What is wrong, in words for a person.
pub fn money(text: &str) -> Result<Option<Usd>, &'static str> {
    let text = text.trim().trim_start_matches('$').replace(',', "");
    if text.is_empty() {
        return Ok(None);
    }
    let amount = text.parse().ok().and_then(Usd::from_dollars);
    amount.map(Some).ok_or("must be an amount of dollars, as 25 or 0.50")
}

/// A whole number, as `12` or `200,000`.
///
/// # Errors
/// What is wrong, in words for a person.
pub fn whole<T: FromStr>(text: &str) -> Result<Option<T>, &'static str> {
    let text = text.trim().replace(',', "");
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| "must be a whole number")
}

/// An amount as it is written into a field.
pub fn written(amount: Option<Usd>) -> String {
    amount.map(|amount| amount.dollars().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(money(" $1,000.50 "), Ok(Usd::from_dollars(1_000.5)));
        assert_eq!((money(""), money("0")), (Ok(None), Ok(Some(Usd::ZERO))));
        assert!(["a lot", "1.2.3", "inf"].iter().all(|text| money(text).is_err()));
        assert_eq!((whole::<i64>("200,000"), whole::<u32>(" ")), (Ok(Some(200_000)), Ok(None)));
        assert!(whole::<u32>("1.5").is_err() && whole::<u32>("-1").is_err());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for amount in [None, Usd::from_dollars(25.0), Usd::from_dollars(0.6), Some(Usd::from_micros(1))] {
            assert_eq!(money(&written(amount)), Ok(amount));
        }
    }
}
