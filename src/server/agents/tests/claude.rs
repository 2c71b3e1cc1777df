//! Claude Code at work, and asking.

use super::*;
use serde_json::json;

const CLAUDE: AgentKind = AgentKind::ClaudeCode;

fn allowing(approvals: AutoApprove) -> Launch {
    Launch { approvals, ..launch(CLAUDE) }
}

#[test]
fn it_is_greeted_and_told_what_to_do_by_standard_input() {
    let run = Run::start(&Launch { instructions: Some("report".into()), ..launch(CLAUDE) });
    let hello = json!({ "subtype": "initialize", "hooks": null, "appendSystemPrompt": "report" });
    let prompt = json!({ "type": "user", "message": { "role": "user", "content": "do it" } });
    let hello = json!({ "type": "control_request", "request_id": "maestro-1", "request": hello });
    assert_eq!(run.written(), [hello, prompt]);
    let goes_on = Run::start(&Launch { continue_turn: true, resume: true, ..launch(CLAUDE) });
    assert_eq!(goes_on.written().len(), 1, "a turn that goes on is not told anything");
}

#[test]
fn a_turn_reads_as_a_story() {
    let run = Run::of(&launch(CLAUDE), "commit.acceptEdits-bash-denied");
    let expected = [
        "said do it",
        "started claude-opus-5-5 acceptEdits",
        "text I will create hello.txt.",
        "call Write [writes] hello.txt",
        "edit Add /repo/hello.txt",
        "result ok File created successfully at: /repo/hello.txt (file state is current in your context — no need to Read it back)",
        "text Committing.",
        "call Bash [writes] git add hello.txt && git commit -q -m 'Add hello.txt' && git log -1 --format=%H",
        "denied Bash",
        "result failed This Bash command contains multiple operations. The following parts require approval: git add hello.txt, git commit -q -m 'Add hello.txt'",
        "text Created hello.txt and committed it.",
        "usage 300+60",
        "total Some(2400)",
        "turn true None",
    ];
    assert_eq!(story(&run.events()), expected);
    let patch = run.events().into_iter().find_map(|event| if let Event::FileEdit { patch, .. } = event { patch } else { None });
    assert_eq!(patch.as_deref(), Some("@@ -0,0 +1,1 @@\n+hello from the stub\n"));
}

#[test]
fn success_with_everything_denied_says_so() {
    let outcome = Run::of(&launch(CLAUDE), "commit.permission-prompts-none").end(code(0));
    assert_eq!(outcome.exit_reason, "finished, 2 permissions denied");
    assert_eq!((outcome.denials, outcome.class), (2, None));
    assert_eq!(outcome.output.as_deref(), Some("Created hello.txt and committed it."));
}

#[test]
fn a_person_is_asked_and_the_answer_goes_back() {
    let lines = recorded(CLAUDE, "control.approve-then-deny.partial");
    let mut run = Run::start(&launch(CLAUDE));
    let (write, rest) = run.until_asked(&lines);
    assert_eq!((write.tool.as_str(), write.paths.as_slice()), ("Write", ["/repo/hello.txt".to_owned()].as_slice()));
    assert_eq!(write.diff.as_deref(), Some("@@ -0,0 +1,1 @@\n+hello from the stub\n"));
    let yes = run.answer(&write.request, Decision::Allow, None, None);
    let input = json!({ "file_path": "/repo/hello.txt", "content": "hello from the stub\n" });
    assert_eq!(yes["response"]["request_id"], write.request);
    assert_eq!(yes["response"]["response"], json!({ "behavior": "allow", "updatedInput": input }));
    let (bash, rest) = run.until_asked(&rest);
    assert_eq!(bash.command.as_deref(), Some("git add hello.txt && git commit -q -m 'Add hello.txt' && git log -1 --format=%H"));
    assert_eq!((bash.folder.as_deref(), bash.reason.as_deref()), (Some("/repo"), Some("Run a command")));
    let no = run.answer(&bash.request, Decision::Deny, None, Some("Not now."));
    assert_eq!(no["response"]["response"], json!({ "behavior": "deny", "message": "Not now." }));
    assert_eq!(run.answer(&bash.request, Decision::Allow, None, None), json!(null), "once is enough");
    run.read_all(&rest);
    assert_eq!(run.end(code(0)).exit_reason, "finished, 1 permission denied");
}

#[test]
fn a_setting_answers_in_place_of_a_person() {
    let run = Run::of(&allowing(AutoApprove::Edit), "control.approve-then-deny.partial");
    let allowed: Vec<String> =
        story(&run.events()).into_iter().filter(|line| line.starts_with("allowed") || line.starts_with("asks")).collect();
    let commit = "git add hello.txt && git commit -q -m 'Add hello.txt' && git log -1 --format=%H";
    assert_eq!(allowed, ["allowed Write hello.txt by Setting".to_owned(), format!("allowed Bash {commit} by Setting")]);
    let reading = Run::of(&allowing(AutoApprove::Read), "control.approve-then-deny.partial");
    assert_eq!(story(&reading.events()).iter().filter(|line| line.starts_with("asks")).count(), 2);
}

#[test]
fn what_is_remembered_lasts_for_the_session_and_never_goes_into_a_file() {
    let lines = recorded(CLAUDE, "control.always-allow-and-edited-input");
    let mut run = Run::start(&launch(CLAUDE));
    let (asked, _) = run.until_asked(&lines);
    let yes = run.answer(&asked.request, Decision::Allow, Some(Remember::Session), None);
    let rules = json!([{ "type": "addRules", "rules": [{ "toolName": "Bash", "ruleContent": "touch first.txt" }], "behavior": "allow", "destination": "session" }]);
    assert_eq!(yes["response"]["response"]["updatedPermissions"], rules);
    let again = bash("r2", "touch second.txt");
    assert_eq!(story(&events(&run.adapter.read(&again))), ["allowed Bash touch second.txt by Remembered"]);
    let outside = bash("r3", "touch /etc/second.txt");
    assert_eq!(story(&events(&run.adapter.read(&outside))), ["asks Bash [writes] touch /etc/second.txt"]);
}

#[test]
fn a_rule_that_would_allow_more_is_kept_by_us() {
    let lines = recorded(CLAUDE, "control.approve-then-deny.partial");
    let mut run = Run::start(&allowing(AutoApprove::Read));
    let (write, rest) = run.until_asked(&lines);
    let yes = run.answer(&write.request, Decision::Allow, Some(Remember::Goal), None);
    assert_eq!(yes["response"]["response"].get("updatedPermissions"), None, "acceptEdits is more than was asked for");
    let (commit, _) = run.until_asked(&rest);
    let yes = run.answer(&commit.request, Decision::Allow, Some(Remember::Session), None);
    assert_eq!(yes["response"]["response"].get("updatedPermissions"), None, "`git commit *` is more than was asked for");
    let another = bash("r9", "git add . && git commit -m again");
    assert_eq!(story(&events(&run.adapter.read(&another))), ["allowed Bash git add . && git commit -m again by Remembered"]);
}

#[test]
fn what_is_destructive_is_asked_for_every_time() {
    let mut run = Run::start(&allowing(AutoApprove::Edit));
    for request in ["r1", "r2"] {
        let (asked, _) = run.until_asked(&[bash(request, "git push --force")]);
        assert_eq!((asked.may_be_remembered, asked.assessment.reasons.len()), (false, 1));
        run.answer(request, Decision::Allow, Some(Remember::Session), None);
    }
    let all = Run::start(&allowing(AutoApprove::All)).adapter.read(&bash("r1", "rm -rf build"));
    assert_eq!(story(&events(&all)), ["allowed Bash rm -rf build by Setting"]);
}

#[test]
fn a_question_is_for_a_person_whatever_the_setting() {
    let mut run = Run::start(&allowing(AutoApprove::All));
    let (empty, _) = run.until_asked(&recorded(CLAUDE, "control.AskUserQuestion"));
    assert_eq!(empty.tool, "AskUserQuestion");
    let options = json!([{ "label": "Red", "description": "warm" }, { "label": "Blue", "description": "cold" }]);
    let input = json!({ "questions": [{ "question": "Which colour?", "header": "Colour", "options": options, "multiSelect": true }] });
    let request = json!({ "subtype": "can_use_tool", "tool_name": "AskUserQuestion", "input": input, "tool_use_id": "t", "requires_user_interaction": true });
    let line = json!({ "type": "control_request", "request_id": "q1", "request": request }).to_string();
    let (asked, _) = run.until_asked(&[line]);
    let question = &asked.questions[0];
    assert_eq!((question.id.as_str(), question.many, question.options.len()), ("Which colour?", true, 2));
    let answers = BTreeMap::from([("Which colour?".to_owned(), vec!["Red".to_owned(), "Blue".to_owned()])]);
    let steps = run.adapter.say(Input::Answer { request: "q1".into(), decision: Decision::Allow, remember: None, message: None, answers });
    assert_eq!(written(&steps)[0]["response"]["response"]["updatedInput"]["answers"], json!({ "Which colour?": "Red, Blue" }));
}

#[test]
fn an_approval_that_is_interrupted_is_withdrawn() {
    let mut run = Run::of(&launch(CLAUDE), "control.interrupt-while-approval-pending");
    let told = story(&run.events());
    assert_eq!(told.iter().filter(|line| *line == "withdrawn").count(), 1);
    let outcome = run.end(code(1));
    assert_eq!((outcome.exit_reason.as_str(), outcome.denials, outcome.interrupted), ("interrupted", 0, false));
}

#[test]
fn a_message_while_it_works_ends_with_the_same_turn() {
    let mut run = Run::start(&launch(CLAUDE));
    let lines = recorded(CLAUDE, "control.message-while-busy");
    run.read_all(&lines[..2]);
    assert!(run.adapter.listens());
    assert_eq!(written(&run.adapter.say(Input::Message("STEER".into())))[0]["message"]["content"], "STEER");
    run.read_all(&lines[2..]);
    assert_eq!((run.closed(), run.adapter.listens()), (1, false));
    assert_eq!(run.adapter.say(Input::Message("too late".into())), []);
}

#[test]
fn it_can_be_interrupted_and_told_something_else() {
    let mut run = Run::start(&launch(CLAUDE));
    let lines = recorded(CLAUDE, "control.interrupt-then-follow-up");
    run.read_all(&lines[..1]);
    let interrupt = written(&run.adapter.say(Input::Interrupt));
    assert_eq!(interrupt[0]["request"], json!({ "subtype": "interrupt" }));
    run.adapter.say(Input::Message("y".into()));
    run.read_all(&lines[1..]);
    let turns: Vec<String> = story(&run.events()).into_iter().filter(|line| line.starts_with("turn")).collect();
    assert_eq!(turns, ["turn false Some(Stopped)", "turn true None"]);
    assert_eq!(run.closed(), 1);
    assert_eq!(run.end(code(0)).output.as_deref(), Some("after-interrupt"));
}

#[test]
fn a_message_that_comes_too_late_for_the_turn_keeps_the_input_open() {
    let heard = |text: &str| json!({ "type": "user", "message": { "role": "user", "content": text }, "isReplay": true }).to_string();
    let end = recorded(CLAUDE, "thinking").pop().unwrap();
    let mut run = Run::start(&launch(CLAUDE));
    run.read_all(&[heard("do it")]);
    run.adapter.say(Input::Message("and that".into()));
    run.read_all(std::slice::from_ref(&end));
    assert!(run.adapter.listens(), "another turn begins");
    run.read_all(&[heard("and that"), end]);
    assert_eq!((run.adapter.listens(), run.closed()), (false, 1));
}

#[test]
fn what_we_cannot_do_is_refused_so_that_it_does_not_wait() {
    let mut run = Run::start(&launch(CLAUDE));
    let line = json!({ "type": "control_request", "request_id": "h", "request": { "subtype": "hook_callback" } }).to_string();
    let refused = written(&run.adapter.read(&line));
    assert_eq!((&refused[0]["response"]["subtype"], &refused[0]["response"]["request_id"]), (&json!("error"), &json!("h")));
}

#[test]
fn thinking_and_parallel_tools_and_long_results_are_told() {
    let thinking = story(&Run::of(&launch(CLAUDE), "thinking").events());
    assert!(thinking.contains(&"thinking Let me think about it.".to_owned()));
    let parallel = story(&Run::of(&launch(CLAUDE), "tools.parallel").events());
    assert_eq!(parallel.iter().filter(|line| line.starts_with("result ok")).collect::<Vec<_>>(), ["result ok a", "result ok b"]);
    let long = Run::of(&launch(CLAUDE), "tools.big-output").events();
    let result =
        long.iter().find_map(|event| if let Event::ToolResult { text, bytes, .. } = event { Some((text.len(), *bytes)) } else { None });
    assert!(result.is_some_and(|(kept, bytes)| kept <= 4_000 && bytes == 108_894), "{result:?}");
}

#[test]
fn pieces_of_a_text_have_the_id_of_the_whole() {
    let events = Run::of(&launch(CLAUDE), "control.approve-then-deny.partial").events();
    let whole = events.iter().find_map(|event| if let Event::Text { id, text, .. } = event { Some((id, text)) } else { None });
    let (id, text) = whole.unwrap();
    let pieces = events.iter().filter_map(|event| match event {
        Event::TextDelta { id: of, text } if of == id => Some(text.as_str()),
        _ => None,
    });
    assert_eq!(pieces.collect::<String>(), *text);
}

/// A request to run a command.
fn bash(request: &str, command: &str) -> String {
    let ask = json!({ "subtype": "can_use_tool", "tool_name": "Bash", "input": { "command": command }, "tool_use_id": request });
    json!({ "type": "control_request", "request_id": request, "request": ask }).to_string()
}
