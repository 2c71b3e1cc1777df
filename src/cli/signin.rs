//! `maestro signin`

use super::place::Place;
use crate::server::auth;
use anyhow::Result;
use clap::Args;

/// Print a new one-time sign-in link.
#[derive(Debug, Args)]
pub struct Signin {
    #[command(flatten)]
    place: Place,
}

impl Signin {
    /// Makes the link, beside a running server or before it starts.
    pub async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        println!("{}", auth::link(&app).await?);
        app.store.close().await;
        Ok(())
    }
}
