//! Text from a model: one question, one streamed answer.
//!
//! Three wire formats are spoken: Anthropic's Messages, `OpenAI`'s Responses, and the older
//! chat completions that compatible servers have. The caller gives address, key and model,
//! and gets text, usage and cost, or an error that says what can be done.

mod anthropic;
mod chat;
mod error;
mod prices;
mod probe;
mod prompt;
mod refusal;
mod responses;
mod send;
mod sse;
mod usage;
mod wire;

pub use error::AiError;
pub use prices::{Listed, cost, listed};
pub use probe::probe;
pub use prompt::{Prompt, explanation, explanation_again, narrative};
pub use send::{Answer, Options, Vendor, ask};
pub use usage::Usage;

#[cfg(test)]
mod tests;
