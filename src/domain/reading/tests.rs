use super::*;
use crate::domain::{
    dispatch::{Decision, Risk},
    session::Tokens,
    transcript::Level,
};
use chrono::DateTime;
use serde_json::json;

fn read(events: Vec<Event>) -> Reading {
    let mut reading = Reading::default();
    let entries = events.into_iter().zip(1..).map(|(event, n)| LogEntry { n, at: DateTime::default(), event });
    reading.read(entries);
    reading
}

fn whats(reading: &Reading) -> Vec<What> {
    reading.rows().iter().map(|row| row.what.clone()).collect()
}

fn text(id: &str, text: &str) -> Event {
    Event::Text { id: id.into(), text: text.into(), parent: None }
}

fn call(id: &str) -> Event {
    let input = json!({ "command": "ls" });
    Event::ToolCall { id: id.into(), name: "Bash".into(), title: "ls".into(), input, risk: Risk::Reads, parent: None }
}

#[test]
fn pieces_become_the_text_that_they_are_pieces_of() {
    let piece = |text: &str| Event::TextDelta { id: "m".into(), text: text.into() };
    let half = read(vec![piece("Hel"), piece("lo")]);
    assert_eq!(whats(&half), [What::Text { text: "Hello".into(), done: false }]);
    let whole = read(vec![piece("Hel"), text("n", "other"), piece("lo"), text("m", "Hello!")]);
    let expected = ["Hello!", "other"].map(|text| What::Text { text: text.into(), done: true });
    assert_eq!(whats(&whole), expected);
    assert_eq!(read(vec![piece("a"), text("m", "a"), text("m", "b")]).rows().len(), 2, "an id may come again");
}

#[test]
fn a_result_stands_with_its_call() {
    let result = Event::ToolResult { id: "t".into(), ok: false, text: "\u{1b}[31mno\u{1b}[0m".into(), bytes: 9 };
    let reading = read(vec![call("t"), text("m", "meanwhile"), Event::ToolOutput { id: "t".into(), text: "n".into() }, result.clone()]);
    let What::Tool { output, ended, input, .. } = &reading.rows()[0].what else { panic!("{:?}", reading.rows()) };
    assert_eq!((output.as_str(), *ended, input.as_str()), ("no", Some(Ended { ok: false, bytes: 9 }), ""));
    assert_eq!((reading.rows().len(), reading.changes()), (2, 1));
    assert!(matches!(read(vec![result]).rows()[0].what, What::Tool { ended: Some(_), .. }), "its call was never seen");
}

#[test]
fn what_was_read_before_is_passed_over() {
    let mut reading = read(vec![text("a", "one"), text("b", "two")]);
    let again = |n: u64| LogEntry { n, at: DateTime::default(), event: text("c", "three") };
    reading.read([again(2), again(3), again(3)]);
    assert_eq!((reading.rows().len(), reading.last()), (3, 3));
}

#[test]
fn calls_of_the_model_in_a_row_are_counted_together() {
    let usage = |input, cost_micros| Event::Usage(Usage { tokens: Tokens { input, ..Tokens::default() }, cost_micros, ..Usage::default() });
    let reading = read(vec![usage(1, Some(5)), usage(2, Some(6)), usage(0, None), text("m", "x"), usage(4, None), usage(1, Some(1))]);
    let row = |calls, input, cost: Option<i64>| What::Usage {
        calls,
        tokens: Tokens { input, ..Tokens::default() },
        cost: cost.map(Usd::from_micros),
    };
    let rows = whats(&reading);
    assert_eq!((&rows[0], &rows[2]), (&row(2, 3, Some(11)), &row(2, 5, None)), "a sum of what is not known is not known");
}

#[test]
fn an_answer_stands_with_what_was_asked() {
    let approval = Approval { request: "r".into(), title: "rm x".into(), ..Approval::default() };
    let answered = Event::ApprovalAnswered { request: "r".into(), decision: Decision::Deny };
    let reading = read(vec![Event::ApprovalRequested(Box::new(approval)), answered]);
    let [What::Asked { answer, .. }] = &whats(&reading)[..] else { panic!("{:?}", reading.rows()) };
    assert_eq!(*answer, Some(Answer::Given(Decision::Deny)));
}

#[test]
fn words_are_found_in_what_is_shown_and_in_what_is_folded() {
    let result = Event::ToolResult { id: "t".into(), ok: true, text: "a Needle here".into(), bytes: 13 };
    let reading = read(vec![text("m", "needle, needle"), call("t"), result, Event::Notice { level: Level::Info, text: "hay".into() }]);
    assert_eq!(find(reading.rows(), " NEEDLE "), [0, 1]);
    assert!(find(reading.rows(), "  ").is_empty());
    assert_eq!(spans("ü needle Needle", "needle"), [3..9, 10..16]);
}

#[test]
fn what_only_a_terminal_understands_is_left_out() {
    assert_eq!(plain("a\u{1b}[1;31mred\u{1b}[0m\u{1b}]0;title\u{7}b\r\nc"), "aredb\nc");
    assert_eq!(plain("first\n 10 %\r 20 %\rdone"), "first\ndone");
}

#[test]
fn code_between_fences_is_told_apart() {
    let block = |code, text: &str| Block { code, text: text.into() };
    let found = blocks("Run\nthis:\n```sh\nls\n\n  pwd\n```\n\nand go on\n");
    assert_eq!(found, [block(false, "Run\nthis:"), block(true, "ls\n\n  pwd"), block(false, "and go on")]);
    assert_eq!(blocks("``` never closed\nx"), [block(true, "x")]);
}
