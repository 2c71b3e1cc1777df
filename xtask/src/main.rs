//! What the build needs beyond cargo: `cargo xtask web` makes what the server
//! serves to browsers, `cargo xtask dist` puts everything into one folder.

mod client;
mod dist;
mod public;
mod stamp;
mod styles;
mod web;
mod workspace;

use anyhow::{Result, bail};

const USAGE: &str = "usage: cargo xtask web [--release] | dist";

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["web"] => web::build(web::Profile::Dev).map(drop),
        ["web", "--release"] => web::build(web::Profile::Release).map(drop),
        ["dist"] => dist::build(),
        _ => bail!(USAGE),
    }
}
