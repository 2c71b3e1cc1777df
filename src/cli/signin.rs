//! `maestro signin`

use super::{place::Place, print};
use crate::{
    domain::auth::Person,
    server::{
        App,
        auth::{self, Caller},
        people,
    },
};
use anyhow::{Result, bail};
use clap::Args;

/// Print a new one-time sign-in link.
#[derive(Debug, Args)]
pub struct Signin {
    #[command(flatten)]
    place: Place,
    /// Who signs in, by name or Tailscale login [default: the first person]
    #[arg(long)]
    person: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Signin {
    /// Makes the link, beside a running server or before it starts.
    pub async fn run(self) -> Result<()> {
        let app = self.place.open_known().await?;
        let link = self.link(&app).await;
        app.store.close().await;
        let link = link?;
        if self.json {
            return print::json(&serde_json::json!({"url": link, "minutes": auth::MINUTES}));
        }
        println!("{link}");
        Ok(())
    }

    async fn link(&self, app: &App) -> Result<String> {
        let Some(named) = &self.person else { return Ok(auth::link(app).await?) };
        let named = named.to_lowercase();
        let known = people::list(app.store.reader()).await?;
        let is_named = |p: &&Person| p.name.to_lowercase() == named || p.login.as_deref() == Some(&named);
        let Some(person) = known.iter().find(is_named) else {
            let names: Vec<&str> = known.iter().map(|p| p.name.as_str()).collect();
            bail!("nobody here is called {named}; known are: {}", names.join(", "));
        };
        Ok(auth::link_for(app, &Caller::cli(), person.id.clone()).await?)
    }
}
