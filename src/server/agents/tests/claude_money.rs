//! Tokens and cost of Claude Code: each once.

use super::*;
use crate::domain::{Usd, transcript::RunTotal};

const CLAUDE: AgentKind = AgentKind::ClaudeCode;

fn total(run: &Run) -> RunTotal {
    let mut found = run.events().into_iter().filter_map(|event| if let Event::RunTotal(total) = event { Some(total) } else { None });
    found.next_back().unwrap()
}

#[test]
fn blocks_of_a_message_are_not_counted_but_its_end_is() {
    let run = Run::of(&launch(CLAUDE), "control.approve-then-deny.partial");
    let counted: Vec<String> = story(&run.events()).into_iter().filter(|line| line.starts_with("usage")).collect();
    assert_eq!(counted, ["usage 100+20", "usage 100+20", "usage 100+20"], "three calls, as they ended, and nothing more at the end");
    assert_eq!((run.tokens(), total(&run).cost_micros), (tokens(300, 60), Some(2_400)));
    let models = total(&run).models;
    assert_eq!((models[0].model.as_str(), models[0].tokens), ("claude-opus-5-5", tokens(300, 60)));
}

#[test]
fn each_call_has_an_id_of_its_own() {
    let run = Run::of(&launch(CLAUDE), "control.approve-then-deny.partial");
    let mut ids: Vec<String> =
        run.events().into_iter().filter_map(|e| if let Event::Usage(usage) = e { Some(usage.id) } else { None }).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn a_resumed_run_and_a_fork_cost_only_what_is_new() {
    for name in ["resume.1-resume", "resume.3-fork"] {
        let mut run = Run::of(&Launch { resume: true, ..launch(CLAUDE) }, name);
        assert_eq!((run.tokens(), total(&run).cost_micros), (tokens(100, 20), Some(800)), "{name}");
        assert_eq!(run.end(code(0)).cost_usd, Some(Usd::from_micros(800)));
    }
}

#[test]
fn turns_of_one_process_are_not_added_up_twice() {
    let mut run = Run::of(&launch(CLAUDE), "control.interrupt-then-follow-up");
    assert_eq!(run.tokens(), tokens(200, 37), "17 tokens of the turn that was cut off");
    assert_eq!(run.end(code(0)).cost_usd, Some(Usd::from_micros(1_540)));
}

#[test]
fn a_lost_attempt_is_paid_too() {
    let run = Run::of(&launch(CLAUDE), "drop.mid-stream-then-ok");
    assert_eq!((run.tokens(), total(&run).cost_micros), (tokens(200, 23), Some(1_260)));
}

#[test]
fn a_model_without_a_price_is_not_priced_by_guess() {
    let mut run = Run::of(&launch(CLAUDE), "model.unknown");
    assert_eq!(total(&run).cost_micros, None);
    assert_eq!((total(&run).models[0].model.as_str(), total(&run).models[0].cost_micros), ("my-unknown-model", None));
    assert_eq!(run.end(code(0)).cost_usd, None);
    assert_eq!(run.tokens().cache_write, 1_000_000, "its tokens are counted all the same");
}

#[test]
fn a_retired_model_is_told_by_what_really_runs() {
    let run = Run::of(&Launch { model: Some("claude-opus-4-1".into()), ..launch(CLAUDE) }, "model.retired-remapped");
    let told = story(&run.events());
    assert_eq!(told[1], "started claude-opus-5-5 default");
    assert!(told[2].starts_with("Warning claude-opus-4-1 was asked for, claude-opus-5-5 runs"), "{}", told[2]);
    for model in ["opus", "claude-opus-5-5", "claude-opus-5-5[1m]"] {
        let run = Run::of(&Launch { model: Some(model.into()), ..launch(CLAUDE) }, "model.retired-remapped");
        assert!(!story(&run.events())[2].starts_with("Warning"), "{model} is the one that runs");
    }
}

#[test]
fn a_run_that_is_killed_keeps_what_was_counted() {
    let lines = recorded(CLAUDE, "control.approve-then-deny.partial");
    let mut run = Run::start(&launch(CLAUDE));
    let until = lines.iter().position(|line| line.contains("message_delta")).unwrap();
    run.read_all(&lines[..=until]);
    assert_eq!(run.tokens(), tokens(100, 20));
    assert_eq!(run.end(signal(9)).cost_usd, None, "the agent said nothing about it");
}

#[test]
fn without_figures_since_the_last_turn_totals_are_subtracted() {
    let cut = |lines: Vec<String>| -> Vec<String> {
        let mut values: Vec<serde_json::Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        values.iter_mut().filter_map(|v| v.as_object_mut()).for_each(|v| drop(v.remove("model_usage_since_last_result")));
        values.iter().map(ToString::to_string).collect()
    };
    let mut run = Run::start(&launch(CLAUDE));
    run.read_all(&cut(recorded(CLAUDE, "control.interrupt-then-follow-up")));
    assert_eq!(run.tokens(), tokens(200, 37));
    let mut resumed = Run::start(&Launch { resume: true, ..launch(CLAUDE) });
    resumed.read_all(&cut(recorded(CLAUDE, "resume.1-resume")));
    assert_eq!(resumed.tokens(), Tokens::default(), "the total of earlier runs is not known, so nothing is claimed");
}

/// The same lines, with how much fits into each model as the results tell it.
fn with_windows(name: &str, windows: &[(&str, i64)]) -> Vec<String> {
    let mut values: Vec<serde_json::Value> = recorded(CLAUDE, name).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    for models in values.iter_mut().filter_map(|value| value.get_mut("modelUsage")?.as_object_mut()) {
        for (model, size) in windows {
            let own = models.entry(*model).or_insert_with(|| serde_json::json!({ "canonicalModel": model.split('[').next() }));
            own["contextWindow"] = (*size).into();
        }
    }
    values.iter().map(ToString::to_string).collect()
}

fn contexts(lines: &[String]) -> Vec<String> {
    let mut run = Run::start(&launch(CLAUDE));
    run.read_all(lines);
    story(&run.events()).into_iter().filter(|line| line.starts_with("context")).collect()
}

#[test]
fn the_context_is_that_of_the_last_call_and_its_size_is_told_by_the_result() {
    let name = "control.approve-then-deny.partial";
    assert_eq!(contexts(&recorded(CLAUDE, name)), ["context 120 of None"], "three calls of one size are one news");
    let told = contexts(&with_windows(name, &[("claude-opus-5-5", 1_000_000)]));
    assert_eq!(told, ["context 120 of None", "context 120 of Some(1000000)"]);
    let other = contexts(&with_windows(name, &[("claude-haiku-5-5", 200_000)]));
    assert_eq!(other, ["context 120 of None"], "the window of another model says nothing");
    let both = contexts(&with_windows(name, &[("claude-opus-5-5[1m]", 1_000_000), ("claude-opus-5-5", 200_000)]));
    assert_eq!(both.last().unwrap(), "context 120 of Some(200000)", "the name that runs decides");
}

#[test]
fn a_helper_does_not_fill_the_context() {
    let lines: Vec<String> = recorded(CLAUDE, "control.approve-then-deny.partial")
        .iter()
        .map(|line| line.replace("\"parent_tool_use_id\":null", "\"parent_tool_use_id\":\"toolu_1\""))
        .collect();
    assert_eq!(contexts(&lines), [""; 0]);
}

#[test]
fn a_model_is_the_same_one_with_the_date_of_its_release() {
    let dated: Vec<String> = recorded(CLAUDE, "control.approve-then-deny.partial")
        .iter()
        .map(|line| if line.contains("message_start") { line.replace("claude-opus-5-5", "claude-opus-5-5-20261101") } else { line.clone() })
        .collect();
    let mut run = Run::start(&launch(CLAUDE));
    run.read_all(&dated);
    assert_eq!(run.tokens(), tokens(300, 60), "its tokens are not counted under both names");
}
