//! Fifty agents at once for ten minutes, each with a hundred lines a second: nothing is lost, and the pages stay quick.

use crate::{
    dispatch::{self, House},
    load::Times,
    table::{Table, megabytes, ms},
};
use std::time::{Duration, Instant};

const SESSIONS: usize = 50;
/// Each call of a stand-in is three lines, two of them the model's own figures.
const CALLS_A_SECOND: usize = 34;
const SECONDS: usize = 600;

pub async fn measure(table: &mut Table) {
    let house = House::new().await;
    let calls = CALLS_A_SECOND * SECONDS;
    let script = format!("calls {calls} {CALLS_A_SECOND} 1 1\nend");
    let mut keys = Vec::new();
    for _ in 0..SESSIONS {
        keys.push(house.start(&script).await);
    }
    let before = Instant::now();
    let (mut pages, mut most) = (Vec::new(), 0);
    while before.elapsed() < Duration::from_secs(SECONDS as u64 + 30) && !all_over(&house).await {
        pages.push(dispatch::page(&house.client).await);
        most = most.max(house.server.resident());
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let mut missing = 0;
    for key in &keys {
        let session = house.over(key).await;
        assert_eq!(session["status"], "succeeded", "{session}");
        missing += calls - texts(&house, key).await;
    }
    let pages = Times::from(pages);
    table.row(&format!("lines of {SESSIONS} agents in {SECONDS} s that are missing"), &missing.to_string(), "0");
    table.row("memory of the server meanwhile, at most", &megabytes(most), "≤ 300 MB");
    table.row("what the Dispatch page asks for, meanwhile, p50 of the slowest of ten", &ms(pages.p50()), "");
    table.row("the same, p95", &ms(pages.p95()), "");
}

async fn all_over(house: &House) -> bool {
    let centre = house.client.get("/api/dispatch").await;
    centre["live"].as_array().is_some_and(Vec::is_empty) && centre["queue"].as_array().is_some_and(Vec::is_empty)
}

/// The lines `line 0`, `line 1` … of a session that are in its transcript, each once and in order.
async fn texts(house: &House, key: &str) -> usize {
    let (mut after, mut next) = (0, 0);
    loop {
        let page = house.client.get(&format!("/api/sessions/{key}/log?after={after}")).await;
        for entry in page["items"].as_array().unwrap() {
            if entry.to_string().contains(&format!("\"line {next}\"")) {
                next += 1;
            }
        }
        after = page["last"].as_u64().unwrap();
        if page["ended"] == true || page["items"].as_array().unwrap().is_empty() {
            return next;
        }
    }
}
