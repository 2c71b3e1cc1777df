//! Long texts, shortened; the whole is in the journal.

/// Bytes of a tool's result that go into the transcript.
const RESULT: usize = 4_000;

/// Bytes of a patch.
const PATCH: usize = 40_000;

/// Characters of a title.
const TITLE: usize = 140;

/// The beginning of a tool's result.
pub fn result(text: &str) -> String {
    start(text, RESULT).to_owned()
}

/// The beginning of a patch; what is left out is said.
pub fn patch(text: String) -> String {
    let kept = start(&text, PATCH);
    if kept.len() == text.len() { text } else { format!("{kept}\n… {} bytes more", text.len() - kept.len()) }
}

/// The first line, not too long.
pub fn title(text: &str) -> String {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let cut: String = first.chars().take(TITLE).collect();
    if cut.len() < first.len() || lines.next().is_some() { format!("{} …", cut.trim_end()) } else { cut }
}

fn start(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
