//! Errors of the provider, as Claude Code tells them.

use super::super::field;
use crate::domain::dispatch::FailureClass;
use serde_json::Value;

/// The class of a failed call: `error` is its kind in Claude Code's words, `status` is HTTP's.
pub fn of_call(error: &str, status: Option<u16>, text: &str) -> FailureClass {
    let said = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if said(&["rompt is too long", "context window", "context length"]) {
        return FailureClass::OutOfContext;
    }
    match (error, status) {
        ("rate_limit" | "billing_error", _) | (_, Some(402 | 429)) => FailureClass::LimitReached,
        ("authentication_failed" | "oauth_org_not_allowed" | "account_on_hold" | "verification_required" | "cloud_credential_error", _)
        | (_, Some(401 | 403)) => FailureClass::Authentication,
        ("overloaded", _) | (_, Some(500..=599)) => FailureClass::Overloaded,
        ("model_not_found", _) | (_, Some(404)) => FailureClass::Misconfigured,
        (_, Some(413)) => FailureClass::OutOfContext,
        (_, Some(_)) | ("invalid_request", None) => FailureClass::Misconfigured,
        // No status: no answer came, or it broke off.
        (_, None) => FailureClass::Network,
    }
}

/// The class of a turn that ended with an error, and the sentence that says so.
pub fn of_result(result: &Value, last_error: Option<&str>) -> (FailureClass, String) {
    let errors = field::texts(result, "/errors").join("; ");
    let text = field::owned(result, "/result").unwrap_or_else(|| errors.clone());
    let status = result.get("api_error_status").and_then(Value::as_u64).and_then(|status| u16::try_from(status).ok());
    let subtype = field::text(result, "/subtype").unwrap_or_default();
    let terminal = field::text(result, "/terminal_reason").unwrap_or_default();
    if result.get("startup_failure_reason").is_some() {
        return (FailureClass::Misconfigured, format!("it did not start: {errors}"));
    }
    match (subtype, terminal) {
        ("error_max_budget_usd", _) | (_, "budget_exhausted") => (FailureClass::OverBudget, format!("stopped at its cap: {errors}")),
        ("error_max_turns", _) => (FailureClass::OverBudget, format!("stopped at its limit: {errors}")),
        (_, "aborted_streaming" | "aborted_tools") => (FailureClass::Stopped, "interrupted".into()),
        (_, "prompt_too_long") => (FailureClass::OutOfContext, text),
        ("success", _) if field::text(result, "/stop_reason") == Some("refusal") => (FailureClass::Refused, text),
        ("success", _) => (of_call(last_error.unwrap_or_default(), status, &text), text),
        _ if errors.contains("No conversation found") => (FailureClass::Forgotten, errors),
        _ => (FailureClass::Crashed, if errors.is_empty() { "ended with an error that it does not name".into() } else { errors }),
    }
}
