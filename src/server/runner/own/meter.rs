//! What a session has used, and how far it may go.

use crate::{
    domain::{
        dispatch::{Cause, Limits},
        session::Tokens,
        transcript::{Event, RunTotal, Usage},
    },
    server::runner::{Prices, Totals},
};
use lru::LruCache;
use std::{collections::BTreeMap, num::NonZeroUsize, time::Duration};

/// Calls of which it is known that they were counted.
const CALLS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1_023);

/// Adds up what the agent uses.
#[derive(Debug)]
pub struct Meter {
    prices: Prices,
    whole: Part,
    /// The same, by the model that was used: together the whole.
    models: BTreeMap<Option<String>, Part>,
    /// Usage that was counted, of late: what is told twice is told twice soon.
    counted: LruCache<String, ()>,
}

/// A part of what was used.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    totals: Totals,
    /// Of `totals`, what the agent has not settled yet.
    open_micros: i64,
    /// Some of that had no price.
    open_unpriced: bool,
}

impl Part {
    fn totals(&self) -> Totals {
        Totals { unpriced: self.totals.unpriced || self.open_unpriced, ..self.totals }
    }

    fn use_up(&mut self, tokens: Tokens, micros: Option<i64>) {
        self.totals.tokens = self.totals.tokens + tokens;
        match micros {
            Some(micros) => {
                self.open_micros = self.open_micros.saturating_add(micros);
                self.totals.cost_micros = self.totals.cost_micros.saturating_add(micros);
            }
            None => self.open_unpriced = true,
        }
    }

    /// The agent's own figure replaces ours; without one ours stands.
    fn settle(&mut self, micros: Option<i64>) {
        match micros {
            Some(micros) => self.totals.cost_micros = self.totals.cost_micros.saturating_add(micros - self.open_micros),
            None => self.totals.unpriced |= self.open_unpriced,
        }
        (self.open_micros, self.open_unpriced) = (0, false);
    }
}

impl Meter {
    /// Nothing used yet.
    pub fn new(prices: Prices) -> Self {
        Self { prices, whole: Part::default(), models: BTreeMap::new(), counted: LruCache::new(CALLS) }
    }

    /// What was used so far.
    pub fn totals(&self) -> Totals {
        self.whole.totals()
    }

    /// What each model took of it; what was used without a name stands under none.
    pub fn models(&self) -> Vec<(Option<String>, Totals)> {
        self.models.iter().map(|(model, part)| (model.clone(), part.totals())).collect()
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
        let micros = usage.cost_micros.or_else(|| self.prices.cost(usage.model.as_deref(), usage.tokens));
        self.whole.use_up(usage.tokens, micros);
        self.models.entry(usage.model.clone()).or_default().use_up(usage.tokens, micros);
    }

    /// By model only where the agent has a figure for all of them: else its sum and ours would be of two kinds.
    fn settle(&mut self, total: &RunTotal) {
        self.whole.settle(total.cost_micros);
        let Some(sum) = total.cost_micros else {
            self.models.values_mut().for_each(|part| part.settle(None));
            return;
        };
        let mut figures: BTreeMap<Option<String>, i64> = BTreeMap::new();
        for own in &total.models {
            *figures.entry(Some(own.model.clone())).or_default() += own.cost_micros.unwrap_or_default();
        }
        // What its sum holds beyond its models is of a model that it does not name.
        let rest = sum - figures.values().sum::<i64>();
        if rest != 0 {
            *figures.entry(None).or_default() += rest;
        }
        for (model, part) in &mut self.models {
            part.settle(Some(figures.remove(model).unwrap_or_default()));
        }
        for (model, micros) in figures {
            self.models.entry(model).or_default().settle(Some(micros));
        }
    }

    /// The limit that is reached, if one is.
    pub fn reached(&self, limits: &Limits, ran: Duration) -> Option<Cause> {
        let used = self.whole.totals;
        let tokens = used.tokens;
        // What came from a cache is not sent again.
        let sent = tokens.input.saturating_add(tokens.output).saturating_add(tokens.cache_write);
        if limits.cost_micros.is_some_and(|cap| used.cost_micros >= cap) {
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
    use crate::{domain::transcript::ModelTotal, server::runner::Price};
    use proptest::prelude::{Just, Strategy, any, prop, prop_assert_eq, prop_oneof, proptest};

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
        (0..10_000).flat_map(|call| [call, call]).for_each(|call| meter.see(&usage(&call.to_string(), "x", 1)));
        assert_eq!((meter.totals().tokens.output, meter.counted.len()), (10_000, CALLS.get()));
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

    #[test]
    fn what_a_model_took_is_settled_by_its_own_figure() {
        let mut meter = meter();
        [usage("a", "x", 100), usage("b", "y", 10), usage("c", "z", 1)].iter().for_each(|event| meter.see(event));
        let known = |meter: &Meter| meter.models().into_iter().map(|(model, of)| (model, of.cost_micros, of.unpriced)).collect::<Vec<_>>();
        let named = |model: &str| Some(model.to_owned());
        assert_eq!(known(&meter), [(named("x"), 1_000, false), (named("y"), 0, true), (named("z"), 0, true)]);
        let own = |model: &str, micros| ModelTotal { model: model.into(), cost_micros: Some(micros), ..ModelTotal::default() };
        let models = vec![own("x", 900), own("y", 70)];
        meter.see(&Event::RunTotal(RunTotal { models, cost_micros: Some(1_000) }));
        let settled = [(None, 30, false), (named("x"), 900, false), (named("y"), 70, false), (named("z"), 0, false)];
        assert_eq!(known(&meter), settled, "what the sum holds beyond them stands under no name");
    }

    fn anything() -> impl Strategy<Value = Event> {
        let model = prop_oneof![Just(None), "[x-z]".prop_map(Some)];
        let own = ("[x-z]", prop_oneof![Just(None), (0..9_999_i64).prop_map(Some)]);
        let own = own.prop_map(|(model, cost_micros)| ModelTotal { model, cost_micros, ..ModelTotal::default() });
        let total = (prop::collection::vec(own, 0..4), any::<bool>(), 0..9_999_i64);
        prop_oneof![
            ("[a-f]{2}", model, 0..9_999_i64).prop_map(|(id, model, output)| {
                Event::Usage(Usage { id, model, tokens: Tokens { output, ..Tokens::default() }, cost_micros: None })
            }),
            total.prop_map(|(models, sums, other)| {
                let sum = models.iter().map(|own| own.cost_micros).sum::<Option<i64>>();
                Event::RunTotal(RunTotal { models, cost_micros: if sums { sum } else { Some(other) } })
            }),
        ]
    }

    proptest! {
        #[test]
        fn models_add_up_to_the_whole(events in prop::collection::vec(anything(), 0..40)) {
            let mut meter = meter();
            for event in &events {
                meter.see(event);
                let models = meter.models();
                let sum = models.iter().fold(Totals::default(), |sum, (_, of)| Totals {
                    cost_micros: sum.cost_micros + of.cost_micros,
                    tokens: sum.tokens + of.tokens,
                    unpriced: sum.unpriced || of.unpriced,
                });
                prop_assert_eq!(sum, meter.totals(), "{:?}", models);
            }
        }
    }
}
