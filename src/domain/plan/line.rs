//! What one line of a text is, in Markdown or in Jira's markup.

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    Step(u32),
    Heading,
    Plain,
}

/// One line: how far it is set in (a tab counts four), how it begins, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub indent: usize,
    pub mark: Mark,
    /// It has a box, and that is ticked.
    pub ticked: bool,
    pub text: &'a str,
}

/// Reads a line; none for an empty one, a rule and a quote.
pub(super) fn read(line: &str) -> Option<Line<'_>> {
    let text = line.trim();
    let is_rule = text.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
    if is_rule || text.starts_with('>') {
        return None;
    }
    let indent = line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let (mark, text) = mark(text);
    let done = ["[x] ", "[X] "].iter().find_map(|tick| text.strip_prefix(tick)).filter(|_| mark != Mark::Heading);
    let open = text.strip_prefix("[ ] ").unwrap_or(text);
    Some(Line { indent, mark, ticked: done.is_some(), text: done.unwrap_or(open).trim() })
}

fn mark(text: &str) -> (Mark, &str) {
    if let Some(heading) = heading(text) {
        return (Mark::Heading, heading);
    }
    // A box needs no bullet before it.
    if ["[ ] ", "[x] ", "[X] "].iter().any(|tick| text.starts_with(tick)) {
        return (Mark::Bullet, text);
    }
    if let Some(item) = ["- ", "* ", "+ ", "• ", "– "].iter().find_map(|bullet| text.strip_prefix(bullet)) {
        return (Mark::Bullet, item.trim_start());
    }
    step(text).map_or((Mark::Plain, text), |(number, step)| (Mark::Step(number), step.trim_start()))
}

/// `## Title`, and Jira's `h2. Title`.
fn heading(text: &str) -> Option<&str> {
    let level = text.chars().take_while(|c| *c == '#').count();
    let jira =
        text.strip_prefix('h').and_then(|rest| rest.strip_prefix(['1', '2', '3', '4', '5', '6'])).and_then(|rest| rest.strip_prefix(". "));
    let markdown = || (1..=6).contains(&level).then(|| text[level..].strip_prefix(' ')).flatten();
    jira.or_else(markdown).map(|title| title.trim_end_matches('#'))
}

/// `1. First`, `2) Second`, `Step 3: Third`.
fn step(text: &str) -> Option<(u32, &str)> {
    let bare = ["Step ", "step ", "STEP "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let number = bare[..digits].parse().ok().filter(|_| digits <= 3)?;
    let rest = bare[digits..].strip_prefix(['.', ')', ':'])?;
    rest.strip_prefix([' ', '\t']).map(|rest| (number, rest))
}

/// A line as a title: without emphasis, code marks, addresses of links and the marks at its end.
pub(super) fn title(text: &str) -> String {
    let plain = without_addresses(text).replace(['`', '*'], "").replace("__", "").replace("~~", "");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    plain.trim_end_matches(['.', ';', ':', ',', ' ']).to_owned()
}

/// `[words](address)` becomes its words.
fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("](") {
        let Some((_, after)) = link.split_once(')') else { break };
        let (lead, words) = before.rsplit_once('[').unwrap_or((before, ""));
        out.push_str(lead.strip_suffix('!').unwrap_or(lead));
        out.push_str(words);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Does the text say something beside an address?
pub(super) fn says_something(title: &str) -> bool {
    title.split_whitespace().any(|word| !word.contains("://") && word.contains(char::is_alphabetic))
}
