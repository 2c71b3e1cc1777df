//! What each model took of a session: a helper of an agent may use another one than the agent itself.

use super::{
    Usd,
    session::{Session, Tokens},
};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use utoipa::ToSchema;

/// What one model took of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ModelUse {
    /// Null for what was used by a model that the agent does not name.
    pub model: Option<String>,
    pub tokens: Tokens,
    /// Null where nothing of it has a known price; never 0 for want of one.
    pub cost_usd: Option<Usd>,
    /// Some of it has no known price: it cost more than that.
    pub unpriced: bool,
}

impl ModelUse {
    fn add(&mut self, other: &Self) {
        self.tokens = self.tokens + other.tokens;
        self.cost_usd = [self.cost_usd, other.cost_usd].into_iter().flatten().reduce(|one, more| one + more);
        self.unpriced |= other.unpriced;
    }
}

/// What was counted by run and model, by model alone, the dearest first: together the tokens and the cost of the session.
///
/// What it took beyond them stands under no name. Nothing where nothing was counted by model.
pub fn by_model(session: &Session, counted: Vec<ModelUse>) -> Vec<ModelUse> {
    let mut models: Vec<ModelUse> = Vec::new();
    if counted.is_empty() {
        return models;
    }
    let rest = rest(session, &counted);
    for of in counted.into_iter().chain(rest) {
        match models.iter_mut().find(|known| known.model == of.model) {
            Some(known) => known.add(&of),
            None => models.push(of),
        }
    }
    models.sort_by_key(|of| (Reverse(of.cost_usd), Reverse(of.tokens.output), of.model.clone()));
    models
}

/// What the session took before it was counted by model.
fn rest(session: &Session, counted: &[ModelUse]) -> Option<ModelUse> {
    let tokens = session.tokens.beyond(counted.iter().fold(Tokens::default(), |sum, of| sum + of.tokens));
    let known: Usd = counted.iter().filter_map(|of| of.cost_usd).sum();
    let cost = session.cost_usd.map(|cost| Usd::from_micros(cost.micros() - known.micros())).filter(|cost| *cost != Usd::ZERO);
    (!tokens.is_zero() || cost.is_some()).then(|| ModelUse { model: None, tokens, cost_usd: cost, unpriced: cost.is_none() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(model: Option<&str>, output: i64, micros: Option<i64>) -> ModelUse {
        let tokens = Tokens { output, ..Tokens::default() };
        ModelUse { model: model.map(Into::into), tokens, cost_usd: micros.map(Usd::from_micros), unpriced: micros.is_none() }
    }

    fn session(output: i64, micros: Option<i64>) -> Session {
        let json = serde_json::json!({ "id": "s", "key": "S1", "status": "succeeded", "tokens": { "output": output }, "costUsd": null,
            "costSource": "tokens", "createdAt": "2026-11-28T12:00:00Z", "updatedAt": "2026-11-28T12:00:00Z" });
        Session { cost_usd: micros.map(Usd::from_micros), ..serde_json::from_value(json).unwrap() }
    }

    #[test]
    fn runs_are_added_up_by_model_and_what_was_counted_before_keeps_its_place() {
        let runs = vec![of(Some("a"), 1, Some(10)), of(Some("b"), 2, Some(70)), of(Some("a"), 4, Some(20))];
        let whole = session(7, Some(100));
        assert_eq!(by_model(&whole, runs.clone()), [of(Some("b"), 2, Some(70)), of(Some("a"), 5, Some(30))]);
        let longer = session(9, Some(140));
        assert_eq!(by_model(&longer, runs)[1], of(None, 2, Some(40)));
        assert_eq!(by_model(&whole, Vec::new()), [], "nothing is made up");
    }

    #[test]
    fn what_has_no_price_is_unknown_and_not_nothing() {
        let runs = vec![of(Some("a"), 1, Some(10)), of(Some("b"), 2, None), of(Some("b"), 2, None)];
        assert_eq!(by_model(&session(5, Some(10)), runs), [of(Some("a"), 1, Some(10)), of(Some("b"), 4, None)]);
        let later = vec![of(Some("b"), 2, None), of(Some("b"), 2, Some(5))];
        let [both] = &by_model(&session(4, Some(5)), later)[..] else { panic!() };
        assert_eq!((both.cost_usd, both.unpriced), (Some(Usd::from_micros(5)), true), "at least that much");
        assert_eq!(by_model(&session(3, None), vec![of(Some("b"), 1, None)])[0].cost_usd, None);
    }
}
