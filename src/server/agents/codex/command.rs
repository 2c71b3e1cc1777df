//! How Codex is started, and its conversation opened.

use super::super::{Command, Launch};
use crate::domain::dispatch::AutoApprove;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Nothing but settings that everybody may read stands among the arguments; the rest goes over standard input.
pub fn command(launch: &Launch) -> Command {
    Command::new(launch.program.clone(), arguments(launch), environment(launch))
}

fn arguments(launch: &Launch) -> Vec<String> {
    let mut all: Vec<String> = ["app-server", "--disable", "unbounded_connection_retries"].map(str::to_owned).to_vec();
    let mut set = |setting: String| all.extend(["-c".to_owned(), setting]);
    set("features.plugins=false".into());
    set("analytics.enabled=false".into());
    if let Some(telemetry) = &launch.telemetry {
        let to = |signal: &str| {
            format!("{{otlp-http={{endpoint={},protocol=\"binary\"}}}}", json!(format!("{}/v1/{signal}", telemetry.endpoint)))
        };
        set(format!("otel.exporter={}", to("logs")));
        set(format!("otel.metrics_exporter={}", to("metrics")));
    }
    all
}

fn environment(launch: &Launch) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    if let Some(home) = &launch.home {
        all.insert("CODEX_HOME".to_owned(), home.to_string_lossy().into_owned());
    }
    if let Some(telemetry) = &launch.telemetry {
        all.insert("OTEL_EXPORTER_OTLP_HEADERS".to_owned(), telemetry.headers());
        all.insert("OTEL_RESOURCE_ATTRIBUTES".to_owned(), telemetry.resource());
    }
    all.extend(launch.environment.clone());
    all
}

/// The request that opens the conversation, and what goes with it: a resumed one forgets some of it.
pub fn thread(launch: &Launch) -> (&'static str, Value) {
    let (policy, sandbox) = match launch.approvals {
        AutoApprove::All => ("never", "danger-full-access"),
        _ => ("untrusted", "workspace-write"),
    };
    let mut params = json!({ "cwd": launch.folder(), "approvalPolicy": policy, "sandbox": sandbox, "config": config(launch) });
    if let Some(model) = &launch.model {
        params["model"] = json!(model);
    }
    if let Some(instructions) = &launch.instructions {
        params["developerInstructions"] = json!(instructions);
    }
    match launch.external_id.as_ref().filter(|_| launch.resume) {
        Some(id) => {
            params["threadId"] = json!(id);
            params["excludeTurns"] = json!(true);
            ("thread/resume", params)
        }
        None => ("thread/start", params),
    }
}

fn config(launch: &Launch) -> Value {
    let mut all = Map::new();
    if !launch.environment.is_empty() {
        // What looks like a key is taken out of the environment of its commands: `GIT_CONFIG_KEY_0`, without which git fails.
        all.insert("shell_environment_policy.set".into(), json!(launch.environment));
    }
    // A worktree's commits are written into the folders of its repository, which the sandbox keeps read-only.
    let roots: Vec<String> = launch.writable.iter().map(|folder| folder.to_string_lossy().into_owned()).collect();
    all.insert("sandbox_workspace_write.writable_roots".into(), json!(roots));
    // Each command is judged before it runs; without a network the agent could not even report.
    all.insert("sandbox_workspace_write.network_access".into(), json!(true));
    Value::Object(all)
}
