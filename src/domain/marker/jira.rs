//! The shape of a Jira key: `PROJ-123`.

/// The key that `word` is, if it has the shape of one.
pub(super) fn key(word: &str) -> Option<String> {
    let (project, number) = word.split_once('-')?;
    let named = (2..=20).contains(&project.len())
        && project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let numbered = (1..=9).contains(&number.len()) && !number.starts_with('0') && number.bytes().all(|b| b.is_ascii_digit());
    (named && numbered).then(|| word.to_owned())
}

/// The key in the address of an issue, as `https://acme.atlassian.net/browse/PROJ-123?focused=1` or `…?selectedIssue=PROJ-123`.
pub fn key_in_address(url: &str) -> Option<String> {
    let selected = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("selectedIssue="));
    let last = url.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next();
    [selected, last].into_iter().flatten().find_map(|word| key(&word.to_ascii_uppercase()))
}
