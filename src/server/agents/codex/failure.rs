//! Errors of the provider, as Codex tells them.

use super::super::field;
use crate::domain::dispatch::FailureClass;
use serde_json::Value;

/// The class of an error, and HTTP's status where there was an answer.
pub fn class(error: &Value) -> (FailureClass, Option<u16>) {
    let message = field::text(error, "/message").unwrap_or_default();
    let details = field::text(error, "/additionalDetails").unwrap_or_default();
    let text = format!("{message} {details}");
    let info = error.get("codexErrorInfo").unwrap_or(&Value::Null);
    let named = info.as_str().or_else(|| info.as_object().and_then(|kinds| kinds.keys().next()).map(String::as_str)).unwrap_or_default();
    let inner = info.as_object().and_then(|kinds| kinds.values().next());
    let status = inner.and_then(|kind| kind.get("httpStatusCode")).and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok());
    let status = status.or_else(|| status_in(&text));
    let class = match named {
        "usageLimitExceeded" | "rateLimitExceeded" => FailureClass::LimitReached,
        "internalServerError" | "serverOverloaded" | "flexUnavailable" | "policyCapacityUnavailable" => FailureClass::Overloaded,
        "contextWindowExceeded" => FailureClass::OutOfContext,
        "sessionBudgetExceeded" => FailureClass::OverBudget,
        "unauthorized" => FailureClass::Authentication,
        "modelNotFound" | "badRequest" | "sandboxError" => FailureClass::Misconfigured,
        "cyberPolicy" | "misalignmentPolicyViolation" | "inferenceHookDenied" => FailureClass::Refused,
        "tooManyDenials" => FailureClass::NeedsPerson,
        _ => by_status(status, &text),
    };
    (class, status)
}

fn by_status(status: Option<u16>, text: &str) -> FailureClass {
    let said = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match status {
        Some(401 | 403) => FailureClass::Authentication,
        Some(402 | 429) => FailureClass::LimitReached,
        Some(500..=599) => FailureClass::Overloaded,
        Some(413) => FailureClass::OutOfContext,
        Some(400..=499) => FailureClass::Misconfigured,
        _ if said(&["high demand", "overloaded"]) => FailureClass::Overloaded,
        _ if said(&["context window"]) => FailureClass::OutOfContext,
        _ if said(&["Quota exceeded", "usage limit"]) => FailureClass::LimitReached,
        _ if said(&["disconnected", "network", "onnection", "timed out", "error sending request", "idle timeout"]) => FailureClass::Network,
        _ => FailureClass::Crashed,
    }
}

/// `unexpected status 401 Unauthorized: …`
fn status_in(text: &str) -> Option<u16> {
    let rest = text.split("status").nth(1)?.trim_start_matches([':', ' ']);
    rest.get(..3)?.parse().ok()
}

/// `Reconnecting... 2/5`: which attempt, of how many.
pub fn attempt(message: &str) -> (u32, u32) {
    let parts = message.rsplit(' ').next().and_then(|last| last.split_once('/'));
    parts.and_then(|(attempt, of)| Some((attempt.parse().ok()?, of.parse().ok()?))).unwrap_or((1, 0))
}
