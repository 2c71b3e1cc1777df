//! What a session has used, and how far it may go.

use crate::{
    domain::{
        dispatch::{Cause, Limits},
        transcript::{Event, RunTotal, Usage},
    },
    server::runner::{Prices, Totals},
};
use lru::LruCache;
use std::{num::NonZeroUsize, time::Duration};

/// Calls of which it is known that they were counted.
const CALLS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1_023);

/// Adds up what the agent uses.
#[derive(Debug)]
pub struct Meter {
    prices: Prices,
    totals: Totals,
    /// Of `totals`, what the agent has not settled yet.
    open_micros: i64,
    /// Some of that had no price.
    open_unpriced: bool,
    /// Usage that was counted, of late: what is told twice is told twice soon.
    counted: LruCache<String, ()>,
}

impl Meter {
    /// Nothing used yet.
    pub fn new(prices: Prices) -> Self {
        Self { prices, totals: Totals::default(), open_micros: 0, open_unpriced: false, counted: LruCache::new(CALLS) }
    }

    /// What was used so far.
    pub fn totals(&self) -> Totals {
        Totals { unpriced: self.totals.unpriced || self.open_unpriced, ..self.totals }
    }

    /// Counts what an event says about usage.
    pub fn see(&mut self, event: &Event) {
        match event {
            Event::Usage(usage) => self.use_up(usage),
            Event::RunTotal(total) => self.settle(total),
            _ => {}
        }
    }

    fn use_up(&mut self, usage: &Usage) {
        if self.counted.put(usage.id.clone(), ()).is_some() {
            return;
        }
        self.totals.tokens = self.totals.tokens + usage.tokens;
        match usage.cost_micros.or_else(|| self.prices.cost(usage.model.as_deref(), usage.tokens)) {
            Some(micros) => {
                self.open_micros = self.open_micros.saturating_add(micros);
                self.totals.cost_micros = self.totals.cost_micros.saturating_add(micros);
            }
            None => self.open_unpriced = true,
        }
    }

    /// The agent's own figure replaces ours; without one ours stands.
    fn settle(&mut self, total: &RunTotal) {
        match total.cost_micros {
            Some(micros) => {
                self.totals.cost_micros = self.totals.cost_micros.saturating_add(micros - self.open_micros);
            }
            None => self.totals.unpriced |= self.open_unpriced,
        }
        (self.open_micros, self.open_unpriced) = (0, false);
    }

    /// The limit that is reached, if one is.
    pub fn reached(&self, limits: &Limits, ran: Duration) -> Option<Cause> {
        let tokens = self.totals.tokens;
        // What came from a cache is not sent again.
        let sent = tokens.input.saturating_add(tokens.output).saturating_add(tokens.cache_write);
        if limits.cost_micros.is_some_and(|cap| self.totals.cost_micros >= cap) {
            Some(Cause::Cost)
        } else if limits.tokens.is_some_and(|cap| sent >= cap) {
            Some(Cause::Tokens)
        } else if limits.seconds.is_some_and(|cap| ran >= Duration::from_secs(cap)) {
            Some(Cause::Time)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::session::Tokens, server::runner::Price};

    fn usage(id: &str, model: &str, output: i64) -> Event {
        let tokens = Tokens { output, ..Tokens::default() };
        Event::Usage(Usage { id: id.into(), model: Some(model.into()), tokens, cost_micros: None })
    }

    fn meter() -> Meter {
        let price = Price { output: 10_000_000, ..Price::default() };
        Meter::new(Prices { models: [("x".to_owned(), price)].into(), other: None })
    }

    #[test]
    fn the_agents_own_figure_settles_ours() {
        let mut meter = meter();
        meter.see(&usage("a", "x", 100));
        meter.see(&usage("a", "x", 100));
        assert_eq!(meter.totals().cost_micros, 1_000, "the same usage counts once");
        meter.see(&Event::RunTotal(RunTotal { cost_micros: Some(900), ..RunTotal::default() }));
        meter.see(&usage("b", "x", 10));
        assert_eq!(meter.totals().cost_micros, 1_000);
        meter.see(&Event::RunTotal(RunTotal { cost_micros: None, ..RunTotal::default() }));
        assert_eq!(meter.totals().cost_micros, 1_000, "without a figure ours stands");
        assert!(!meter.totals().unpriced);
        meter.see(&usage("c", "unknown", 10));
        assert!(meter.totals().unpriced);
    }

    #[test]
    fn what_is_remembered_of_a_long_session_is_bounded() {
        let mut meter = meter();
        for call in 0..10_000 {
            meter.see(&usage(&call.to_string(), "x", 1));
            meter.see(&usage(&call.to_string(), "x", 1));
        }
        assert_eq!(meter.totals().tokens.output, 10_000);
        assert_eq!(meter.counted.len(), CALLS.get());
    }

    #[test]
    fn a_limit_is_reached_at_its_value() {
        let mut meter = meter();
        meter.see(&usage("a", "x", 100));
        let limits = |cost_micros, tokens, seconds| Limits { cost_micros, tokens, seconds };
        let reached = |limits: Limits| meter.reached(&limits, Duration::from_secs(5));
        assert_eq!(reached(limits(Some(1_001), Some(101), Some(6))), None);
        assert_eq!(reached(limits(Some(1_000), None, None)), Some(Cause::Cost));
        assert_eq!(reached(limits(None, Some(100), None)), Some(Cause::Tokens));
        assert_eq!(reached(limits(None, None, Some(5))), Some(Cause::Time));
        assert_eq!(reached(Limits::default()), None);
    }
}
