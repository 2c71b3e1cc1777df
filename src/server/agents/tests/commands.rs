//! How agents are started.

use super::{super::Telemetry, *};
use serde_json::json;

fn full(agent: AgentKind) -> Launch {
    Launch {
        model: Some("m1".into()),
        external_id: Some("id-1".into()),
        limits: Limits { cost_micros: Some(250_000), ..Limits::default() },
        environment: BTreeMap::from([
            ("MAESTRO_TOKEN".into(), "secret-token".into()),
            ("GIT_CONFIG_KEY_0".into(), "core.hooksPath".into()),
        ]),
        home: Some("/homes/a".into()),
        instructions: Some("secret instructions".into()),
        prompt: "secret prompt".into(),
        writable: vec!["/src/repo/.git".into()],
        telemetry: Some(Telemetry {
            endpoint: "http://127.0.0.1:3336/otlp".into(),
            token: "secret-telemetry".into(),
            attributes: BTreeMap::from([("maestro.task_id".into(), "T 1".into())]),
        }),
        ..launch(agent)
    }
}

#[test]
fn nothing_secret_is_among_the_arguments() {
    for agent in AgentKind::ALL {
        let command = adapter(&full(agent)).command();
        assert!(!command.arguments.join(" ").contains("secret"), "{:?}", command.arguments);
        assert_eq!(command.set["MAESTRO_TOKEN"], "secret-token");
        assert_eq!(command.set["OTEL_EXPORTER_OTLP_HEADERS"], "Authorization=Bearer secret-telemetry");
        assert_eq!(command.set["OTEL_RESOURCE_ATTRIBUTES"], "maestro.task_id=T%201");
    }
}

#[test]
fn claude_code_asks_us_and_keeps_to_itself() {
    let command = adapter(&full(AgentKind::ClaudeCode)).command();
    let arguments = command.arguments.join(" ");
    let expected = "-p --input-format stream-json --output-format stream-json --verbose --include-partial-messages --replay-user-messages \
                    --permission-prompt-tool stdio --permission-mode default --model m1 --session-id id-1 --max-budget-usd 0.25";
    assert_eq!(arguments, expected);
    for (name, value) in [
        ("CLAUDE_CODE_MAX_RETRIES", "3"),
        ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1"),
        ("DISABLE_AUTOUPDATER", "1"),
        ("CLAUDE_CODE_STARTUP_FAILURE_RESULTS", "1"),
        ("CLAUDE_CONFIG_DIR", "/homes/a"),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
    ] {
        assert_eq!(command.set.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!command.set.contains_key("CLAUDE_CODE_RESUME_INTERRUPTED_TURN"));
    let resumed = adapter(&Launch { resume: true, continue_turn: true, ..full(AgentKind::ClaudeCode) }).command();
    assert!(resumed.arguments.join(" ").contains("--resume id-1"));
    assert_eq!(resumed.set["CLAUDE_CODE_RESUME_INTERRUPTED_TURN"], "1");
}

#[test]
fn whatever_is_allowed_no_mode_skips_asking() {
    for approvals in [AutoApprove::None, AutoApprove::All] {
        let command = adapter(&Launch { approvals, ..launch(AgentKind::ClaudeCode) }).command();
        assert!(command.arguments.iter().all(|a| !a.contains("dangerously") && a != "bypassPermissions"));
    }
}

#[test]
fn codex_is_its_server_and_keeps_to_itself() {
    let command = adapter(&full(AgentKind::Codex)).command();
    let expected = [
        "app-server",
        "--disable",
        "unbounded_connection_retries",
        "-c",
        "features.plugins=false",
        "-c",
        "analytics.enabled=false",
        "-c",
        "otel.exporter={otlp-http={endpoint=\"http://127.0.0.1:3336/otlp/v1/logs\",protocol=\"binary\"}}",
        "-c",
        "otel.metrics_exporter={otlp-http={endpoint=\"http://127.0.0.1:3336/otlp/v1/metrics\",protocol=\"binary\"}}",
    ];
    assert_eq!(command.arguments, expected);
    assert_eq!(command.set["CODEX_HOME"], "/homes/a");
}

#[test]
fn a_conversation_of_codex_is_told_everything_each_time() {
    let opened = |launch: &Launch| {
        let mut run = Run::start(launch);
        run.read_all(&recorded(AgentKind::Codex, "edit.approved")[..1]);
        run.written().pop().unwrap()
    };
    let new = opened(&full(AgentKind::Codex));
    let config = json!({
        "shell_environment_policy.set": { "MAESTRO_TOKEN": "secret-token", "GIT_CONFIG_KEY_0": "core.hooksPath" },
        "sandbox_workspace_write.writable_roots": ["/src/repo/.git"],
        "sandbox_workspace_write.network_access": true,
    });
    let params = json!({
        "cwd": "/repo", "approvalPolicy": "untrusted", "sandbox": "workspace-write", "config": config,
        "model": "m1", "developerInstructions": "secret instructions",
    });
    assert_eq!((&new["method"], &new["params"]), (&json!("thread/start"), &params));
    let resumed = opened(&Launch { resume: true, approvals: AutoApprove::All, ..full(AgentKind::Codex) });
    assert_eq!((&resumed["method"], &resumed["params"]["threadId"]), (&json!("thread/resume"), &json!("id-1")));
    assert_eq!((&resumed["params"]["approvalPolicy"], &resumed["params"]["sandbox"]), (&json!("never"), &json!("danger-full-access")));
}

#[test]
fn the_environment_loses_our_secrets_and_the_traces_of_other_agents() {
    let command = adapter(&full(AgentKind::ClaudeCode)).command();
    let inherited = [
        "PATH",
        "HOME",
        "ANTHROPIC_API_KEY",
        "CLAUDE_CODE_USE_BEDROCK",
        "DATABASE_URL",
        "MAESTRO_PUBLIC_URL",
        "CLAUDECODE",
        "IS_SANDBOX",
        "GIT_DIR",
        "GIT_CONFIG_COUNT",
        "OTEL_SERVICE_NAME",
        "CODEX_THREAD_ID",
    ];
    let whole = command.environment(inherited.map(|name| (name.to_owned(), "inherited".to_owned())));
    let kept: Vec<&str> = whole.iter().filter(|(_, value)| *value == "inherited").map(|(name, _)| name.as_str()).collect();
    assert_eq!(kept, ["ANTHROPIC_API_KEY", "CLAUDE_CODE_USE_BEDROCK", "HOME", "PATH"]);
    assert_eq!(whole["MAESTRO_TOKEN"], "secret-token", "what is set comes after what is removed");
}

#[test]
fn a_launch_survives_the_disk() {
    let written = serde_json::to_string(&full(AgentKind::Codex)).unwrap();
    let read: Launch = serde_json::from_str(&written).unwrap();
    assert_eq!(adapter(&read).command(), adapter(&full(AgentKind::Codex)).command());
}
