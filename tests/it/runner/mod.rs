//! Agents in processes of their own, with a scripted stand-in for the agent.

mod ending;
mod journal;
mod limits;
mod server;
mod steering;
