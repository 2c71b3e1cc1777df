//! Tokens of Codex: each once, though it tells totals.

use super::*;

const CODEX: AgentKind = AgentKind::Codex;

#[test]
fn a_total_that_comes_again_is_counted_once() {
    assert_eq!(Run::of(&launch(CODEX), "approve-decline-interrupt-steer").tokens(), tokens(700, 140));
}

#[test]
fn an_overflow_of_the_window_is_no_usage_and_compaction_begins_anew() {
    // Three calls, none that was cut off, an overflow that sets totalTokens to the window's size, and three calls after it.
    assert_eq!(Run::of(&launch(CODEX), "tokens.overflow-and-compaction").tokens(), tokens(600, 120));
}

#[test]
fn totals_of_earlier_runs_are_not_counted_again() {
    let resumed = Launch { resume: true, external_id: Some("01a202f2-9ac7-7e71-b09a-8e000d7c8afa".into()), ..launch(CODEX) };
    assert_eq!(Run::of(&resumed, "resume-after-kill").tokens(), tokens(100, 20));
}

#[test]
fn a_helper_in_the_same_process_is_counted_on_its_own() {
    let run = Run::of(&launch(CODEX), "tokens.two-threads");
    assert_eq!(run.tokens(), tokens(500, 100));
    let usages = run.events().into_iter().filter_map(|event| if let Event::Usage(usage) = event { Some(usage) } else { None });
    let of_helper: Vec<_> = usages.filter(|usage| usage.model.is_none()).collect();
    assert_eq!(of_helper.len(), 1, "which model the helper has is not known");
}

#[test]
fn what_came_from_a_cache_is_not_input() {
    let mut run = Run::of(&launch(CODEX), "killed-while-approval-pending");
    let total = serde_json::json!({ "inputTokens": 1000, "cachedInputTokens": 700, "cacheWriteInputTokens": 100, "outputTokens": 5, "totalTokens": 1 });
    let thread = run.adapter.end(code(0)).external_id;
    let params = serde_json::json!({ "threadId": thread, "turnId": "x", "tokenUsage": { "total": total, "last": total } });
    let steps = run.adapter.read(&serde_json::json!({ "method": "thread/tokenUsage/updated", "params": params }).to_string());
    let Step::Event(Event::Usage(usage)) = &steps[0] else { panic!("{steps:?}") };
    assert_eq!(usage.tokens, Tokens { input: 200, output: 5, cache_read: 700, cache_write: 100 });
}

#[test]
fn the_context_is_that_of_the_last_call_of_the_conversation_itself() {
    let contexts = |launch: &Launch, name: &str| -> Vec<String> {
        story(&Run::of(launch, name).events()).into_iter().filter(|line| line.starts_with("context")).collect()
    };
    let fresh = launch(CODEX);
    assert_eq!(contexts(&fresh, "tokens.overflow-and-compaction"), ["context 120 of Some(258400)"], "an overflow has no tokens of its own");
    assert_eq!(contexts(&fresh, "tokens.two-threads").len(), 1, "not that of the helper");
    let resumed = Launch { resume: true, external_id: Some("01a202f2-9ac7-7e71-b09a-8e000d7c8afa".into()), ..launch(CODEX) };
    assert_eq!(contexts(&resumed, "resume-after-kill")[0], "context 120 of Some(258400)", "known before the first call of this run");
}
