//! Tells tests from other files by their path, and Rust's inline tests by the patch.

/// A file that a change touches.
pub(super) struct File<'a> {
    pub path: &'a str,
    /// It did not exist before.
    pub added: bool,
    /// The unified diff; absent for binary and for large files.
    pub patch: Option<&'a str>,
}

/// How many test files the change adds: new files that are tests, and Rust files that get their first tests inside.
pub(super) fn added<'a>(files: impl Iterator<Item = File<'a>>) -> i64 {
    let adds = |file: &File<'_>| if is_test(file.path) { file.added } else { gets_inline_tests(file) };
    i64::try_from(files.filter(adds).count()).unwrap_or(i64::MAX)
}

/// `**/test(s)/**`, `**/__tests__/**`, `spec/**`, `*_test.go`, `*.test.ts`, `*.spec.*`, `test_*.py`, `src/**/tests.rs`.
fn is_test(path: &str) -> bool {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    if folders.iter().any(|f| matches!(*f, "test" | "tests" | "__tests__")) {
        return !is_data(name);
    }
    if folders.contains(&"spec") {
        return !is_data(name);
    }
    let mut parts = name.split('.');
    let (stem, rest) = (parts.next().unwrap_or_default(), parts.collect::<Vec<_>>());
    let marked = rest.len() > 1 && rest.iter().any(|part| matches!(*part, "test" | "spec"));
    let prefixed = stem.starts_with("test_") && rest == ["py"];
    let suffixed = (stem.ends_with("_test") || stem.ends_with("_spec")) && !rest.is_empty();
    marked || prefixed || suffixed || name == "tests.rs"
}

/// What lies beside tests without being one.
fn is_data(name: &str) -> bool {
    [".json", ".md", ".txt", ".snap", ".png", ".csv", ".yml", ".yaml", ".html", ".svg", ".lock", ".toml"]
        .iter()
        .any(|end| name.ends_with(end))
}

fn gets_inline_tests(file: &File<'_>) -> bool {
    let rust = file.path.ends_with(".rs");
    rust && file.patch.is_some_and(|patch| patch.lines().any(|line| line.starts_with('+') && line.contains("#[cfg(test)]")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_known_by_their_path() {
        let tests =
            ["tests/a.rs", "web/test/a.js", "a/__tests__/b.tsx", "pkg/a_test.go", "a.test.ts", "a.spec.js", "spec/a_spec.rb", "test_a.py"];
        for path in tests.into_iter().chain(["src/goals/tests.rs", "lib/a_spec.rb", "a.test.d.ts"]) {
            assert!(is_test(path), "{path}");
        }
        for path in
            ["src/contest.rs", "latest/a.js", "attest.go", "src/test.rs.md", "testing.py", "a.ts", "tests/fixtures/a.json", "protest_a.py"]
        {
            assert!(!is_test(path), "{path}");
        }
    }

    #[test]
    fn only_added_tests_count() {
        let inline = "@@ -1 +1,5 @@\n a\n+#[cfg(test)]\n+mod tests {";
        let files = [
            File { path: "tests/new.rs", added: true, patch: None },
            File { path: "tests/old.rs", added: false, patch: Some("+#[cfg(test)]") },
            File { path: "src/a.rs", added: false, patch: Some(inline) },
            File { path: "src/b.rs", added: false, patch: Some(" #[cfg(test)]\n-#[cfg(test)]") },
            File { path: "src/big.rs", added: true, patch: None },
            File { path: "notes.md", added: true, patch: Some("+#[cfg(test)]") },
        ];
        assert_eq!(added(files.into_iter()), 2);
    }
}
