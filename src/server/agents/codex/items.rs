//! The items of a turn: texts, commands, edits, tools.

use super::{
    super::{clip, field, patch},
    Codex,
};
use crate::domain::{
    dispatch::{
        Assessment, Risk,
        shell::{assess_at, assess_paths, unwrapped},
    },
    transcript::{EditKind, Event, Level},
};
use serde_json::Value;

impl Codex {
    /// An item begins: only work is told, texts come when they are whole.
    pub(super) fn begun(&mut self, item: &Value) -> Vec<Event> {
        let id = field::owned(item, "/id").unwrap_or_default();
        let folder = self.launch.folder();
        let call = match field::text(item, "/type").unwrap_or_default() {
            "commandExecution" => {
                let command = unwrapped(field::text(item, "/command").unwrap_or_default());
                let at = field::text(item, "/cwd").unwrap_or(&folder);
                Some(("command", clip::title(&command), assess_at(&command, &folder, at).risk))
            }
            "fileChange" => Some(("edit", edit_title(item, &folder), edit_risk(item, &folder).risk)),
            "mcpToolCall" | "dynamicToolCall" | "collabAgentToolCall" => {
                let parts = ["/server", "/namespace", "/tool"].map(|pointer| field::text(item, pointer));
                let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
                let risk = if field::flag(item, "/readOnlyHint") { Risk::Reads } else { Risk::Network };
                Some(("tool", clip::title(&name), risk))
            }
            "webSearch" => Some(("search", clip::title(field::text(item, "/query").unwrap_or_default()), Risk::Network)),
            _ => None,
        };
        let Some((name, title, risk)) = call else { return Vec::new() };
        self.items.insert(id.clone(), item.clone());
        vec![Event::ToolCall { id, name: name.into(), title, input: item.clone(), risk, parent: None }]
    }

    /// An item is done.
    pub(super) fn done(&mut self, item: &Value) -> Vec<Event> {
        let id = field::owned(item, "/id").unwrap_or_default();
        self.items.remove(&id);
        match field::text(item, "/type").unwrap_or_default() {
            "agentMessage" | "plan" => self.text(id, item),
            "reasoning" => thinking(id, item),
            "commandExecution" => self.command(id, item),
            "fileChange" => self.edited(id, item),
            "mcpToolCall" | "dynamicToolCall" | "collabAgentToolCall" | "webSearch" => vec![tool(id, item)],
            "contextCompaction" => vec![Event::Notice { level: Level::Info, text: "the conversation was shortened".into() }],
            // Our own words, which were told when they were said.
            "userMessage" | "hookPrompt" | "sleep" | "functionCallOutput" => Vec::new(),
            _ => vec![Event::Unknown { line: item.to_string() }],
        }
    }

    fn text(&mut self, id: String, item: &Value) -> Vec<Event> {
        let text = field::owned(item, "/text").unwrap_or_default();
        if text.is_empty() {
            return Vec::new();
        }
        self.last_text = Some(text.clone());
        vec![Event::Text { id, text, parent: None }]
    }

    fn command(&mut self, id: String, item: &Value) -> Vec<Event> {
        let declined = self.declined(&id, item, "command");
        let text = field::text(item, "/aggregatedOutput").unwrap_or_default();
        let ok = field::text(item, "/status") == Some("completed") && field::number(item, "/exitCode") == 0;
        let result = Event::ToolResult { id, ok, text: clip::result(text), bytes: text.len() as u64 };
        declined.into_iter().chain([result]).collect()
    }

    fn edited(&mut self, id: String, item: &Value) -> Vec<Event> {
        let declined = self.declined(&id, item, "edit");
        let ok = field::text(item, "/status") == Some("completed");
        let edits = changes(item).filter(|_| ok).map(|(path, kind, patch)| Event::FileEdit {
            id: id.clone(),
            path: path.to_owned(),
            kind,
            patch: Some(patch).filter(|patch| !patch.is_empty()),
        });
        let edits: Vec<Event> = edits.collect();
        let result = Event::ToolResult { id, ok, text: String::new(), bytes: 0 };
        declined.into_iter().chain(edits).chain([result]).collect()
    }

    fn declined(&mut self, id: &str, item: &Value, tool: &str) -> Option<Event> {
        (field::text(item, "/status") == Some("declined")).then(|| {
            self.gate.deny(id);
            Event::PermissionDenied { id: id.to_owned(), tool: tool.to_owned(), reason: "it was not allowed".into() }
        })
    }
}

fn thinking(id: String, item: &Value) -> Vec<Event> {
    let parts = [field::texts(item, "/summary"), field::texts(item, "/content")].concat();
    if parts.is_empty() { Vec::new() } else { vec![Event::Thinking { id, text: parts.join("\n\n"), parent: None }] }
}

fn tool(id: String, item: &Value) -> Event {
    let failed = item.get("error").is_some_and(|error| !error.is_null()) || field::text(item, "/status") == Some("failed");
    let result = ["/error/message", "/result"].iter().find_map(|pointer| item.pointer(pointer).filter(|value| !value.is_null()));
    let text = result.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default();
    Event::ToolResult { id, ok: !failed, text: clip::result(&text), bytes: text.len() as u64 }
}

/// Path, kind and patch of each file of an edit.
fn changes(item: &Value) -> impl Iterator<Item = (&str, EditKind, String)> {
    field::list(item, "/changes").iter().filter_map(|change| {
        let diff = field::text(change, "/diff").unwrap_or_default();
        let (kind, patch) = match field::text(change, "/kind/type").unwrap_or_default() {
            // Of a new file the text itself is given.
            "add" => (EditKind::Add, patch::added(diff)),
            "delete" => (EditKind::Delete, String::new()),
            _ => (EditKind::Update, clip::patch(diff.to_owned())),
        };
        Some((field::text(change, "/path")?, kind, patch))
    })
}

/// The files of an edit.
pub fn edit_paths(item: &Value) -> Vec<String> {
    changes(item).map(|(path, ..)| path.to_owned()).collect()
}

/// What an edit would do.
pub fn edit_risk(item: &Value, folder: &str) -> Assessment {
    let inside = assess_paths(changes(item).map(|(path, ..)| path), folder, Risk::Writes);
    let deleted = changes(item).find(|(_, kind, _)| *kind == EditKind::Delete);
    match (deleted, edit_paths(item).is_empty()) {
        (Some((path, ..)), _) => inside.and(Assessment::because(Risk::Destructive, format!("{path} is deleted"))),
        (None, true) => Assessment::loose(Risk::Writes, "no file is named"),
        (None, false) => inside,
    }
}

/// One line about an edit.
pub fn edit_title(item: &Value, folder: &str) -> String {
    let inside = |path: &str| path.strip_prefix(folder).map_or(path, |rest| rest.trim_start_matches('/')).to_owned();
    let names: Vec<String> = changes(item).map(|(path, ..)| inside(path)).collect();
    clip::title(&names.join(", "))
}

/// The whole edit as one text.
pub fn edit_diff(item: &Value) -> Option<String> {
    let parts: Vec<String> = changes(item)
        .map(|(path, kind, patch)| match kind {
            EditKind::Delete => format!("--- {path}\n+++ /dev/null\n"),
            EditKind::Add => format!("--- /dev/null\n+++ {path}\n{patch}"),
            EditKind::Update => format!("--- {path}\n+++ {path}\n{patch}"),
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}
