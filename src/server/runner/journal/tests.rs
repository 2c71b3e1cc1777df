use super::*;
use crate::server::runner::Folder;
use std::{
    fs::{self, OpenOptions},
    io::Write,
};
use tempfile::TempDir;

fn place() -> (TempDir, Folder) {
    let place = tempfile::tempdir().unwrap();
    let folder = Folder::new(place.path());
    (place, folder)
}

fn filled(folder: &Folder, records: usize) -> Writer {
    let mut writer = Writer::create(&folder.journal()).unwrap();
    for i in 0..records {
        writer.append([&Draft::line(Source::Agent, format!("line {i} {}", "x".repeat(i % 400)))], 7).1.unwrap();
    }
    writer
}

fn numbers(reader: &mut Reader, most: usize) -> Vec<u64> {
    reader.page(Page { records: most, bytes: usize::MAX }).unwrap().iter().map(|record| record.n).collect()
}

#[test]
fn a_record_keeps_every_byte() {
    for bytes in [&b"plain"[..], b"", b"\xff\xfe\x00", "ü \u{2028} \"\\".as_bytes(), b"\r"] {
        let draft = Draft { from: Source::Error, bytes: bytes.to_vec(), more: true };
        let mut line = Vec::new();
        record::encode(&mut line, 1, 2, &draft).unwrap();
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        let record = Record { n: 1, at: 2, from: draft.from, bytes: draft.bytes, more: true };
        assert_eq!(Record::read(&line[..line.len() - 1]), Some(record));
    }
    let mut line = Vec::new();
    record::encode(&mut line, 1, 2, &Draft::line(Source::Agent, "hi")).unwrap();
    assert_eq!(line, b"{\"n\":1,\"at\":2,\"from\":\"agent\",\"line\":\"hi\"}\n");
}

#[test]
fn half_a_record_is_not_read_and_is_cut() {
    let (_place, folder) = place();
    drop(filled(&folder, 3));
    let whole = fs::read(folder.journal()).unwrap();
    for tail in [&b"{\"n\":4,\"at\":7,\"fr"[..], b"\0\0\0\0\0\n", b"{\"n\":9,\"at\":7,\"from\":\"agent\",\"line\":\"\"}\n"] {
        OpenOptions::new().append(true).open(folder.journal()).unwrap().write_all(tail).unwrap();
        let mut writer = repair(&folder.journal()).unwrap().unwrap();
        assert_eq!(fs::read(folder.journal()).unwrap(), whole);
        assert_eq!(writer.last(), 3);
        writer.append([&Draft::line(Source::Input, "next")], 8).1.unwrap();
        assert_eq!(numbers(&mut Reader::open(&folder, 0).unwrap(), 9), [1, 2, 3, 4]);
        fs::write(folder.journal(), &whole).unwrap();
    }
    assert!(repair(&folder.path().join("none")).unwrap().is_none());
}

#[test]
fn a_reader_waits_for_the_rest_of_a_record() {
    let (_place, folder) = place();
    drop(filled(&folder, 1));
    let mut reader = Reader::open(&folder, 0).unwrap();
    assert_eq!(numbers(&mut reader, 9), [1]);
    let mut file = OpenOptions::new().append(true).open(folder.journal()).unwrap();
    file.write_all(b"{\"n\":2,\"at\":7,\"from\":\"ag").unwrap();
    assert_eq!(numbers(&mut reader, 9), [0; 0]);
    file.write_all(b"ent\",\"line\":\"\"}\n").unwrap();
    assert_eq!(numbers(&mut reader, 9), [2]);
    let whole = file.metadata().unwrap().len();
    file.write_all(b"{\"n\":3,\"at\":7,\"from\":\"agent\",\"line\":\"there is no room for the rest of").unwrap();
    assert_eq!(numbers(&mut reader, 9), [0; 0]);
    file.set_len(whole).unwrap();
    file.write_all(b"{\"n\":3,\"at\":7,\"from\":\"agent\",\"line\":\"\"}\n").unwrap();
    assert_eq!(numbers(&mut reader, 9), [3], "half a record was replaced by another one");
}

#[test]
fn any_record_is_found_plain_and_packed() {
    let (_place, folder) = place();
    let total = 5_000;
    drop(filled(&folder, total as usize));
    let all = [0, 1, 2, 1_233, 2_500, 4_998, total - 1, total];
    let check = || {
        for after in all {
            let wanted: Vec<u64> = (after + 1..=total).take(3).collect();
            assert_eq!(numbers(&mut Reader::open(&folder, after).unwrap(), 3), wanted, "after {after}");
        }
        assert_eq!(numbers(&mut Reader::open(&folder, 0).unwrap(), usize::MAX).len() as u64, total);
    };
    check();
    let plain = fs::metadata(folder.journal()).unwrap().len();
    archive(&folder).unwrap();
    assert!(!folder.journal().exists());
    assert!(fs::metadata(folder.archived()).unwrap().len() < plain / 2);
    check();
    archive(&folder).unwrap();
    fs::remove_file(folder.index()).unwrap();
    check();
}

#[test]
fn a_page_is_bounded() {
    let (_place, folder) = place();
    drop(filled(&folder, 100));
    let mut reader = Reader::open(&folder, 10).unwrap();
    assert_eq!(reader.page(Page { records: 5, bytes: usize::MAX }).unwrap().len(), 5);
    let page = reader.page(Page { records: usize::MAX, bytes: 60 }).unwrap();
    assert!(page.len() < 5, "{}", page.len());
}

#[test]
fn pieces_make_a_line() {
    let mut pieces = Pieces::default();
    assert_eq!(pieces.add(Source::Agent, b"a", true), None);
    assert_eq!(pieces.add(Source::Error, b"other", false).as_deref(), Some("other"));
    assert_eq!(pieces.add(Source::Agent, b"b\xff", false).as_deref(), Some("ab\u{fffd}"));
    assert_eq!(pieces.add(Source::Agent, b"c", false).as_deref(), Some("c"));
}
