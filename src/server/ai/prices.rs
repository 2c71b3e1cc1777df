//! The price book: what a model costs, since when, up to which size of prompt.

use super::Usage;
use crate::domain::Usd;
use chrono::NaiveDate;

/// US dollars for a million tokens.
#[derive(Clone, Copy, Debug)]
struct Price {
    input: f64,
    output: f64,
    cache_read: f64,
    cache_write: f64,
    cache_write_1h: f64,
}

/// A line of the book.
#[derive(Clone, Copy, Debug)]
struct Entry {
    model: &'static str,
    /// Year, month, day.
    effective_from: (i32, u32, u32),
    price: Price,
    /// With a prompt of more tokens every token of the request costs the second price.
    long: Option<(u64, Price)>,
}

const fn claude(input: f64, output: f64, cache_read: f64) -> Price {
    Price { input, output, cache_read, cache_write: input * 1.25, cache_write_1h: input * 2.0 }
}

const fn gpt(input: f64, output: f64, cache_read: f64) -> Price {
    Price { input, output, cache_read, cache_write: input * 1.25, cache_write_1h: input * 1.25 }
}

/// Above 272,000 tokens: input and cache twice, output one and a half times.
const fn long_gpt(p: Price) -> Option<(u64, Price)> {
    Some((272_000, gpt(p.input * 2.0, p.output * 1.5, p.cache_read * 2.0)))
}

const fn flat(model: &'static str, price: Price) -> Entry {
    Entry { model, effective_from: FIRST, price, long: None }
}

const fn tiered(model: &'static str, effective_from: (i32, u32, u32), price: Price) -> Entry {
    Entry { model, effective_from, price, long: long_gpt(price) }
}

/// The book knows no earlier price.
const FIRST: (i32, u32, u32) = (2025, 1, 1);

/// Sources: the vendors' price pages and genai-prices 0.2.3, read in November 2026.
const BOOK: &[Entry] = &[
    flat("claude-fable-5-1", claude(10.0, 50.0, 0.25)),
    flat("claude-fable-5-2", claude(8.0, 40.0, 0.20)),
    flat("claude-opus-5-5", claude(4.0, 20.0, 0.20)),
    flat("claude-opus-5", claude(5.0, 25.0, 0.50)),
    flat("claude-opus-4-8", claude(5.0, 25.0, 0.50)),
    flat("claude-sonnet-5-5", claude(2.0, 10.0, 0.10)),
    flat("claude-sonnet-5", claude(2.0, 10.0, 0.20)),
    Entry {
        model: "claude-sonnet-4-6",
        effective_from: FIRST,
        price: claude(3.0, 15.0, 0.30),
        long: Some((200_000, claude(6.0, 22.5, 0.60))),
    },
    Entry { model: "claude-sonnet-4-6", effective_from: (2026, 3, 13), price: claude(3.0, 15.0, 0.30), long: None },
    Entry {
        model: "claude-haiku-5-5",
        effective_from: FIRST,
        price: claude(0.10, 0.50, 0.01),
        long: Some((100_000, claude(0.50, 2.50, 0.05))),
    },
    flat("claude-haiku-4-5", claude(1.0, 5.0, 0.10)),
    tiered("gpt-6-astra", FIRST, gpt(10.0, 50.0, 1.00)),
    tiered("gpt-6-sol", FIRST, gpt(2.0, 10.0, 0.20)),
    tiered("gpt-6-luna", FIRST, gpt(0.10, 0.50, 0.01)),
    tiered("gpt-6.1-sol", FIRST, gpt(2.0, 10.0, 0.10)),
    tiered("gpt-6.1-terra", FIRST, gpt(1.0, 5.0, 0.05)),
    tiered("gpt-5.6-luna", FIRST, gpt(1.0, 6.0, 0.10)),
    tiered("gpt-5.6-luna", (2026, 7, 30), gpt(0.20, 1.20, 0.02)),
    tiered("gpt-5.6-sol", FIRST, gpt(5.0, 30.0, 0.50)),
    tiered("gpt-5.6-sol", (2026, 8, 21), gpt(4.0, 20.0, 0.40)),
    tiered("gpt-5.6-terra", FIRST, gpt(2.50, 15.0, 0.25)),
    tiered("gpt-5.6-terra", (2026, 7, 30), gpt(2.0, 12.0, 0.20)),
    tiered("gpt-5.5", FIRST, gpt(5.0, 30.0, 0.50)),
    tiered("gpt-5.4", FIRST, gpt(2.50, 15.0, 0.25)),
    flat("gpt-5.4-mini", gpt(0.75, 4.50, 0.075)),
    flat("gpt-5.4-nano", gpt(0.20, 1.25, 0.02)),
    flat("gpt-5-mini", gpt(0.25, 2.0, 0.025)),
    flat("gpt-5", gpt(1.25, 10.0, 0.125)),
];

/// What a request on that day cost; none for a model that the book does not have, never 0.
pub fn cost(model: &str, on: NaiveDate, usage: &Usage) -> Option<Usd> {
    let known = BOOK.iter().filter(|e| is_model(model, e.model));
    let date = |e: &Entry| NaiveDate::from_ymd_opt(e.effective_from.0, e.effective_from.1, e.effective_from.2);
    let entry = known.filter(|e| date(e).is_some_and(|from| from <= on)).max_by_key(|e| date(e))?;
    let price = entry.long.filter(|(above, _)| usage.prompt() > *above).map_or(entry.price, |(_, long)| long);
    #[expect(clippy::cast_precision_loss, reason = "tokens of one request")]
    let part = |tokens: u64, dollars: f64| tokens as f64 * dollars;
    let cache = part(usage.cache_read, price.cache_read)
        + part(usage.cache_write, price.cache_write)
        + part(usage.cache_write_1h, price.cache_write_1h);
    Usd::from_dollars((part(usage.input, price.input) + cache + part(usage.output, price.output)) / 1e6)
}

/// What tokens of a model cost on a day, for those who count by themselves: US dollars for a million.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed {
    pub model: &'static str,
    /// Input, output, read from the cache, written to it.
    pub price: [f64; 4],
    /// The same for prompts of more tokens than that.
    pub long: Option<(u64, [f64; 4])>,
}

/// The book as it was on that day.
pub fn listed(on: NaiveDate) -> Vec<Listed> {
    let date = |e: &Entry| NaiveDate::from_ymd_opt(e.effective_from.0, e.effective_from.1, e.effective_from.2);
    let holds = |e: &&Entry| {
        let newer = |other: &Entry| other.model == e.model && date(other) > date(e) && date(other).is_some_and(|from| from <= on);
        date(e).is_some_and(|from| from <= on) && !BOOK.iter().any(newer)
    };
    let four = |p: Price| [p.input, p.output, p.cache_read, p.cache_write];
    let entry = |e: &Entry| Listed { model: e.model, price: four(e.price), long: e.long.map(|(above, p)| (above, four(p))) };
    BOOK.iter().filter(holds).map(entry).collect()
}

/// The id itself, or the id with the date of its release: `claude-haiku-4-5-20251001`.
fn is_model(asked: &str, known: &str) -> bool {
    let rest = asked.strip_prefix(known);
    rest.is_some_and(|rest| {
        let digits: String = rest.chars().filter(|c| *c != '-').collect();
        rest.is_empty() || (rest.starts_with('-') && digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::{BOOK, Usage, cost, listed};
    use chrono::NaiveDate;

    fn micros(model: &str, day: (i32, u32, u32), usage: Usage) -> Option<i64> {
        cost(model, NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap(), &usage).map(|c| c.micros())
    }

    #[test]
    fn each_kind_of_token_has_its_price() {
        let usage = Usage { input: 1_000, cache_read: 10_000, cache_write: 100, cache_write_1h: 10, output: 500 };
        assert_eq!(micros("claude-opus-5-5", (2026, 11, 22), usage), Some(4_000 + 2_000 + 500 + 80 + 10_000));
        assert_eq!(micros("gpt-6.1-sol", (2026, 11, 22), Usage { cache_write_1h: 0, ..usage }), Some(2_000 + 1_000 + 250 + 5_000));
        assert_eq!(micros("claude-haiku-4-5-20251001", (2026, 11, 22), Usage { input: 10, ..Usage::default() }), Some(10));
        assert_eq!(micros("gpt-5.5-2026-04-23", (2026, 11, 22), Usage { output: 5, ..Usage::default() }), Some(150));
    }

    #[test]
    fn a_long_prompt_makes_every_token_dearer() {
        let day = (2026, 11, 22);
        let up_to = Usage { input: 90_000, cache_read: 10_000, output: 1_000, ..Usage::default() };
        assert_eq!(micros("claude-haiku-5-5", day, up_to), Some(9_000 + 100 + 500));
        assert_eq!(micros("claude-haiku-5-5", day, Usage { input: 90_001, ..up_to }), Some(45_001 + 500 + 2_500));
        let long = Usage { input: 272_001, output: 1_000, ..Usage::default() };
        assert_eq!(micros("gpt-6-sol", day, long), Some(1_088_004 + 15_000));
        assert_eq!(micros("gpt-6-sol", day, Usage { input: 272_000, ..long }), Some(544_000 + 10_000));
    }

    #[test]
    fn the_list_of_a_day_has_each_model_once_with_the_price_of_that_day() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let list = listed(day);
        let models: std::collections::BTreeSet<_> = BOOK.iter().map(|entry| entry.model).collect();
        assert_eq!(list.len(), models.len());
        for entry in list {
            let one = Usage { input: 10, output: 10, cache_read: 10, cache_write: 10, cache_write_1h: 0 };
            let summed: f64 = entry.price.iter().map(|dollars| dollars * 10.0).sum();
            assert_eq!(
                cost(entry.model, day, &one).map(|c| c.micros()),
                crate::domain::Usd::from_dollars(summed / 1e6).map(|c| c.micros())
            );
        }
    }

    #[test]
    fn a_price_holds_from_its_day_on_and_an_unknown_model_has_none() {
        let usage = Usage { input: 1_000_000, ..Usage::default() };
        let small = Usage { input: 100_000, ..Usage::default() };
        assert_eq!(micros("gpt-5.6-luna", (2026, 7, 29), small), Some(100_000));
        assert_eq!(micros("gpt-5.6-luna", (2026, 7, 30), small), Some(20_000));
        assert_eq!(micros("claude-sonnet-4-6", (2026, 3, 12), usage), Some(6_000_000));
        assert_eq!(micros("claude-sonnet-4-6", (2026, 3, 13), usage), Some(3_000_000));
        for model in ["llama-4", "gpt-6.2-sol-preview", "claude-opus-5-5x", "claude-opus-5-6", ""] {
            assert_eq!(micros(model, (2026, 11, 22), usage), None, "{model}");
        }
    }
}
