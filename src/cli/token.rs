//! `maestro token`

use super::{place::Place, print};
use crate::{
    domain::auth::{NewToken, Scope, Token},
    server::{
        App,
        auth::{self, Caller},
    },
};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};

/// Make, list and revoke access tokens.
#[derive(Debug, Args)]
pub struct TokenCommand {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a token and print it; it is not shown again
    Create {
        /// What it is for, as `laptop` or `ci`
        #[arg(long)]
        name: String,
        /// How far it reaches: `report`, `read` or `full`
        #[arg(long, default_value = "report", value_parser = scope)]
        scope: Scope,
        /// When it ends, as `90d`, `12w` or `1y` [default: never]
        #[arg(long, value_parser = days, value_name = "TIME")]
        expires: Option<i64>,
    },
    /// List the tokens
    List,
    /// End a token at once
    Revoke {
        /// Its id, its name or its first characters
        token: String,
    },
}

impl TokenCommand {
    /// Works beside a running server.
    pub async fn run(self) -> Result<()> {
        let app = self.place.open_known().await?;
        let done = self.act(&app).await;
        app.store.close().await;
        done
    }

    async fn act(&self, app: &App) -> Result<()> {
        match &self.action {
            Action::Create { name, scope, expires } => {
                let new = NewToken { name: name.clone(), scope: *scope, expires_in_days: *expires, ..Default::default() };
                let made = auth::create_token(app, &Caller::cli(), new).await?;
                if self.json {
                    return print::json(&made);
                }
                println!("{}", made.secret);
                Ok(())
            }
            Action::List => self.list(&auth::list_tokens(app.store.reader()).await?, app.clock.now()),
            Action::Revoke { token } => {
                let found = auth::resolve_token(app, token).await?;
                let ended = auth::revoke_token(app, &Caller::cli(), &found.id).await?;
                if self.json {
                    return print::json(&ended);
                }
                println!("revoked {}", ended.name);
                Ok(())
            }
        }
    }

    fn list(&self, tokens: &[Token], now: DateTime<Utc>) -> Result<()> {
        if self.json {
            return print::json(tokens);
        }
        let rows: Vec<[String; 6]> = tokens.iter().map(|token| row(token, now)).collect();
        print::table(["NAME", "SCOPE", "TOKEN", "STATE", "LAST USED", "ID"], &rows);
        Ok(())
    }
}

fn row(token: &Token, now: DateTime<Utc>) -> [String; 6] {
    let day = |at: DateTime<Utc>| at.format("%Y-%m-%d %H:%M").to_string();
    let state = match (token.revoked_at, token.expires_at) {
        (Some(_), _) => "revoked".into(),
        (None, Some(end)) if end <= now => "expired".into(),
        (None, Some(end)) => format!("until {}", end.format("%Y-%m-%d")),
        (None, None) => "valid".into(),
    };
    let used = token.last_used_at.map_or_else(|| "never".into(), day);
    [token.name.clone(), token.scope.as_str().into(), format!("{}…", token.prefix), state, used, token.id.to_string()]
}

fn scope(text: &str) -> Result<Scope> {
    Scope::parse(text).context("must be `report`, `read` or `full`")
}

/// Days of `90d`, `12w`, `1y`.
fn days(text: &str) -> Result<i64> {
    let help = "must be a number with `d`, `w` or `y`, as `90d`";
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1)).context(help)?;
    let number: i64 = number.parse().ok().filter(|n| *n > 0).context(help)?;
    let unit = match unit {
        "d" => 1,
        "w" => 7,
        "y" => 365,
        _ => anyhow::bail!(help),
    };
    number.checked_mul(unit).filter(|days| *days <= 3650).context("must be at most ten years")
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn a_time_reads_in_days_weeks_and_years() {
        assert_eq!((days("90d").unwrap(), days("2w").unwrap(), days("1y").unwrap()), (90, 14, 365));
        for wrong in ["", "d", "90", "-1d", "0d", "11y", "5m", "9999999999999999999y", "€"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
