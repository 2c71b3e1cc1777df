//! What a query does that its author may not have meant.

/// An instant selector looks back five minutes for a sample; with a larger step samples are left out.
const LOOKBACK: u32 = 300;
/// What may be done with a counter, which starts again at 0 with its process.
const FOR_COUNTERS: [&str; 5] = ["rate(", "increase(", "resets(", "changes(", "absent("];

/// Warnings about `query` when a point is asked for every `step` seconds; of a metric that is known as a counter there are none.
pub(super) fn about(query: &str, step: u32, counter: bool) -> Vec<String> {
    let mut warnings = Vec::new();
    if counter {
        return warnings;
    }
    if query.contains("_total") && !FOR_COUNTERS.iter().any(|function| query.contains(function)) {
        warnings.push("this looks like a counter, which starts again at 0 when its process does: use rate(…) or increase(…), or say that it is a counter".into());
    }
    if step > LOOKBACK && !query.contains('[') {
        warnings.push(format!("each point is the latest sample of its time only, one every {step} s: avg_over_time(…[{step}s]) uses all"));
    }
    warnings
}
