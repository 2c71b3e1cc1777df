//! Agents in processes of their own, against starting a program and nothing else.

use crate::{
    load,
    table::{Table, megabytes, ms, per_second},
};
use maestro::{
    domain::dispatch::{AgentKind, AutoApprove, Limits},
    server::{
        agents::Launch,
        clock::{Clock, millis},
        runner::{self, Folder, Handle, Plan, Prices, Settings, Source, Stage},
    },
};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const STANDIN: &str = env!("CARGO_BIN_EXE_standin");
const STARTS: usize = 30;
const LINES: u64 = 200_000;

pub async fn measure(table: &mut Table) {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let bare = load::median((0..STARTS).map(|_| bare()).collect());
    let mut starts = Vec::new();
    for i in 0..STARTS {
        let before = Instant::now();
        let handle = start(&place, &format!("start-{i}"), "eof").await;
        starts.push(before.elapsed());
        end(&handle).await;
    }
    table.row("bare fork and exec of an agent, p50", &ms(bare), "");
    table.row("start of a session until its agent is alive, p50", &ms(load::median(starts)), &format!("≤ {}", ms(bare + AIM)));

    let handle = start(&place, "rest", "eof").await;
    let status = handle.status().await.unwrap();
    table.row("memory of a runner", &megabytes(memory(status.runner, "RssAnon")), "≤ 8 MB");
    table.row("with the pages of the program, which the server and all runners share", &megabytes(memory(status.runner, "VmRSS")), "");
    end(&handle).await;

    let before = Instant::now();
    let handle = start(&place, "flood", &format!("lines {LINES} 0")).await;
    let read = follow(&handle).await.len() as f64;
    table.row("lines of an agent into the journal and to a follower", &per_second(read / before.elapsed().as_secs_f64()), "");

    let handle = start(&place, "steady", "lines 500 100").await;
    let late = load::median(follow(&handle).await);
    table.row("from the journal to a follower, 100 lines a second, p50", &ms(late), "≤ 50 ms");
}

/// What starting a session may add.
const AIM: Duration = Duration::from_millis(50);

/// From the start of the process to its first word.
fn bare() -> Duration {
    let before = Instant::now();
    let mut child = Command::new(STANDIN).env("STANDIN_SCRIPT", "print alive").stdout(Stdio::piped()).spawn().unwrap();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    let taken = before.elapsed();
    child.wait().unwrap();
    taken
}

async fn start(place: &TempDir, name: &str, script: &str) -> Handle {
    let launch = Launch {
        agent: AgentKind::ClaudeCode,
        program: PathBuf::from(STANDIN),
        folder: place.path().to_owned(),
        model: None,
        prompt: "Do it".into(),
        approvals: AutoApprove::None,
        external_id: None,
        resume: false,
        continue_turn: false,
        limits: Limits::default(),
        environment: [("STANDIN_SCRIPT".to_owned(), script.to_owned())].into(),
        home: None,
        instructions: None,
        remembered: Vec::new(),
        writable: Vec::new(),
        telemetry: None,
    };
    let plan = Plan {
        session: format!("bench-{}-{name}", std::process::id()),
        launch,
        settings: Settings::default(),
        prices: Prices::default(),
        token: 1,
        runtime: Some(place.path().join("run")),
    };
    let folder = Folder::new(place.path().join(name));
    runner::start(Path::new(env!("CARGO_BIN_EXE_maestro")), &folder, &plan).await.unwrap()
}

async fn end(handle: &Handle) {
    handle.stop("end", Stage::Kill).await.unwrap();
    follow(handle).await;
}

/// Reads to the end; how late each line of the agent came after it was written down.
async fn follow(handle: &Handle) -> Vec<Duration> {
    let clock = Clock::system();
    let mut follower = handle.follow(0).unwrap();
    let mut late = Vec::new();
    while let Some(records) = follower.next().await.unwrap() {
        let now = millis(clock.now());
        let lines = records.iter().filter(|record| record.from == Source::Agent);
        late.extend(lines.map(|record| Duration::from_millis(u64::try_from(now - record.at).unwrap_or_default())));
    }
    late
}

/// A line of the process's memory, in bytes; 0 where the system does not tell.
fn memory(pid: u32, what: &str) -> u64 {
    let told = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() * 1024
}
