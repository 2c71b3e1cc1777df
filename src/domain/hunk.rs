//! Unified diffs read line by line, and what a person says about a line of one.

use super::text::TEXT_MOST;

/// What a line of a diff is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// The head of a hunk: `@@ -1,2 +1,3 @@`.
    Head,
    Same,
    Added,
    Removed,
    /// What git says beside the lines: no newline at the end, a binary file.
    Note,
}

impl LineKind {
    /// The value of `data-kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Same => "same",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Note => "note",
        }
    }

    /// The sign before the text.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Added => "+",
            Self::Removed => "-",
            Self::Head | Self::Same | Self::Note => " ",
        }
    }
}

/// One line of a diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffLine {
    pub kind: LineKind,
    /// Its number in the old file, from 1.
    pub old: Option<u32>,
    /// Its number in the new one.
    pub new: Option<u32>,
    /// Without its sign.
    pub text: String,
}

/// The part of a diff that is about one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDiff {
    /// Its name now, or before where it is gone.
    pub path: String,
    pub lines: Vec<DiffLine>,
}

/// The files of a diff as git prints it, in its order.
pub fn files(patch: &str) -> Vec<FileDiff> {
    let mut parts: Vec<Vec<&str>> = Vec::new();
    for line in patch.lines() {
        if line.starts_with("diff --git ") {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(line);
        }
    }
    parts.iter().filter_map(|part| file(part)).collect()
}

/// The lines of the hunks of one file; what stands before the first hunk is left out where there is one.
pub fn lines(patch: &str) -> Vec<DiffLine> {
    let all: Vec<&str> = patch.lines().collect();
    let start = all.iter().position(|line| line.starts_with("@@")).unwrap_or_default();
    numbered(&all[start..])
}

/// The message that tells the agent what a person says about a line of its work.
pub fn comment(path: &str, line: &DiffLine, words: &str) -> String {
    let place = match (line.new, line.old) {
        (Some(new), _) => format!("{path}:{new}"),
        (None, Some(old)) => format!("{path}, the line that was line {old} and that you removed"),
        (None, None) => path.to_owned(),
    };
    let words = words.trim();
    let quoted = line.text.trim_end();
    let said = if quoted.is_empty() { words.to_owned() } else { format!("> {quoted}\n\n{words}") };
    let message = format!("A comment on your change, at {place}:\n\n{said}");
    message.chars().take(TEXT_MOST).collect()
}

/// None for a part that names no file.
fn file(part: &[&str]) -> Option<FileDiff> {
    let start = part.iter().position(|line| line.starts_with("@@")).unwrap_or(part.len());
    let (head, body) = part.split_at(start);
    let path = name(head)?;
    let mut lines = numbered(body);
    if let Some(note) = head.iter().find(|line| line.starts_with("Binary files ")) {
        lines.push(DiffLine { kind: LineKind::Note, old: None, new: None, text: (*note).to_owned() });
    }
    Some(FileDiff { path, lines })
}

fn name(head: &[&str]) -> Option<String> {
    let after = |start: &str| head.iter().find_map(|line| line.strip_prefix(start)).filter(|path| *path != "/dev/null");
    let side = |path: &str| unquoted(path).split_once('/').map(|(_, path)| path.to_owned());
    let moved = || after("rename to ").map(unquoted);
    // A mode that changed, an empty file or a binary one has no other line with its name.
    let whole = || {
        let both = head.first()?.strip_prefix("diff --git ")?;
        both.rsplit_once(" b/").map(|(_, path)| path.trim_end_matches('"').to_owned())
    };
    after("+++ ").and_then(side).or_else(moved).or_else(|| after("--- ").and_then(side)).or_else(whole)
}

/// A name as git writes one that has unusual characters: in quotes, with what is not ASCII as octal numbers.
fn unquoted(path: &str) -> String {
    let path = path.trim_end_matches('\t');
    let Some(inner) = path.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return path.to_owned() };
    let mut bytes = Vec::new();
    let mut rest = inner.bytes();
    while let Some(byte) = rest.next() {
        match (byte, byte == b'\\') {
            (_, true) => match rest.next() {
                Some(digit @ b'0'..=b'3') => {
                    let more = [rest.next(), rest.next()].map(|digit| digit.unwrap_or(b'0').wrapping_sub(b'0') & 7);
                    bytes.push((digit - b'0') << 6 | more[0] << 3 | more[1]);
                }
                Some(b't') => bytes.push(b'\t'),
                Some(b'n') => bytes.push(b'\n'),
                Some(other) => bytes.push(other),
                None => {}
            },
            (plain, false) => bytes.push(plain),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn numbered(body: &[&str]) -> Vec<DiffLine> {
    let (mut old, mut new) = (None, None);
    let mut found = Vec::with_capacity(body.len());
    for line in body {
        if line.starts_with("@@") {
            (old, new) = starts(line);
            found.push(DiffLine { kind: LineKind::Head, old: None, new: None, text: (*line).to_owned() });
            continue;
        }
        let (kind, text) = sorted(line);
        let on_old = matches!(kind, LineKind::Same | LineKind::Removed);
        let on_new = matches!(kind, LineKind::Same | LineKind::Added);
        found.push(DiffLine { kind, old: old.filter(|_| on_old), new: new.filter(|_| on_new), text: text.to_owned() });
        old = old.map(|n: u32| n + u32::from(on_old));
        new = new.map(|n: u32| n + u32::from(on_new));
    }
    found
}

fn sorted(line: &str) -> (LineKind, &str) {
    let mut chars = line.chars();
    match chars.next() {
        Some('+') => (LineKind::Added, chars.as_str()),
        Some('-') => (LineKind::Removed, chars.as_str()),
        Some('\\') => (LineKind::Note, line),
        Some(' ') => (LineKind::Same, chars.as_str()),
        _ => (LineKind::Same, line),
    }
}

/// The numbers that a hunk begins with: `@@ -12,3 +14,5 @@`.
fn starts(head: &str) -> (Option<u32>, Option<u32>) {
    let number = |sign: char| {
        let part = head.split(' ').find_map(|part| part.strip_prefix(sign))?;
        part.split(',').next()?.parse().ok()
    };
    (number('-'), number('+'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &str = "diff --git a/src/a.rs b/src/a.rs\nindex 1..2 100644\n--- a/src/a.rs\n+++ b/src/a.rs\n@@ -3,3 +3,3 @@ fn main() {\n one\n-two\n+zwei\n \n\\ No newline at end of file\ndiff --git a/gone.txt b/gone.txt\ndeleted file mode 100644\n--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-bye\ndiff --git a/x.png b/x.png\nBinary files /dev/null and b/x.png differ\ndiff --git \"a/\\303\\274.md\" \"b/\\303\\274.md\"\n--- /dev/null\n+++ \"b/\\303\\274.md\"\n@@ -0,0 +1 @@\n+--- no header\n";

    #[test]
    fn a_diff_is_read_file_by_file() {
        let found = files(PATCH);
        let paths: Vec<&str> = found.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["src/a.rs", "gone.txt", "x.png", "ü.md"]);
        let numbers: Vec<_> = found[0].lines.iter().map(|line| (line.kind.as_str(), line.old, line.new)).collect();
        let (same, head) = ("same", "head");
        let expected = [
            (head, None, None),
            (same, Some(3), Some(3)),
            ("removed", Some(4), None),
            ("added", None, Some(4)),
            (same, Some(5), Some(5)),
            ("note", None, None),
        ];
        assert_eq!(numbers, expected);
        assert_eq!((found[2].lines[0].kind, found[3].lines[1].text.as_str()), (LineKind::Note, "--- no header"));
    }

    #[test]
    fn what_is_no_whole_diff_is_still_told_apart() {
        let kinds: Vec<_> = lines("-old\n+new").iter().map(|line| (line.kind, line.old, line.new)).collect();
        assert_eq!(kinds, [(LineKind::Removed, None, None), (LineKind::Added, None, None)]);
        assert_eq!(lines("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b").len(), 3, "names are no lines");
    }

    #[test]
    fn a_comment_names_file_and_line() {
        let file = &files(PATCH)[0];
        let said = |at: usize| comment(&file.path, &file.lines[at], " Why? \n");
        assert_eq!(said(3), "A comment on your change, at src/a.rs:4:\n\n> zwei\n\nWhy?");
        assert_eq!(said(2), "A comment on your change, at src/a.rs, the line that was line 4 and that you removed:\n\n> two\n\nWhy?");
        assert_eq!(said(4), "A comment on your change, at src/a.rs:5:\n\nWhy?", "an empty line is not quoted");
    }
}
