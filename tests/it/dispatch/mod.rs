//! Dispatch with a scripted stand-in for the agent: from the wish to what came of it.

mod asking;
mod chaining;
mod ending;
mod killing;
mod money;
mod pushing;
mod starting;
