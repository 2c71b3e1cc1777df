//! Dispatch, from the wish to what came of it: with a scripted stand-in for the agent, and with the real ones.

mod asking;
mod chaining;
mod deliver;
mod ending;
mod feedback;
mod killing;
mod models;
mod money;
mod ordering;
mod pushing;
mod real_claude;
mod real_codex;
mod starting;
