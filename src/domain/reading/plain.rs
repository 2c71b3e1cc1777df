/// A text without what only a terminal understands: colours, movements of the cursor, a line that was written over.
pub fn plain(text: &str) -> String {
    if !text.contains(['\u{1b}', '\r', '\u{8}']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => match chars.next() {
                Some('[') => while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
                Some(']') => while chars.next().is_some_and(|c| c != '\u{7}' && c != '\u{1b}') {},
                _ => {}
            },
            '\r' if chars.peek() != Some(&'\n') => out.truncate(out.rfind('\n').map_or(0, |at| at + 1)),
            '\r' | '\u{8}' => {}
            other => out.push(other),
        }
    }
    out
}

/// A part of a text: words, or code between fences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub code: bool,
    pub text: String,
}

/// The parts of a text in Markdown, as far as they must look different.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut code = false;
    for line in text.trim_end().lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
            found.push(Block { code, text: String::new() });
            continue;
        }
        match found.last_mut() {
            Some(block) if block.text.is_empty() => block.text.push_str(line),
            Some(block) => {
                block.text.push('\n');
                block.text.push_str(line);
            }
            None => found.push(Block { code, text: line.to_owned() }),
        }
    }
    found.retain(|block| !block.text.trim().is_empty());
    found
}
