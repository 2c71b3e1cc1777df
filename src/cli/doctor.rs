//! `maestro doctor`

use super::{place::Place, print};
use crate::server::doctor::{self, Check, State};
use anyhow::{Result, bail};
use clap::Args;

/// Check everything that Maestro needs, and say what to do about each fault.
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Fails when something does not work.
    pub async fn run(self) -> Result<()> {
        let found = doctor::examine(&self.place.config()?).await;
        if self.json {
            print::json(&found)?;
        } else {
            found.iter().for_each(show);
        }
        match found.iter().filter(|check| check.state == State::Fault).count() {
            0 => Ok(()),
            1 => bail!("1 fault was found; do what is said beside it"),
            faults => bail!("{faults} faults were found; do what is said beside them"),
        }
    }
}

fn show(check: &Check) {
    let mark = match check.state {
        State::Ok => "ok   ",
        State::Note => "note ",
        State::Fault => "FAULT",
    };
    println!("{mark}  {:<18}  {}", check.name, check.detail);
    if let Some(remedy) = &check.remedy {
        println!("{:27}-> {remedy}", "");
    }
}
