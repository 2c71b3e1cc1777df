//! SQLite in the thread that asks.
//!
//! `sqlx` keeps a thread for each SQLite connection and crosses to it and back
//! with every statement, which on a machine with idle cores costs more than
//! most statements themselves. Here they run where they are asked for: readers
//! on the thread of the request, writes on the writer's own thread.

mod connection;
mod plain;
mod pool;
mod values;

pub use connection::{Connection, Use};
pub use plain::plain;
pub use pool::Pool;
