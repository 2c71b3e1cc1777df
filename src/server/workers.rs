//! Every loop on one page: what, how often.

use super::App;

/// Starts the background work; it ends with `app.shutdown`.
pub fn start(_app: &App) {}
