//! Settings from the environment and the command line, read once at the start.

use std::{net::SocketAddr, path::PathBuf};

/// How this server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens: `--addr`, `MAESTRO_ADDR`.
    pub addr: SocketAddr,
    /// Database, key and lock: `--data-dir`, `MAESTRO_DATA_DIR`.
    pub data_dir: PathBuf,
    /// `--database-url`, `DATABASE_URL`; SQLite in the data folder unless given.
    pub database_url: String,
    /// The address that people use: `--public-url`, `MAESTRO_PUBLIC_URL`.
    pub public_url: Option<String>,
    /// Believe `Tailscale-User-Login` of a loopback peer: `--trust-tailscale`.
    pub trust_tailscale: bool,
    /// The key of Anthropic, where none is set in Settings: `ANTHROPIC_API_KEY`.
    pub anthropic_key: Option<String>,
    /// The key of OpenAI, where none is set in Settings: `OPENAI_API_KEY`.
    pub openai_key: Option<String>,
}
