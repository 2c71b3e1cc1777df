//! Codex at work, and asking.

use super::*;
use serde_json::{Value, json};

const CODEX: AgentKind = AgentKind::Codex;

fn allowing(approvals: AutoApprove) -> Launch {
    Launch { approvals, ..launch(CODEX) }
}

fn methods(values: &[Value]) -> Vec<&str> {
    values.iter().map(|value| value["method"].as_str().unwrap_or("answer")).collect()
}

#[test]
fn the_conversation_is_opened_step_by_step() {
    let mut run = Run::start(&launch(CODEX));
    let lines = recorded(CODEX, "edit.approved");
    assert_eq!(methods(&run.written()), ["initialize"]);
    run.read_all(&lines[..1]);
    assert_eq!(methods(&run.written()), ["initialize", "initialized", "thread/start"]);
    run.read_all(&lines[1..5]);
    assert_eq!(methods(&run.written()), ["initialize", "initialized", "thread/start", "turn/start"]);
    let turn = run.written().pop().unwrap();
    assert_eq!(turn["params"]["input"], json!([{ "type": "text", "text": "do it" }]));
}

#[test]
fn a_turn_reads_as_a_story() {
    let run = Run::of(&allowing(AutoApprove::Edit), "edit.approved");
    let told: Vec<String> = story(&run.events()).into_iter().filter(|line| !line.starts_with("Warning")).collect();
    let expected = [
        "said do it",
        "started gpt-5.5 on-request",
        "text I will create hello.txt.",
        "call edit [writes] hello.txt",
        "allowed edit hello.txt by Setting",
        "edit Add /repo/hello.txt",
        "result ok ",
        "usage 100+20",
        "context 120 of Some(258400)",
        "text Committing.",
        "usage 100+20",
        "text Created hello.txt and committed it.",
        "usage 100+20",
        "turn true None",
    ];
    assert_eq!(told, expected);
    assert_eq!(run.closed(), 1);
}

#[test]
fn an_edit_is_shown_with_what_was_told_before() {
    let mut run = Run::start(&launch(CODEX));
    let (asked, _) = run.until_asked(&recorded(CODEX, "edit.approved"));
    assert_eq!(asked.paths, ["/repo/hello.txt"]);
    assert_eq!(asked.diff.as_deref(), Some("--- /dev/null\n+++ /repo/hello.txt\n@@ -0,0 +1,1 @@\n+hello from the stub\n"));
    assert_eq!(run.answer(&asked.request, Decision::Allow, None, None), json!({ "id": 0, "result": { "decision": "accept" } }));
}

#[test]
fn a_command_is_shown_without_its_wrapping_and_a_refusal_is_counted() {
    let mut run = Run::start(&launch(CODEX));
    let lines = recorded(CODEX, "approve-decline-interrupt-steer");
    let (first, rest) = run.until_asked(&lines);
    assert_eq!((first.command.as_deref(), first.folder.as_deref()), (Some("touch first.txt"), Some("/repo")));
    assert_eq!(first.reason.as_deref(), Some("The stub wants to run this outside the sandbox"));
    assert_eq!(run.answer(&first.request, Decision::Allow, None, None)["result"]["decision"], "accept");
    let (second, rest) = run.until_asked(&rest);
    assert_eq!(run.answer(&second.request, Decision::Deny, None, None)["result"]["decision"], "decline");
    let turn = rest.iter().position(|line| line.contains("turn/completed")).unwrap();
    run.read_all(&rest[..=turn]);
    assert!(story(&run.events()).contains(&"denied command".to_owned()));
    assert_eq!(run.end(code(0)).exit_reason, "finished, 1 permission denied");
}

#[test]
fn a_reason_for_a_refusal_is_said_into_the_turn() {
    let mut run = Run::start(&launch(CODEX));
    let (asked, _) = run.until_asked(&recorded(CODEX, "approve-decline-interrupt-steer"));
    let answer = Input::Answer {
        request: asked.request,
        decision: Decision::Deny,
        remember: None,
        message: Some("use mktemp".into()),
        answers: BTreeMap::new(),
    };
    let steps = run.adapter.say(answer);
    assert_eq!(methods(&written(&steps)), ["answer", "turn/steer"]);
}

#[test]
fn a_yes_that_lasts_is_never_written_into_a_file() {
    let mut run = Run::start(&launch(CODEX));
    let lines = recorded(CODEX, "approve-decline-interrupt-steer");
    let (first, rest) = run.until_asked(&lines);
    let yes = run.answer(&first.request, Decision::Allow, Some(Remember::Session), None);
    assert_eq!(yes["result"]["decision"], "accept", "the only lasting answer that is offered would go into a file");
    let next = rest.iter().position(|line| line.contains("requestApproval")).unwrap();
    run.read_all(&rest[..=next]);
    assert_eq!(story(&run.events()).pop().as_deref(), Some("allowed command touch second.txt by Remembered"));
}

#[test]
fn an_interrupt_withdraws_what_was_asked() {
    let mut run = Run::start(&launch(CODEX));
    let lines = recorded(CODEX, "approve-decline-interrupt-steer");
    let asked = lines.iter().rposition(|line| line.contains("requestApproval")).unwrap();
    run.read_all(&lines[..=asked]);
    let interrupt = written(&run.adapter.say(Input::Interrupt));
    // The recording goes on after its first turn, which here closed the input.
    assert_eq!(interrupt, Vec::<Value>::new());
    let end = lines.iter().skip(asked).position(|line| line.contains("turn/completed")).unwrap();
    run.read_all(&lines[asked + 1..=asked + end]);
    assert!(story(&run.events()).ends_with(&["withdrawn".to_owned(), "turn false Some(Stopped)".to_owned()]));
}

#[test]
fn an_interrupt_before_the_turn_is_sent_when_it_begins() {
    let mut run = Run::start(&launch(CODEX));
    assert_eq!(run.adapter.say(Input::Interrupt), []);
    let lines = recorded(CODEX, "edit.approved");
    let begun = lines.iter().position(|line| line.contains("turn/started")).unwrap();
    run.read_all(&lines[..=begun]);
    assert_eq!(methods(&run.written()).last(), Some(&"turn/interrupt"));
}

#[test]
fn a_message_goes_into_the_running_turn_or_becomes_the_next() {
    let mut run = Run::start(&launch(CODEX));
    let lines = recorded(CODEX, "edit.approved");
    let begun = lines.iter().position(|line| line.contains("turn/started")).unwrap();
    run.read_all(&lines[..=begun]);
    let steer = written(&run.adapter.say(Input::Message("also this".into())));
    assert_eq!((steer[0]["method"].as_str(), steer[0]["id"].as_u64()), (Some("turn/steer"), Some(4)));
    run.read_all(&lines[begun + 1..]);
    assert_eq!(run.closed(), 0, "whether the message was taken is not known yet");
    let late = json!({ "id": 4, "error": { "code": -32600, "message": "no active turn to steer" } }).to_string();
    let next = written(&run.adapter.read(&late));
    assert_eq!((next[0]["method"].as_str(), next[0]["params"]["input"][0]["text"].as_str()), (Some("turn/start"), Some("also this")));
}

#[test]
fn questions_are_for_a_person_and_answered_by_id() {
    let mut run = Run::start(&allowing(AutoApprove::All));
    let question = json!({ "id": "q1", "header": "Colour", "question": "Which?", "options": [{ "label": "Red", "description": "r" }] });
    let params = json!({ "threadId": "t", "turnId": "u", "itemId": "i", "isBlocking": true, "questions": [question] });
    let line = json!({ "id": 7, "method": "item/tool/requestUserInput", "params": params }).to_string();
    let (asked, _) = run.until_asked(&[line]);
    assert_eq!((asked.title.as_str(), asked.questions[0].options[0].label.as_str()), ("Which?", "Red"));
    let answers = BTreeMap::from([("q1".to_owned(), vec!["Red".to_owned()])]);
    let steps = run.adapter.say(Input::Answer { request: "7".into(), decision: Decision::Allow, remember: None, message: None, answers });
    assert_eq!(written(&steps)[0], json!({ "id": 7, "result": { "answers": { "q1": { "answers": ["Red"] } } } }));
}

#[test]
fn what_we_cannot_do_is_refused_so_that_it_does_not_wait() {
    let mut run = Run::start(&launch(CODEX));
    let line = json!({ "id": "x", "method": "attestation/generate", "params": {} }).to_string();
    assert_eq!(written(&run.adapter.read(&line))[0]["error"]["code"], -32601);
}

#[test]
fn more_permissions_are_asked_for_and_given_for_the_turn() {
    let mut run = Run::start(&allowing(AutoApprove::Edit));
    let wanted = json!({ "network": { "enabled": true } });
    let params = json!({ "threadId": "t", "turnId": "u", "itemId": "i", "cwd": "/repo", "permissions": wanted });
    let ask = |id: u32| json!({ "id": id, "method": "item/permissions/requestApproval", "params": params }).to_string();
    run.until_asked(&[ask(1)]);
    assert_eq!(run.answer("1", Decision::Allow, None, None)["result"], json!({ "permissions": wanted, "scope": "turn" }));
    run.until_asked(&[ask(2)]);
    assert_eq!(run.answer("2", Decision::Deny, None, None)["result"]["permissions"], json!({}));
}

#[test]
fn a_deleted_file_is_asked_for() {
    let mut run = Run::start(&allowing(AutoApprove::Edit));
    let item = json!({ "type": "fileChange", "id": "c", "status": "inProgress", "changes": [{ "path": "/repo/a.rs", "kind": { "type": "delete" }, "diff": "" }] });
    run.adapter.read(&json!({ "method": "item/started", "params": { "item": item } }).to_string());
    let line = json!({ "id": 1, "method": "item/fileChange/requestApproval", "params": { "itemId": "c" } }).to_string();
    let (asked, _) = run.until_asked(&[line]);
    assert_eq!(asked.assessment.reasons, ["/repo/a.rs is deleted"]);
    assert!(!asked.may_be_remembered);
}
