//! Patches, made of what the agents say about an edit.

use super::{clip, field};
use serde_json::Value;

/// A new file: everything is added.
pub fn added(content: &str) -> String {
    clip::patch(format!("@@ -0,0 +1,{} @@\n{}", content.lines().count(), marked('+', content)))
}

/// A piece of text that takes the place of another; where it stands is not known.
pub fn replaced(old: &str, new: &str) -> String {
    clip::patch(format!("@@ @@\n{}{}", marked('-', old), marked('+', new)))
}

/// The hunks as Claude Code lists them.
pub fn hunks(list: &[Value]) -> Option<String> {
    if list.is_empty() {
        return None;
    }
    let hunk = |hunk: &Value| {
        let at = |name| field::number(hunk, name);
        let lines = field::texts(hunk, "/lines").join("\n");
        format!("@@ -{},{} +{},{} @@\n{lines}\n", at("/oldStart"), at("/oldLines"), at("/newStart"), at("/newLines"))
    };
    Some(clip::patch(list.iter().map(hunk).collect()))
}

fn marked(sign: char, text: &str) -> String {
    text.lines().map(|line| format!("{sign}{line}\n")).collect()
}
