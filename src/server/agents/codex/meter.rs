//! Tokens of Codex, each counted once: it tells totals of the whole conversation, runs before this one included.

use super::super::field;
use crate::domain::{
    session::Tokens,
    transcript::{Event, Usage},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// The totals of each conversation: helpers have their own.
#[derive(Default)]
pub struct Meter {
    totals: BTreeMap<String, Total>,
    calls: u32,
    /// How full the conversation itself was when that was last said.
    context: Option<(i64, Option<i64>)>,
}

/// The input holds what came from a cache.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Total {
    input: i64,
    cached: i64,
    written: i64,
    output: i64,
}

impl Total {
    /// `totalTokens` is not read: after an overflow it is set to the size of the window.
    fn read(usage: &Value) -> Self {
        let at = |pointer| field::number(usage, pointer).max(0);
        Self {
            input: at("/inputTokens"),
            cached: at("/cachedInputTokens"),
            written: at("/cacheWriteInputTokens"),
            output: at("/outputTokens"),
        }
    }

    /// None where a total has shrunk: it was begun anew.
    fn since(self, before: Self) -> Option<Self> {
        let more = Self {
            input: self.input - before.input,
            cached: self.cached - before.cached,
            written: self.written - before.written,
            output: self.output - before.output,
        };
        (more.input >= 0 && more.cached >= 0 && more.written >= 0 && more.output >= 0).then_some(more)
    }

    fn tokens(self) -> Tokens {
        let cache_read = self.cached.min(self.input);
        let cache_write = self.written.min(self.input - cache_read);
        Tokens { input: self.input - cache_read - cache_write, output: self.output, cache_read, cache_write }
    }
}

impl Meter {
    /// The totals as they were before this run.
    pub fn baseline(&mut self, thread: &str, usage: &Value) {
        self.totals.insert(thread.to_owned(), Total::read(&usage["total"]));
    }

    /// How full the context is after the last call of the conversation that this run began, where that is news.
    pub fn context(&mut self, usage: &Value) -> Option<Event> {
        let last = Total::read(&usage["last"]);
        let window = usage.get("modelContextWindow").and_then(Value::as_i64).filter(|size| *size > 0);
        let now = (last.input + last.output, window);
        let news = now.0 > 0 && self.context.replace(now) != Some(now);
        news.then_some(Event::Context { tokens: now.0, window })
    }

    /// What is new since the last time; `own` is the conversation that this run began.
    pub fn count(&mut self, thread: &str, own: bool, model: Option<&str>, usage: &Value) -> Option<Usage> {
        let (now, last) = (Total::read(&usage["total"]), Total::read(&usage["last"]));
        let more = match self.totals.insert(thread.to_owned(), now) {
            Some(before) => now.since(before).unwrap_or(last),
            None if own => now,
            // A helper may begin with the totals of the one that called it.
            None => last,
        };
        let tokens = more.tokens();
        if tokens.is_zero() {
            return None;
        }
        self.calls += 1;
        Some(Usage { id: format!("{thread}/{}", self.calls), model: model.map(str::to_owned), tokens, cost_micros: None })
    }
}
