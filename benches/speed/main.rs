//! `make bench`: how fast Maestro is on this machine, as a table for the README.
//!
//! The release server runs as people run it, on the disk of the target folder;
//! what it is compared with is measured in the same run, on the same disk.
//! `cargo bench --bench speed -- runner`, `dispatch`, `impact` or `volume` measures one part; `volume` takes ten minutes and is in no other run.
#![expect(clippy::unwrap_used, reason = "a measurement that fails has nothing to say")]

mod dispatch;
mod fill;
mod impact;
mod load;
mod machine;
mod raw;
mod runner;
mod server;
mod table;
mod volume;

use load::Client;
use maestro::domain::auth::Scope;
use server::Server;
use std::time::Duration;
use table::{Table, megabytes, ms, per_second};

const CLIENTS: usize = 32;
const STREAMS: usize = 50;
const ENTRIES: usize = 100_000;

#[tokio::main]
async fn main() {
    // `cargo test --benches` only wants to know that it links.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut table = Table::default();
    let only = |part: &str| std::env::args().any(|argument| argument == part);
    if only("runner") || only("dispatch") || only("impact") || only("volume") {
        if only("runner") {
            runner::measure(&mut table).await;
        }
        if only("dispatch") {
            dispatch::measure(&mut table).await;
        }
        if only("impact") {
            impact::measure(&mut table).await;
        }
        if only("volume") {
            volume::measure(&mut table).await;
        }
        println!("\n{}\n\n{}", machine::name(), table.markdown());
        return;
    }
    empty(&mut table).await;
    many_goals(&mut table).await;
    search(&mut table).await;
    runner::measure(&mut table).await;
    dispatch::measure(&mut table).await;
    impact::measure(&mut table).await;
    machine::downloads(&mut table);
    println!("\n{}\n\n{}", machine::name(), table.markdown());
}

/// Start, memory, and writing, on a new data folder.
async fn empty(table: &mut Table) {
    let mut starts: Vec<Duration> = Vec::new();
    for _ in 0..5 {
        starts.push(Server::start(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()).await.started_in);
    }
    table.row("start until the first answer", &ms(load::median(starts)), "≤ 500 ms");

    let server = Server::start(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()).await;
    let client = Client::new(&server, Scope::Full).await;
    client.get("/api/goals").await;
    table.row("memory at rest", &megabytes(server.resident()), "≤ 60 MB");
    let streams = load::streams(&client, STREAMS).await;
    table.row(&format!("memory with {STREAMS} open event streams"), &megabytes(server.resident()), "");
    drop(streams);

    let created = load::repeat(500, |i| client.post("/api/goals", load::goal(i))).await;
    table.row("create a goal, p50", &ms(created.p50()), "≤ 2 ms");
    table.row("create a goal, p95", &ms(created.p95()), "≤ 8 ms");
    let reported = load::repeat(500, |i| client.post("/api/report", load::report(0, i))).await;
    table.row("report, p50", &ms(reported.p50()), "≤ 2.5 ms");
    table.row("report, p95", &ms(reported.p95()), "");

    let raw = raw::commits_per_second(Duration::from_secs(5)).await;
    let reports = load::reports_per_second(&server, CLIENTS, Duration::from_secs(10)).await;
    table.row("raw commits of SQLite", &per_second(raw), "");
    table.row(&format!("reports from {CLIENTS} clients"), &per_second(reports), &format!("≥ {}", per_second(raw / 2.0)));
}

/// Listing.
async fn many_goals(table: &mut Table) {
    for goals in [300, 10_000] {
        let server = Server::start(fill::goals(goals).await).await;
        let client = Client::new(&server, Scope::Full).await;
        let aim = if goals == 300 { "≤ 3 ms" } else { "" };
        let board = load::repeat(200, |_| client.board()).await;
        table.row(&format!("board of {goals} goals, p50"), &ms(board.p50()), aim);
        let page = load::repeat(200, |_| client.get("/api/goals?limit=200")).await;
        table.row(&format!("200 of {goals} goals by the interface, p50"), &ms(page.p50()), "");
        let all = load::repeat(5, |_| client.all("/api/goals?limit=200")).await;
        table.row(&format!("all {goals} goals by the interface, p50"), &ms(all.p50()), "");
    }
}

/// Finding words, against the same question put to the database alone.
async fn search(table: &mut Table) {
    let folder = fill::entries(ENTRIES).await;
    let raw = raw::searches(folder.path(), 300).await;
    let server = Server::start(folder).await;
    let client = Client::new(&server, Scope::Full).await;
    let found = load::repeat(300, async |i| client.get(&format!("/api/search?q={}", fill::query(i).replace(' ', "%20"))).await).await;
    table.row(&format!("raw query among {ENTRIES} entries, p95"), &ms(raw.p95()), "");
    table.row(&format!("search among {ENTRIES} entries, p95"), &ms(found.p95()), &format!("≤ {}", ms(raw.p95() * 3 / 2)));
    table.row("search, p50", &ms(found.p50()), &format!("raw {}", ms(raw.p50())));
}

#[cfg(not(unix))]
compile_error!("the measurements read the process table of a Unix system");
