//! The running server, for commands that talk to it by HTTP.

use crate::server::{
    config::{self, DEFAULT_ADDR},
    datadir::DataDir,
};
use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use serde_json::Value;
use std::{path::PathBuf, time::Duration};

/// Which server, with which token.
#[derive(Clone, Debug, Args)]
pub struct Peer {
    /// Address of the server [default: the one that serves the data folder]
    #[arg(long, env = "MAESTRO_URL", value_name = "URL")]
    url: Option<String>,
    /// File with a token [default: the one of `maestro skill install`]
    #[arg(long, env = "MAESTRO_TOKEN_FILE", value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// The token itself; better kept in the environment than typed
    #[arg(long, env = "MAESTRO_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    token: Option<String>,
    #[arg(long, env = "MAESTRO_DATA_DIR", value_name = "DIR", hide = true)]
    data_dir: Option<PathBuf>,
}

impl Peer {
    /// The address, without a slash at its end.
    pub fn url(&self) -> Result<String> {
        let noted = || self.data_dir.clone().or_else(config::default_data_dir).and_then(|dir| DataDir::address(&dir));
        let url = self.url.clone().filter(|url| !url.is_empty()).or_else(noted).unwrap_or_else(|| format!("http://{DEFAULT_ADDR}"));
        if !url.starts_with("http://") && !url.starts_with("https://") {
            bail!("`{url}` is not an address as http://127.0.0.1:3336");
        }
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// Sends a body and gives the answer; what the server refuses becomes an error in its own words.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let url = self.url()?;
        let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).redirect(reqwest::redirect::Policy::none()).build()?;
        let sent = client.post(format!("{url}{path}")).bearer_auth(self.token()?).json(body).send().await;
        let response = sent.map_err(|error| {
            // The innermost cause is what a person can act on.
            let mut cause: &dyn std::error::Error = &error;
            while let Some(inner) = cause.source() {
                cause = inner;
            }
            anyhow!("no server answers at {url} ({cause}): start it with `maestro serve`, or give its address with `--url`")
        })?;
        let status = response.status();
        let text = response.text().await.context("the answer broke off")?;
        let answer: Value =
            serde_json::from_str(&text).with_context(|| format!("{url} is not Maestro: it answered {status} without JSON"))?;
        if status == reqwest::StatusCode::FORBIDDEN {
            let detail = answer["detail"].as_str().unwrap_or(&text);
            bail!("refused: {detail}: set MAESTRO_TOKEN to one of `maestro token create --name NAME --scope full`");
        }
        if !status.is_success() {
            bail!("refused ({status}): {}", answer["detail"].as_str().unwrap_or(&text));
        }
        Ok(answer)
    }

    fn token(&self) -> Result<String> {
        if let Some(token) = self.token.clone().filter(|token| !token.is_empty()) {
            return Ok(token);
        }
        let file = match &self.token_file {
            Some(file) => file.clone(),
            None => installed().context(
                "there is no token: set MAESTRO_TOKEN to one of `maestro token create --name NAME`, or run `maestro skill install`",
            )?,
        };
        let text = std::fs::read_to_string(&file).with_context(|| format!("the token file {} cannot be read", file.display()))?;
        Ok(text.trim().to_owned())
    }
}

/// The token of an installed skill.
fn installed() -> Option<PathBuf> {
    let folders = [config::claude_skills(), config::codex_skills()];
    folders.into_iter().flatten().map(|skills| skills.join("maestro/token")).find(|file| file.is_file())
}
