//! What is written down.

use crate::support::standin::{Session, eventually, is_alive, notes, opening, result};
use maestro::{
    domain::{session::SessionStatus, transcript::Event},
    server::runner::{self, Happened, Note, Plan, Reader, Replay, Source, Stage},
};
use std::{fs, os::unix::fs::PermissionsExt, process::Command};
use tempfile::TempDir;

#[tokio::test]
async fn every_line_is_written_down_in_its_order_with_its_direction() {
    let (opening, result) = (opening(), result("done"));
    let session = Session::of(&[&opening, "error a warning", "until Do it", "print plain", &result, "eof", "print last", "exit 0"]);
    session.start().await;
    let (end, records) = session.end().await;

    let numbers: Vec<u64> = records.iter().map(|record| record.n).collect();
    assert_eq!(numbers, (1..=records.len() as u64).collect::<Vec<_>>());
    assert_eq!(end.records, records.len() as u64);
    let of = |from: Source| records.iter().filter(|r| r.from == from).map(|r| r.text().into_owned()).collect::<Vec<_>>();
    assert_eq!(of(Source::Agent)[1..], ["plain".to_owned(), result[6..].to_owned(), "last".to_owned()]);
    assert_eq!(of(Source::Error), ["a warning"]);
    assert!(of(Source::Input).iter().any(|line| line.contains("Do it")));
    let notes = notes(&records);
    assert!(matches!(notes.first(), Some(Note::Started { .. })), "{notes:?}");
    assert!(matches!(&notes[1..], [Note::InputClosed, Note::Exited { .. }]), "{notes:?}");

    assert_eq!((end.outcome.status, end.outcome.output.as_deref()), (SessionStatus::Succeeded, Some("done")));
    assert_eq!((end.exit.code, end.exit.cause, end.leftovers, end.lost), (Some(0), None, 0, false));
    assert!(end.started_at.unwrap() <= end.ended_at && end.left.is_empty());
}

#[tokio::test]
async fn the_journal_replayed_gives_the_events_and_the_outcome() {
    let session = Session::of(&[&opening(), "until Do it", &result("done"), "eof"]);
    session.start().await;
    let (end, records) = session.end().await;
    let replayed = || {
        let mut replay = Replay::new(&session.plan);
        records.iter().flat_map(|record| replay.feed(record)).collect::<Vec<_>>()
    };
    let happened = replayed();
    assert_eq!(happened, replayed());
    assert_eq!(happened.last(), Some(&Happened::Ended(Box::new(end.outcome))));
    let events: Vec<&Event> = happened.iter().filter_map(|h| if let Happened::Event(event) = h { Some(event) } else { None }).collect();
    assert!(matches!(events[0], Event::Said { text } if text == "Do it"), "{events:?}");
    assert!(events.iter().any(|event| matches!(event, Event::Started { external_id, .. } if external_id == "conversation")));
}

#[tokio::test]
async fn long_lines_and_broken_characters_lose_nothing() {
    let session = Session::of(&["long 1000000", "bytes fffe610a", "print end", "until Do it", "exit 0"]);
    session.start().await;
    let (_, records) = session.end().await;
    let agent: Vec<_> = records.iter().filter(|record| record.from == Source::Agent).collect();
    let pieces = agent.iter().position(|record| !record.more).unwrap() + 1;
    assert!(pieces > 4, "a long line comes in pieces");
    let long: usize = agent[..pieces].iter().map(|record| record.bytes.len()).sum();
    assert_eq!(long, 1_000_000);
    assert_eq!(agent[pieces].bytes, b"\xff\xfea");
    assert_eq!(agent[pieces + 1].text(), "end");
    let mut replay = Replay::new(&session.plan);
    let longest = records.iter().flat_map(|record| replay.feed(record)).filter_map(|happened| match happened {
        Happened::Event(Event::Unknown { line }) => Some(line.len()),
        _ => None,
    });
    assert_eq!(longest.max(), Some(1_000_000), "the adapter reads the line as a whole");
}

#[tokio::test]
async fn a_flood_is_written_down_whole_and_read_when_packed() {
    let session = Session::of(&["lines 20000 0", "exit 0"]);
    session.start().await;
    let (end, records) = session.end().await;
    let lines: Vec<_> = records.iter().filter(|record| record.from == Source::Agent).collect();
    assert_eq!(lines.len(), 20_000);
    assert!(lines.iter().enumerate().all(|(i, line)| line.text().starts_with(&format!(r#"{{"type":"line","number":{i},"#))));
    runner::archive(&session.folder).unwrap();
    let middle = Reader::open(&session.folder, 12_345).unwrap().read().unwrap().unwrap();
    assert_eq!(Some(&middle), records.get(12_345));
    assert_eq!(session.end().await, (end, records));
}

#[tokio::test]
async fn nobody_else_can_read_it_and_no_secret_is_an_argument() {
    let secret = "sk-very-secret";
    let session = Session::of(&["until go", "exit 0"]).with(|plan: &mut Plan| {
        plan.launch.environment.insert("SOME_KEY".into(), secret.into());
    });
    let handle = session.start().await;
    let mode = |name: &str| fs::metadata(session.folder.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("."), 0o700);
    for file in ["launch.json", "journal.jsonl", "runner.sock", "runner.lock", "runner.log", "fence"] {
        assert_eq!(mode(file), 0o600, "{file}");
    }
    let status = handle.status().await.unwrap();
    for pid in [status.runner, status.pid] {
        let arguments = fs::read(format!("/proc/{pid}/cmdline")).unwrap();
        assert!(!String::from_utf8_lossy(&arguments).contains(secret));
    }
    let own = fs::read(format!("/proc/{}/environ", status.runner)).unwrap();
    assert!(!String::from_utf8_lossy(&own).contains(&session.plan.session), "the runner is none of the session's processes");
    handle.stop("s", Stage::Kill).await.unwrap();
    session.end().await;
    eventually("the runner is gone", || !is_alive(status.runner)).await;
    let left: Vec<String> = fs::read_dir(session.folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!left.iter().any(|name| name.contains("sock") || name.contains("reserve") || name.contains("cgroup")), "{left:?}");
    assert!(!fs::read_to_string(session.folder.path().join("launch.json")).unwrap().contains(secret), "it is over: nobody needs it");
    assert_eq!(Plan::read(&session.folder).unwrap().launch.prompt, "Do it", "replaying does need that");
}

#[tokio::test]
async fn a_full_disk_holds_the_agent_then_ends_it_and_nothing_is_half_written() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("skipped: a small file system cannot be mounted here");
        return;
    };
    let mut session = Session::of(&["ignore", "lines 20000 0", "eof"]).with(|plan: &mut Plan| {
        plan.settings.disk_ms = 700;
        plan.settings.interrupt_ms = 100;
        plan.settings.terminate_ms = 100;
    });
    session.folder = runner::Folder::new(disk.0.path().join("session"));
    let handle = session.start().await;
    let mut held = None;
    while held.is_none() {
        held = handle.status().await.unwrap().held;
        tokio::task::yield_now().await;
    }
    assert!(held.unwrap().contains("space"));
    let (end, records) = session.end().await;
    assert_eq!(end.outcome.status, SessionStatus::Failed);
    assert!(end.outcome.exit_reason.contains("disk is full"), "{}", end.outcome.exit_reason);
    assert_eq!(records.len() as u64, end.records);
    let lines: Vec<String> = records.iter().filter(|r| r.from == Source::Agent).map(|r| r.text().into_owned()).collect();
    assert!(lines.iter().enumerate().all(|(i, line)| line.starts_with(&format!(r#"{{"type":"line","number":{i},"#))));
    let notes = notes(&records);
    assert!(notes.iter().any(|note| matches!(note, Note::Held { reason } if reason.contains("space"))), "{notes:?}");
    assert!(session.marked().is_empty());
    assert!(lines.len() > 5_000 && (lines.len() as u64) < 20_000, "{} lines", lines.len());
}

/// Two megabytes, where this machine lets us.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let place = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(place.path()).output();
        mount.is_ok_and(|done| done.status.success()).then_some(Self(place))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Who still looks at it keeps it until they are done.
        assert!(Command::new("umount").arg("--lazy").arg(self.0.path()).status().unwrap().success());
    }
}
