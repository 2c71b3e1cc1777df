//! How Claude Code is started.

use super::super::{Command, Launch};
use crate::domain::Usd;
use std::collections::BTreeMap;

/// Calls of the provider that fail are tried again that often: its own ten take minutes.
const RETRIES: &str = "3";

/// Longer than its two seconds, in which the last measurements got lost.
const LAST_MEASUREMENTS_MS: &str = "10000";

/// Neither prompt nor instructions are among the arguments: they go over standard input, where they may be long and nobody
/// reads along.
pub fn command(launch: &Launch) -> Command {
    Command::new(launch.program.clone(), arguments(launch), environment(launch))
}

fn arguments(launch: &Launch) -> Vec<String> {
    let mut all: Vec<String> = [
        "-p",
        "--input-format",
        "stream-json",
        "--output-format",
        "stream-json",
        "--verbose",
        "--include-partial-messages",
        "--replay-user-messages",
        "--permission-prompt-tool",
        "stdio",
        "--permission-mode",
        "default",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut add = |option: &str, value: String| all.extend([option.to_owned(), value]);
    if let Some(model) = &launch.model {
        add("--model", model.clone());
    }
    if let Some(id) = &launch.external_id {
        add(if launch.resume { "--resume" } else { "--session-id" }, id.clone());
    }
    // The runner counts too; this one stops by itself after the call in flight.
    if let Some(micros) = launch.limits.cost_micros {
        add("--max-budget-usd", Usd::from_micros(micros).dollars().to_string());
    }
    all
}

fn environment(launch: &Launch) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = [
        ("CLAUDE_CODE_MAX_RETRIES", RETRIES),
        ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"),
        ("DISABLE_AUTOUPDATER", "1"),
        ("CLAUDE_CODE_STARTUP_FAILURE_RESULTS", "1"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let mut set = |name: &str, value: String| all.insert(name.to_owned(), value);
    if let Some(home) = &launch.home {
        set("CLAUDE_CONFIG_DIR", home.to_string_lossy().into_owned());
    }
    if launch.continue_turn {
        set("CLAUDE_CODE_RESUME_INTERRUPTED_TURN", "1".into());
    }
    if let Some(telemetry) = &launch.telemetry {
        set("CLAUDE_CODE_ENABLE_TELEMETRY", "1".into());
        set("OTEL_METRICS_EXPORTER", "otlp".into());
        set("OTEL_LOGS_EXPORTER", "otlp".into());
        set("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf".into());
        set("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.endpoint.clone());
        set("OTEL_EXPORTER_OTLP_HEADERS", telemetry.headers());
        set("OTEL_RESOURCE_ATTRIBUTES", telemetry.resource());
        set("OTEL_METRICS_INCLUDE_REPOSITORY", "true".into());
        set("OTEL_LOG_TOOL_DETAILS", "1".into());
        set("CLAUDE_CODE_OTEL_SHUTDOWN_TIMEOUT_MS", LAST_MEASUREMENTS_MS.into());
    }
    all.extend(launch.environment.clone());
    all
}
