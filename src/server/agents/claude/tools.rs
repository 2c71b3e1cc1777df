//! What the tools of Claude Code do.

use super::super::{clip, field, patch};
use crate::domain::dispatch::{
    Assessment, Risk,
    shell::{assess, assess_paths},
};
use serde_json::Value;

/// Tools that look at nothing but the conversation, or at the work list.
const HARMLESS: &[&str] = &[
    "Task",
    "Agent",
    "TodoWrite",
    "TaskCreate",
    "TaskUpdate",
    "TaskList",
    "TaskGet",
    "TaskOutput",
    "TaskStop",
    "BashOutput",
    "KillShell",
    "ToolSearch",
    "Skill",
    "AskUserQuestion",
    "EnterPlanMode",
    "ExitPlanMode",
    "ListAgents",
    "SendMessage",
    "ReportFindings",
    "CronList",
];

/// Judges a call of a tool in `folder`.
pub fn judge(tool: &str, input: &Value, folder: &str) -> Assessment {
    match tool {
        "Bash" => {
            field::text(input, "/command").map_or_else(|| Assessment::loose(Risk::Writes, "no command is named"), |c| assess(c, folder))
        }
        "Read" | "Glob" | "Grep" | "LS" | "NotebookRead" | "LSP" => looks(input, folder),
        "Write" | "Edit" | "MultiEdit" | "NotebookEdit" => changes(input, folder),
        "WebFetch" | "WebSearch" => Assessment::because(Risk::Network, "it asks the internet"),
        tool if HARMLESS.contains(&tool) => Assessment::known(Risk::Reads),
        tool if tool.starts_with("mcp__") => Assessment::loose(Risk::Network, "what a tool of an MCP server does is not known"),
        tool => Assessment::loose(Risk::Writes, format!("what {tool} does is not known")),
    }
}

fn looks(input: &Value, folder: &str) -> Assessment {
    assess_paths(paths(input).iter().map(String::as_str), folder, Risk::Reads)
}

fn changes(input: &Value, folder: &str) -> Assessment {
    let paths = paths(input);
    if paths.is_empty() {
        return Assessment::loose(Risk::Writes, "no file is named");
    }
    assess_paths(paths.iter().map(String::as_str), folder, Risk::Writes)
}

/// The files that a call names.
pub fn paths(input: &Value) -> Vec<String> {
    ["/file_path", "/notebook_path", "/path"].iter().filter_map(|pointer| field::owned(input, pointer)).collect()
}

/// One line about a call.
pub fn title(tool: &str, input: &Value, folder: &str) -> String {
    let named = ["/command", "/file_path", "/notebook_path", "/pattern", "/url", "/query", "/description", "/path", "/prompt", "/skill"];
    let text = named.iter().find_map(|pointer| field::text(input, pointer)).unwrap_or(tool);
    let inside = text.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).unwrap_or(text);
    clip::title(inside)
}

/// What a call would change in a file.
pub fn diff(tool: &str, input: &Value) -> Option<String> {
    let replaced = |edit: &Value| {
        let (old, new) = (field::text(edit, "/old_string")?, field::text(edit, "/new_string")?);
        Some(patch::replaced(old, new))
    };
    match tool {
        "Write" => field::text(input, "/content").map(patch::added),
        "Edit" => replaced(input),
        "MultiEdit" => Some(field::list(input, "/edits").iter().filter_map(replaced).collect()),
        "NotebookEdit" => field::text(input, "/new_source").map(patch::added),
        _ => None,
    }
}
