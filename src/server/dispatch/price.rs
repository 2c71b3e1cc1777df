//! What models cost, as the runner counts it.

use crate::{
    domain::{Error, Result, dispatch::AgentKind},
    server::{
        ai::{self, Listed},
        runner::{Long, Price, Prices},
    },
};
use chrono::NaiveDate;

/// The price book of that day.
pub fn prices(on: NaiveDate) -> Prices {
    Prices { models: ai::listed(on).iter().map(|listed| (listed.model.to_owned(), price(listed))).collect(), other: None }
}

fn price(listed: &Listed) -> Price {
    let [input, output, cache_read, cache_write] = listed.price.map(micros);
    let long = listed.long.map(|(above, price)| {
        let [input, output, cache_read, cache_write] = price.map(micros);
        Long { above: i64::try_from(above).unwrap_or(i64::MAX), input, output, cache_read, cache_write }
    });
    Price { input, output, cache_read, cache_write, long }
}

/// Dollars for a million tokens, in micro-dollars.
#[expect(clippy::cast_possible_truncation, reason = "a price of the book")]
fn micros(dollars: f64) -> i64 {
    (dollars * 1e6).round() as i64
}

/// A cap in money cannot be kept for a model whose price is not known: such a session does not start.
pub fn refuse_unpriced(agent: AgentKind, model: Option<&str>, on: NaiveDate) -> Result<()> {
    let known = model.is_some_and(|model| prices(on).of(model).is_some());
    if known {
        return Ok(());
    }
    let which = model.map_or_else(|| format!("{}'s own choice of a model", agent.label()), |model| format!("the model {model}"));
    Err(Error::invalid("/model", format!("{which} has no known price, so no budget could be kept; name another model, or lift the caps")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
    }

    #[test]
    fn the_runner_counts_by_the_book() {
        let prices = prices(today());
        let opus = prices.of("claude-opus-5-5").unwrap();
        assert_eq!((opus.input, opus.output, opus.cache_read, opus.cache_write), (4_000_000, 20_000_000, 200_000, 5_000_000));
        let haiku = prices.of("claude-haiku-5-5").unwrap();
        assert_eq!(haiku.long.map(|long| (long.above, long.input)), Some((100_000, 500_000)));
    }

    #[test]
    fn what_has_no_price_is_refused() {
        assert!(refuse_unpriced(AgentKind::Codex, Some("gpt-6-sol"), today()).is_ok());
        let unknown = refuse_unpriced(AgentKind::Codex, Some("gpt-99"), today()).unwrap_err();
        assert!(unknown.to_string().contains("gpt-99"), "{unknown}");
        assert!(refuse_unpriced(AgentKind::ClaudeCode, None, today()).is_err());
    }
}
