//! What a runner is told before it starts.

use super::{Error, Folder, Result, folder};
use crate::{domain::session::Tokens, server::agents::Launch};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io, path::PathBuf, time::Duration};

/// `launch.json`: the agent to be started, and how it is to be looked after. Holds secrets.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The session's id: the value of the marker that its processes inherit.
    pub session: String,
    pub launch: Launch,
    #[serde(default)]
    pub settings: Settings,
    #[serde(default)]
    pub prices: Prices,
    /// The fencing token of the server that starts it; it never goes down.
    pub token: u64,
    /// A folder with a short path, for the socket of a session whose own path is too long.
    pub runtime: Option<PathBuf>,
}

impl Plan {
    /// The plan of the session in `folder`.
    pub fn read(folder: &Folder) -> Result<Self> {
        let absent = || Error::Damaged { file: folder.launch().display().to_string(), detail: "there is no such file".into() };
        folder::read_json(&folder.launch())?.ok_or_else(absent)
    }

    /// Puts it down for the runner, who puts it on the disk.
    pub(super) fn hand_over(&self, folder: &Folder) -> io::Result<()> {
        folder::write_quickly(&folder.launch(), &serde_json::to_vec(self)?)
    }

    /// Puts it down for good.
    pub(super) fn write(&self, folder: &Folder) -> io::Result<()> {
        folder::write_json(&folder.launch(), self)
    }

    /// What replaying needs, and no secret: that is what stays when the session is over.
    pub(super) fn without_secrets(mut self) -> Self {
        self.launch.environment.clear();
        self.launch.telemetry = None;
        self
    }
}

/// How long the runner waits for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// After it was asked to stop, until SIGINT.
    pub ask_ms: u64,
    /// After SIGINT, until SIGTERM.
    pub interrupt_ms: u64,
    /// After SIGTERM, until SIGKILL.
    pub terminate_ms: u64,
    /// How long what the agent left behind may take to end by itself.
    pub leftover_ms: u64,
    /// How long the agent may go on after its input was closed, while it says nothing.
    pub linger_ms: u64,
    /// The longest silence.
    pub silence_ms: u64,
    /// The longest silence while a tool runs.
    pub tool_silence_ms: u64,
    /// How long the agent is held when the disk is full, before it is ended.
    pub disk_ms: u64,
    /// Output is on the disk at latest after this time; notes and input are at once.
    pub sync_ms: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ask_ms: 10_000,
            interrupt_ms: 5_000,
            terminate_ms: 5_000,
            leftover_ms: 2_000,
            linger_ms: 60_000,
            silence_ms: 15 * 60_000,
            tool_silence_ms: 60 * 60_000,
            disk_ms: 60_000,
            sync_ms: 100,
        }
    }
}

/// A setting as a time.
pub(super) fn time(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// What models cost where the agent does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Prices {
    /// By the name that the agent uses.
    pub models: BTreeMap<String, Price>,
    /// For every other model; without it their cost is not counted, and the totals say so.
    pub other: Option<Price>,
}

/// Micro-dollars for a million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Price {
    pub input: i64,
    pub output: i64,
    pub cache_read: i64,
    pub cache_write: i64,
    /// With a prompt of more than so many tokens, every token of the call costs this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long: Option<Long>,
}

/// The price of long prompts, in micro-dollars for a million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Long {
    pub above: i64,
    pub input: i64,
    pub output: i64,
    pub cache_read: i64,
    pub cache_write: i64,
}

impl Price {
    /// What holds for a prompt of that size.
    fn at(&self, prompt: i64) -> Self {
        match self.long.filter(|long| prompt > long.above) {
            Some(Long { input, output, cache_read, cache_write, .. }) => Self { input, output, cache_read, cache_write, long: None },
            None => *self,
        }
    }
}

/// `claude-haiku-4-5` of `claude-haiku-4-5-20251001`: the date of a release says nothing about its price.
fn undated(model: &str) -> Option<&str> {
    let (name, date) = model.rsplit_once('-')?;
    (date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit())).then_some(name)
}

impl Prices {
    /// The price of that model.
    pub fn of(&self, model: &str) -> Option<&Price> {
        self.models.get(model).or_else(|| self.models.get(undated(model)?))
    }

    /// What these tokens cost, in micro-dollars, rounded up: a cap is never passed by rounding. None without a price.
    pub fn cost(&self, model: Option<&str>, tokens: Tokens) -> Option<i64> {
        let price = model.and_then(|model| self.of(model)).or(self.other.as_ref())?;
        let price = price.at(tokens.input.saturating_add(tokens.cache_read).saturating_add(tokens.cache_write));
        let parts = [
            (tokens.input, price.input),
            (tokens.output, price.output),
            (tokens.cache_read, price.cache_read),
            (tokens.cache_write, price.cache_write),
        ];
        let millionths: i128 = parts.iter().map(|(count, price)| i128::from(*count) * i128::from(*price)).sum();
        i64::try_from((millionths + 999_999) / 1_000_000).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_cost_what_the_model_costs() {
        let price = Price { input: 3_000_000, output: 15_000_000, cache_read: 300_000, cache_write: 3_750_000, long: None };
        let prices = Prices { models: [("x".to_owned(), price)].into(), other: None };
        let tokens = Tokens { input: 100, output: 10, cache_read: 1, cache_write: 0 };
        assert_eq!(prices.cost(Some("x"), tokens), Some(300 + 150 + 1), "a third of a millionth is a whole one");
        assert_eq!(prices.cost(Some("y"), tokens), None);
        assert_eq!(prices.cost(Some("x-20260101"), tokens), Some(451));
        let long = Long { above: 100, input: 6_000_000, output: 15_000_000, cache_read: 600_000, cache_write: 0 };
        let dear = Prices { models: [("x".to_owned(), Price { long: Some(long), ..price })].into(), other: None };
        assert_eq!(dear.cost(Some("x"), tokens), Some(600 + 150 + 1), "every token of a long prompt costs more");
        let prices = Prices { other: Some(price), ..prices };
        assert_eq!(prices.cost(None, tokens), Some(451));
    }
}
