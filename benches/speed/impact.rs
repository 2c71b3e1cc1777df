//! The impact engine on one core, and a year of samples on the disk.

use super::{
    load::{self, Client},
    server::Server,
    table::{Table, megabytes, ms, per_second},
};
use maestro::{
    domain::{
        auth::Scope,
        stats::{Case, Intervention, Options, Point, assess},
    },
    server::packing,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{hint::black_box, time::Instant};

/// One-minute samples of a year.
const YEAR: i64 = 365 * 24 * 60;
const METRICS: u64 = 100;
const MINUTE: i64 = 60;

/// Assessments, then samples.
pub async fn measure(table: &mut Table) {
    for (name, points, step_s, controls, aim) in [
        ("14 points", 14, 86_400, 0, "≤ 2 ms"),
        ("2,000 points", 2_000, 900, 0, "≤ 50 ms"),
        ("2,000 points and 10 controls", 2_000, 900, 10, ""),
    ] {
        let cases: Vec<Case> = (0..20).map(|seed| case(seed, points, step_s, controls)).collect();
        let times =
            load::repeat(if points > 100 { 100 } else { 1_000 }, async |i| black_box(assess(&cases[i % cases.len()], &Options::default())))
                .await;
        let rate = 1.0 / times.mean().as_secs_f64();
        table.row(&format!("assess {name}, one core"), &per_second(rate), "");
        table.row(&format!("assess {name}, p95"), &ms(times.p95()), aim);
    }
    samples(table);
    by_the_interface(table).await;
}

/// A year of one metric, in chunks of a day as they are stored.
fn year(seed: u64) -> Vec<Vec<(i64, f64)>> {
    let mut random = Random(seed + 1);
    let value = |at: i64, random: &mut Random| (1_000.0 + 200.0 * (at as f64 / 13_751.0).sin() + 50.0 * random.next()).round() / 10.0;
    let points: Vec<(i64, f64)> = (0..YEAR).map(|i| (i * MINUTE, value(i * MINUTE, &mut random))).collect();
    points.chunks(24 * 60).map(<[_]>::to_vec).collect()
}

fn samples(table: &mut Table) {
    let days = year(1);
    let packed: Vec<Vec<u8>> = days.iter().map(|day| packing::pack(day).unwrap()).collect();
    let bytes: u64 = packed.iter().map(|chunk| chunk.len() as u64).sum();
    table.row(&format!("one-minute samples of a year of {METRICS} metrics, three digits each"), &megabytes(bytes * METRICS), "");
    let begun = Instant::now();
    let read: usize = packed.iter().map(|chunk| packing::unpack(chunk).unwrap().len()).sum();
    assert_eq!(read as i64, YEAR);
    table.row("unpack such a year of one metric", &ms(begun.elapsed()), "");
}

/// What a page asks of the server: 28 days of one-minute samples.
async fn by_the_interface(table: &mut Table) {
    let server = Server::start(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()).await;
    let client = Client::new(&server, Scope::Full).await;
    let made = client.send(Method::POST, "/api/metric-sources", json!({"name": "Bench", "type": "webhook", "step": "1m"})).await;
    let path = format!("/api/metric-sources/{}/samples", made["id"].as_str().unwrap());
    for some in year(1)[..28].chunks(7) {
        let samples: Vec<Value> = some.iter().flatten().map(|(at, value)| json!({"at": at, "value": value})).collect();
        client.post(&path, json!({ "samples": samples })).await;
    }
    let asked = load::repeat(20, async |_| client.get(&path).await).await;
    table.row("28 days of one-minute samples by the interface, p50", &ms(asked.p50()), "");
}

/// Noise with a memory and a day, a step at the merge, and controls that share the memory.
fn case(seed: u64, points: usize, step_s: i64, controls: usize) -> Case {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let merged = step_s * i64::try_from(points).unwrap() * 4 / 5;
    let mut shared = 0.0;
    let common: Vec<f64> = (0..points)
        .map(|_| {
            shared = 0.9 * shared + random.next();
            shared
        })
        .collect();
    let mut series = |step: f64| -> Vec<Point> {
        let point = |(i, common): (i64, &f64)| {
            let at = i * step_s;
            let day = (at as f64 / 86_400.0 * std::f64::consts::TAU).sin();
            Point(at, Some(10.0 + common + day + 2.0 * random.next() + if at >= merged { step } else { 0.0 }))
        };
        (0..).zip(&common).map(point).collect()
    };
    Case {
        id: seed.to_string(),
        series: series(1.0),
        controls: (0..controls).map(|_| series(0.0)).collect(),
        intervention: Intervention { start: merged, end: merged, merges: vec![merged] },
        ..Case::default()
    }
}

/// Evenly between −1 and 1, the same each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}
