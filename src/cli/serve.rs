//! `maestro serve`

use super::{
    logging::{self, LogFormat},
    place::Place,
};
use crate::server::{
    config::{Config, DEFAULT_ADDR},
    serve,
};
use anyhow::Result;
use clap::Args;
use std::net::SocketAddr;

/// Serve the pages and the HTTP interface.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen
    #[arg(long, env = "MAESTRO_ADDR", default_value_t = DEFAULT_ADDR, value_name = "ADDR")]
    addr: SocketAddr,
    #[command(flatten)]
    place: Place,
    /// Believe the `Tailscale-User-Login` header of a proxy on this machine (`tailscale serve`)
    #[arg(long)]
    trust_tailscale: bool,
    /// How log lines look; `RUST_LOG` says which there are
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    log_format: LogFormat,
}

impl Serve {
    /// Serves until SIGTERM or SIGINT.
    pub async fn run(self) -> Result<()> {
        logging::start(self.log_format);
        serve::run(Config { addr: self.addr, trust_tailscale: self.trust_tailscale, ..self.place.config()? }).await
    }
}
