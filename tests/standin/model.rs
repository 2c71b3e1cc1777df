//! `standin model`: a scripted model on loopback, for the walks with a real agent in a real browser.
//!
//! It prints its address, then takes its turns from standard input, one a line, until that ends: `say TEXT`, `run COMMAND`,
//! `write PATH TEXT`.

#[path = "../it/support/model_server/mod.rs"]
#[expect(dead_code, reason = "the integration tests use the rest")]
mod model_server;

use model_server::{ModelServer, Turn};
use std::io;

/// Serves until standard input ends.
pub fn serve() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let model = runtime.block_on(ModelServer::start([]));
    println!("{}", model.url);
    for line in io::stdin().lines() {
        model.then([turn(&line.unwrap())]);
    }
}

fn turn(line: &str) -> Turn {
    match line.split_once(' ') {
        Some(("say", text)) => Turn::say(text),
        Some(("run", command)) => Turn::run(command),
        Some(("write", rest)) => {
            let (path, text) = rest.split_once(' ').unwrap();
            Turn::Write { path: path.to_owned(), content: format!("{text}\n") }
        }
        _ => panic!("no turn is written as {line}"),
    }
}
