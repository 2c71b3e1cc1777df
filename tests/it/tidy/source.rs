//! A source file as the checks see it.

use std::{fs, path::Path};

/// One file under `src/`.
pub struct Source {
    /// Relative to `src/`, with `/` on every system.
    pub path: String,
    pub text: String,
}

/// A line of code without its comment.
pub struct Line<'a> {
    pub number: usize,
    pub code: &'a str,
}

impl Source {
    /// Every file below `src/` with this extension, ordered by path.
    pub fn all(extension: &str) -> Vec<Self> {
        let found = Self::below("src", extension);
        assert!(!found.is_empty(), "nothing below src: is this the root of the package?");
        found
    }

    /// Every file below `root` with this extension, ordered by path.
    pub fn below(root: &str, extension: &str) -> Vec<Self> {
        let mut found = Vec::new();
        collect(Path::new(root), Path::new(root), extension, &mut found);
        found.sort_by(|a, b| a.path.cmp(&b.path));
        found
    }

    /// Is this file below `folder`, as `server/goals`?
    pub fn is_in(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// A file of tests beside its code.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// The lines that ship: no comments, no tests.
    pub fn production(&self) -> impl Iterator<Item = Line<'_>> {
        let end = if self.is_test() { 0 } else { self.test_start() };
        self.text.lines().take(end).enumerate().map(|(i, line)| Line { number: i + 1, code: strip_comment(line) })
    }

    /// How many lines ship, comments included.
    pub fn production_len(&self) -> usize {
        self.production().count()
    }

    /// How many lines the inline tests take.
    pub fn inline_tests_len(&self) -> usize {
        self.text.lines().count() - self.test_start()
    }

    pub fn at(&self, line: &Line<'_>) -> String {
        format!("src/{}:{}: {}", self.path, line.number, line.code.trim())
    }

    /// The line where the inline `mod tests` starts, at the end of the file by convention.
    fn test_start(&self) -> usize {
        let lines: Vec<&str> = self.text.lines().collect();
        let start = lines.windows(2).position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].trim_end().ends_with('{'));
        start.unwrap_or(lines.len())
    }
}

/// Does `code` name `word` as a whole word? `word` may be a path as `std::env`.
pub fn names(code: &str, word: &str) -> bool {
    let part_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part_of_a_name) && !after.is_some_and(part_of_a_name)
    })
}

/// A comment starts a line or follows a space: `https://` is none.
fn strip_comment(line: &str) -> &str {
    if line.trim_start().starts_with("//") {
        return "";
    }
    line.find(" // ").map_or(line, |at| &line[..at])
}

fn collect(root: &Path, folder: &Path, extension: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, extension, found);
        } else if path.extension().is_some_and(|e| e == extension) {
            let relative = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            found.push(Source { path: relative, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

mod tests {
    use super::*;

    #[test]
    fn comments_and_tests_do_not_count() {
        let text =
            "//! docs name std::env\nfn a() {} // std::env\nlet url = \"https://std::env\";\n#[cfg(test)]\nmod tests {\n  std::env\n}\n";
        let source = Source { path: "server/a.rs".into(), text: text.into() };
        let named: Vec<usize> = source.production().filter(|l| names(l.code, "std::env")).map(|l| l.number).collect();
        assert_eq!(named, [3]);
        assert_eq!((source.production_len(), source.inline_tests_len()), (3, 4));
    }

    #[test]
    fn a_word_is_whole() {
        assert!(names("fn run(app: &App)", "App"));
        assert!(!names("use AppError;", "App"));
        assert!(!names("my_App", "App"));
        assert!(names("std::env::var(x)", "std::env"));
    }
}
