//! Tokens that a question and its answer took.

/// Tokens by price; `input` excludes what went through a cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    pub input: u64,
    pub cache_read: u64,
    /// Written to a cache for five minutes, or as long as the vendor keeps it.
    pub cache_write: u64,
    /// Written to a cache for an hour.
    pub cache_write_1h: u64,
    /// With the tokens of thinking.
    pub output: u64,
}

impl Usage {
    /// The whole prompt: tiers of price depend on it.
    pub fn prompt(&self) -> u64 {
        self.input + self.cache_read + self.cache_write + self.cache_write_1h
    }
}
