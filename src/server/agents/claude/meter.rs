//! Tokens of Claude Code, each counted once.
//!
//! The message of each content block repeats a usage that is not final, totals grow over turns and over resumed runs, and
//! helpers call models of which no message tells. So the end of each streamed call is counted as it comes, and what the
//! program's own figure for the turn holds beyond that is added when the turn ends.

use super::super::field;
use crate::domain::{
    Usd,
    session::Tokens,
    transcript::{Event, ModelTotal, RunTotal, Usage},
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The conversation itself, among those of its helpers.
pub const CONVERSATION: &str = "";

/// What was counted.
pub struct Meter {
    /// Calls that are being streamed, by the tool call of the helper that makes them.
    calls: BTreeMap<String, Call>,
    /// Counted by model since the program last said a total.
    counted: BTreeMap<String, Tokens>,
    /// Totals of models as last said, where they are known from the start.
    totals: Option<BTreeMap<String, ModelTotal>>,
    /// How much fits into the context of a model, by the name under which that was said.
    windows: BTreeMap<String, i64>,
    /// How full the conversation itself was when that was last said.
    context: Option<(i64, Option<i64>)>,
    turns: u32,
    /// What the run cost, in millionths of a dollar; none once a model had no price.
    cost: Option<i64>,
    settled: bool,
}

#[derive(Default)]
struct Call {
    id: String,
    model: String,
    /// As it began.
    first: Tokens,
    counted: Tokens,
    parts: u32,
}

impl Meter {
    /// A run that resumes another one starts with totals that nobody knows.
    pub fn new(resumes: bool) -> Self {
        let totals = (!resumes).then(BTreeMap::new);
        Self {
            calls: BTreeMap::new(),
            counted: BTreeMap::new(),
            totals,
            windows: BTreeMap::new(),
            context: None,
            turns: 0,
            cost: Some(0),
            settled: false,
        }
    }

    /// A call of a model begins.
    pub fn begin(&mut self, helper: &str, message: &Value) {
        let (id, model) = (field::owned(message, "/id").unwrap_or_default(), field::text(message, "/model").unwrap_or_default());
        let first = message.get("usage").map(tokens).unwrap_or_default();
        self.calls.insert(helper.to_owned(), Call { id, model: plain(model).to_owned(), first, ..Call::default() });
    }

    /// A call of a model is over, or says how far it is.
    pub fn finish(&mut self, helper: &str, usage: &Value) -> Option<Usage> {
        let call = self.calls.get_mut(helper)?;
        let now = merged(call.first, usage);
        let more = now.beyond(call.counted);
        if more.is_zero() {
            return None;
        }
        call.counted = call.counted + more;
        call.parts += 1;
        let id = if call.parts == 1 { call.id.clone() } else { format!("{}+{}", call.id, call.parts) };
        let model = call.model.clone();
        let counted = self.counted.entry(model.clone()).or_default();
        *counted = *counted + more;
        Some(Usage { id, model: Some(model), tokens: more, cost_micros: None })
    }

    /// A turn is over: what was not seen, and the program's own figures.
    pub fn settle(&mut self, result: &Value) -> (Vec<Usage>, Option<RunTotal>) {
        self.turns += 1;
        self.learn_windows(result);
        let Some(models) = self.since_last(result) else { return (Vec::new(), None) };
        let counted = std::mem::take(&mut self.counted);
        let turn = self.turns;
        let unseen = models.iter().filter_map(|own| {
            let more = own.tokens.beyond(counted.get(&own.model).copied().unwrap_or_default());
            let id = format!("turn-{turn}-{}", own.model);
            (!more.is_zero()).then(|| Usage { id, model: Some(own.model.clone()), tokens: more, cost_micros: None })
        });
        let unseen = unseen.collect();
        let cost_micros = models.iter().map(|own| own.cost_micros).sum::<Option<i64>>();
        self.cost = self.cost.zip(cost_micros).map(|(before, more)| before + more);
        self.settled = true;
        (unseen, Some(RunTotal { models, cost_micros }))
    }

    /// How full the context is after the last call of the conversation itself, where that is news; `runs` is the model as the program
    /// names it, with the mark of a longer window.
    pub fn context(&mut self, runs: Option<&str>) -> Option<Event> {
        let call = self.calls.get(CONVERSATION)?;
        let Tokens { input, output, cache_read, cache_write } = call.counted;
        let now = (input + output + cache_read + cache_write, self.window(runs, &call.model));
        let news = now.0 > 0 && self.context.replace(now) != Some(now);
        news.then_some(Event::Context { tokens: now.0, window: now.1 })
    }

    fn learn_windows(&mut self, result: &Value) {
        let models = result.get("modelUsage").and_then(Value::as_object).into_iter().flatten();
        let told = models.filter_map(|(name, own)| Some((name.clone(), own.get("contextWindow")?.as_i64().filter(|size| *size > 0)?)));
        self.windows.extend(told);
    }

    /// Of the very name that runs, else of that model where only one window is known for it.
    fn window(&self, runs: Option<&str>, model: &str) -> Option<i64> {
        let exact = runs.filter(|name| plain(name) == model).and_then(|name| self.windows.get(name));
        let mut alike = self.windows.iter().filter(|(name, _)| plain(name) == model).map(|(_, size)| *size);
        let first = alike.next();
        exact.copied().or_else(|| first.filter(|first| alike.all(|other| other == *first)))
    }

    /// What the run cost by the program's own figures.
    pub fn cost(&self) -> Option<Usd> {
        self.cost.filter(|_| self.settled).map(Usd::from_micros)
    }

    fn since_last(&mut self, result: &Value) -> Option<Vec<ModelTotal>> {
        let whole = result.get("modelUsage").and_then(Value::as_object).map(totals);
        let since = result.get("model_usage_since_last_result").and_then(Value::as_object).map(totals);
        let before = match (&mut self.totals, &whole) {
            (Some(known), Some(whole)) => Some(std::mem::replace(known, whole.clone())),
            (None, Some(whole)) => {
                self.totals = Some(whole.clone());
                None
            }
            _ => None,
        };
        if let Some(since) = since {
            return Some(since.into_values().collect());
        }
        let (whole, before) = (whole?, before?);
        let more = whole.into_values().map(|now| match before.get(&now.model) {
            Some(old) => ModelTotal {
                tokens: now.tokens.beyond(old.tokens),
                cost_micros: now.cost_micros.zip(old.cost_micros).map(|(now, old)| (now - old).max(0)),
                model: now.model,
            },
            None => now,
        });
        Some(more.filter(|own| !own.tokens.is_zero() || own.cost_micros != Some(0)).collect())
    }
}

/// The same model may stand there under two names.
fn totals(models: &Map<String, Value>) -> BTreeMap<String, ModelTotal> {
    let mut all = BTreeMap::new();
    for (name, own) in models {
        let model = plain(field::text(own, "/canonicalModel").unwrap_or(name)).to_owned();
        let tokens = Tokens {
            input: field::number(own, "/inputTokens"),
            output: field::number(own, "/outputTokens"),
            cache_read: field::number(own, "/cacheReadInputTokens"),
            cache_write: field::number(own, "/cacheCreationInputTokens"),
        };
        // Without a price of its own a model is priced as the default one, which is a guess.
        let priced = field::text(own, "/costBasis") != Some("unknown");
        let cost = own.get("costUSD").and_then(Value::as_f64).and_then(Usd::from_dollars);
        let cost_micros = cost.filter(|_| priced).map(Usd::micros);
        let known: &mut ModelTotal =
            all.entry(model.clone()).or_insert_with(|| ModelTotal { model, cost_micros: Some(0), ..ModelTotal::default() });
        known.tokens = known.tokens + tokens;
        known.cost_micros = known.cost_micros.zip(cost_micros).map(|(one, other)| one + other);
    }
    all
}

/// `claude-opus-5-5[1m]` is `claude-opus-5-5` with a longer window, and with the date of its release it is the same one, too: a call
/// may tell that and the figures of the turn may not.
fn plain(model: &str) -> &str {
    let name = model.split('[').next().unwrap_or(model);
    match name.rsplit_once('-') {
        Some((undated, date)) if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) => undated,
        _ => name,
    }
}

fn tokens(usage: &Value) -> Tokens {
    merged(Tokens::default(), usage)
}

/// The end of a call may repeat only what has changed.
fn merged(before: Tokens, usage: &Value) -> Tokens {
    let or = |name: &str, before: i64| usage.get(name).and_then(Value::as_i64).unwrap_or(before);
    Tokens {
        input: or("input_tokens", before.input),
        output: or("output_tokens", before.output),
        cache_read: or("cache_read_input_tokens", before.cache_read),
        cache_write: or("cache_creation_input_tokens", before.cache_write),
    }
}
