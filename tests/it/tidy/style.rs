//! Sizes, names and left-overs.

use super::{Source, lines, none, source::names};

#[test]
fn files_fit_in_a_head() {
    let mut found = Vec::new();
    for source in Source::all("rs") {
        if source.production_len() > 400 {
            found.push(format!("src/{}: {} lines without tests", source.path, source.production_len()));
        }
        if source.inline_tests_len() > 100 {
            found.push(format!("src/{}: {} lines of inline tests", source.path, source.inline_tests_len()));
        }
    }
    none(found, "split files of more than 400 lines by meaning; move more than 100 lines of tests to tests.rs beside");
}

#[test]
fn styles_fit_in_a_head() {
    let mut found = Vec::new();
    for root in ["src", "assets"] {
        for sheet in Source::below(root, "css") {
            let count = sheet.text.lines().count();
            if count > 200 {
                found.push(format!("{root}/{}: {count} lines", sheet.path));
            }
        }
    }
    none(found, "split style sheets of more than 200 lines");
}

#[test]
fn modules_are_named_by_what_they_are() {
    let drawers = ["util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "services", "dto", "types"];
    let mut found = Vec::new();
    for source in Source::all("rs") {
        if source.path.trim_end_matches(".rs").split('/').any(|part| drawers.contains(&part)) {
            found.push(format!("src/{}", source.path));
        }
    }
    none(found, "a drawer for everything is a name that was not found yet");
}

#[test]
fn a_folder_has_a_mod_rs() {
    let sources = Source::all("rs");
    let mut found = Vec::new();
    for source in &sources {
        let folder = source.path.trim_end_matches(".rs");
        if sources.iter().any(|other| other.is_in(folder)) {
            found.push(format!("src/{} beside src/{folder}/", source.path));
        }
    }
    none(found, "move x.rs to x/mod.rs");
}

#[test]
fn nothing_panics_in_production() {
    let traps = [".unwrap()", ".expect(", ".unwrap_err()", "panic!(", "unimplemented!(", "todo!("];
    let sources = Source::all("rs");
    let found = lines(sources.iter().filter(|s| s.path != "main.rs"), |_, line| traps.iter().any(|trap| line.code.contains(trap)));
    none(found, "give the error to the caller, or make it impossible by a type");
}

#[test]
fn nothing_is_left_over() {
    let sources = Source::all("rs");
    let mut found = lines(&sources, |_, line| line.code.contains("#[allow(") || line.code.contains("#![allow(") || names(line.code, "dbg"));
    for source in &sources {
        let marked = source.text.lines().enumerate().filter(|(_, line)| ["TODO", "FIXME", "XXX"].iter().any(|mark| names(line, mark)));
        found.extend(marked.map(|(i, line)| format!("src/{}:{}: {}", source.path, i + 1, line.trim())));
    }
    none(found, "finish it or open an issue; `expect` with a reason instead of `allow`");
}

#[test]
fn tests_never_nap() {
    let mut found = Vec::new();
    for root in ["src", "tests"] {
        for source in Source::below(root, "rs") {
            let is_test = root == "tests" || source.is_test();
            let from = if is_test { 0 } else { source.production_len() };
            let naps = source.text.lines().enumerate().skip(from).filter(|(_, line)| line.contains(concat!("sleep", "(")));
            found.extend(naps.map(|(i, line)| format!("{root}/{}:{}: {}", source.path, i + 1, line.trim())));
        }
    }
    none(found, "wait for the thing itself, or move the clock by hand");
}
