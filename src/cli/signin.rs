//! `maestro signin`

use super::{place::Place, print};
use crate::server::auth;
use anyhow::Result;
use clap::Args;

/// Print a new one-time sign-in link.
#[derive(Debug, Args)]
pub struct Signin {
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Signin {
    /// Makes the link, beside a running server or before it starts.
    pub async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let link = auth::link(&app).await;
        app.store.close().await;
        let link = link?;
        if self.json {
            return print::json(&serde_json::json!({"url": link, "minutes": auth::MINUTES}));
        }
        println!("{link}");
        Ok(())
    }
}
