//! The command line: one file per command.

mod assess;
mod backup;
mod dispatch;
mod doctor;
mod export;
mod import;
mod logging;
mod peer;
mod place;
mod print;
mod report;
mod runner;
mod serve;
mod signin;
mod skill;
mod token;
mod usage;

use crate::server::db;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Plan the work. Prove the work.
#[derive(Debug, Parser)]
#[command(name = "maestro", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages and the HTTP interface
    Serve(serve::Serve),
    /// Print a new one-time sign-in link
    Signin(signin::Signin),
    /// Make, list and revoke access tokens
    Token(token::TokenCommand),
    /// Start an agent by a sentence
    Dispatch(Box<dispatch::Dispatch>),
    /// Report a piece of work, as agents do
    Report(Box<report::Report>),
    /// Copy everything, beside a running server
    Backup(backup::Backup),
    /// Put a backup in place of what is there
    Restore(backup::Restore),
    /// Bring in what other programs kept
    Import(import::Import),
    /// Write goals with their proof into a file
    Export(export::Export),
    /// Run the impact engine alone: one case a line in, one assessment a line out
    Assess(assess::Assess),
    /// Check everything that Maestro needs, and say what to do about each fault
    Doctor(doctor::Doctor),
    /// Teach agents to report
    Skill(skill::Skill),
    /// Run one agent, apart from the server that started it
    #[command(hide = true)]
    Runner(runner::Runner),
}

/// Reads the arguments, does what they say, and tells the shell how it went: 0, 1 (failed) or 2 (bad usage).
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::tell(&error),
    };
    let command = match cli.command {
        Command::Runner(command) => return tell(command.run()),
        Command::Assess(command) => return tell(command.run()),
        command => command,
    };
    // Reading SQLite keeps its thread for as long as it takes: so many more than cores that the others go on.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(cores + db::READERS).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    tell(runtime.block_on(run(command)))
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(command) => command.run().await,
        Command::Signin(command) => command.run().await,
        Command::Token(command) => command.run().await,
        Command::Dispatch(command) => command.run().await,
        Command::Report(command) => command.run().await,
        Command::Backup(command) => command.run().await,
        Command::Restore(command) => command.run().await,
        Command::Import(command) => command.run().await,
        Command::Export(command) => command.run().await,
        Command::Doctor(command) => command.run().await,
        Command::Skill(command) => command.run().await,
        Command::Runner(command) => command.run(),
        Command::Assess(command) => command.run(),
    }
}

fn tell(done: anyhow::Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// One line that says what to do.
fn fail(error: &anyhow::Error) -> ExitCode {
    let line = format!("{error:#}").replace('\n', " ");
    eprintln!("maestro: {line}");
    ExitCode::FAILURE
}
