//! The Atlassian Document Format as plain text: pure.
//!
//! Lists, headings and code keep the marks that Markdown has for them, as those who read the text know these.

use chrono::DateTime;
use serde_json::Value;

/// The text of a description: a document, a plain string as Data Center has it, or nothing.
pub fn text(description: &Value) -> String {
    match description {
        Value::String(text) => text.replace("\r\n", "\n").replace('\0', "").trim().to_owned(),
        Value::Object(_) => {
            let mut out = String::new();
            blocks(description, "", &mut out);
            out.replace('\0', "").trim().to_owned()
        }
        _ => String::new(),
    }
}

/// The blocks inside a node, each on lines of its own that begin with `indent`.
fn blocks(node: &Value, indent: &str, out: &mut String) {
    for child in content(node) {
        block(child, indent, out);
    }
}

fn block(node: &Value, indent: &str, out: &mut String) {
    match kind(node) {
        "paragraph" | "caption" | "decisionItem" => line(&inline(node), indent, out),
        "heading" => {
            let level = node["attrs"]["level"].as_u64().and_then(|level| usize::try_from(level).ok()).unwrap_or(1).clamp(1, 6);
            line(&format!("{} {}", "#".repeat(level), inline(node)), indent, out);
        }
        "bulletList" => items(node, indent, |_| "- ".into(), out),
        "orderedList" => {
            let first = node["attrs"]["order"].as_u64().unwrap_or(1);
            items(node, indent, |i| format!("{}. ", first.saturating_add(i)), out);
        }
        "taskList" => tasks(node, indent, out),
        "codeBlock" => {
            line("```", indent, out);
            line(&inline(node), indent, out);
            line("```", indent, out);
        }
        "blockquote" | "panel" => blocks(node, &format!("{indent}> "), out),
        "tableRow" => {
            let cells: Vec<String> = content(node).iter().map(flat).collect();
            line(&format!("| {} |", cells.join(" | ")), indent, out);
        }
        "rule" => line("---", indent, out),
        "expand" | "nestedExpand" => {
            line(node["attrs"]["title"].as_str().unwrap_or_default(), indent, out);
            blocks(node, indent, out);
        }
        "blockCard" | "embedCard" => line(node["attrs"]["url"].as_str().unwrap_or_default(), indent, out),
        // A kind of block of tomorrow has its text in what it contains; a kind of text stands alone.
        _ if has_blocks(node) => blocks(node, indent, out),
        _ => line(&inline_of(node), indent, out),
    }
}

fn items(list: &Value, indent: &str, mark: impl Fn(u64) -> String, out: &mut String) {
    for (i, item) in (0..).zip(content(list)) {
        entry(item, indent, &mark(i), out);
    }
}

/// Lists of tasks nest without an item around the inner one.
fn tasks(list: &Value, indent: &str, out: &mut String) {
    for item in content(list) {
        match kind(item) {
            "taskList" => tasks(item, &format!("{indent}  "), out),
            _ => {
                let mark = if item["attrs"]["state"] == "DONE" { "- [x] " } else { "- [ ] " };
                entry(item, indent, mark, out);
            }
        }
    }
}

/// An item: its mark before the first line, the rest below it.
fn entry(item: &Value, indent: &str, mark: &str, out: &mut String) {
    let mut inner = String::new();
    if has_blocks(item) {
        blocks(item, "", &mut inner);
    } else {
        inner = inline(item);
    }
    let below = " ".repeat(mark.chars().count());
    for (i, text) in inner.trim_end().lines().enumerate() {
        let lead = if i == 0 { mark } else { below.as_str() };
        line(&format!("{lead}{text}"), indent, out);
    }
}

/// What a cell holds, on one line.
fn flat(cell: &Value) -> String {
    let mut inner = String::new();
    blocks(cell, "", &mut inner);
    inner.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(text: &str, indent: &str, out: &mut String) {
    for line in text.trim_end().lines() {
        out.push_str(indent);
        out.push_str(line);
        out.push('\n');
    }
}

fn inline(node: &Value) -> String {
    content(node).iter().map(inline_of).collect()
}

fn inline_of(node: &Value) -> String {
    let attrs = &node["attrs"];
    let said = |names: &[&str]| names.iter().find_map(|name| attrs[*name].as_str()).unwrap_or_default().to_owned();
    match kind(node) {
        "text" => marked(node),
        "hardBreak" => "\n".into(),
        "mention" | "status" | "placeholder" => said(&["text"]),
        "emoji" => said(&["text", "shortName"]),
        "inlineCard" | "blockCard" | "embedCard" => said(&["url"]),
        "date" => date(&attrs["timestamp"]),
        "media" | "mediaInline" => said(&["alt"]),
        _ => inline(node),
    }
}

/// The text, with the address behind it where it is a link that says something else.
fn marked(node: &Value) -> String {
    let text = node["text"].as_str().unwrap_or_default();
    let marks = node["marks"].as_array().map(Vec::as_slice).unwrap_or_default();
    let href = marks.iter().find(|mark| mark["type"] == "link").and_then(|mark| mark["attrs"]["href"].as_str());
    match href.filter(|href| *href != text) {
        Some(href) => format!("{text} ({href})"),
        None => text.to_owned(),
    }
}

/// Milliseconds since 1970, as text.
fn date(timestamp: &Value) -> String {
    let ms = timestamp.as_i64().or_else(|| timestamp.as_str()?.parse().ok());
    ms.and_then(DateTime::from_timestamp_millis).map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn has_blocks(node: &Value) -> bool {
    let inline = ["text", "hardBreak", "mention", "emoji", "inlineCard", "status", "date", "mediaInline", "placeholder"];
    content(node).iter().any(|child| !inline.contains(&kind(child)))
}

fn content(node: &Value) -> &[Value] {
    node["content"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn kind(node: &Value) -> &str {
    node["type"].as_str().unwrap_or_default()
}
