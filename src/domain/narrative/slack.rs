//! Markdown as Slack writes it.

/// Turns a narrative into Slack's `mrkdwn`; what Slack would read as a mention or link is escaped.
pub fn mrkdwn(markdown: &str) -> String {
    let lines: Vec<String> = markdown.lines().filter(|l| !is_rule(l)).map(line).collect();
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}

/// The line between the head and the body of a table.
fn is_rule(line: &str) -> bool {
    line.starts_with('|') && line.contains("---") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn line(line: &str) -> String {
    let trimmed = line.trim_start();
    let indent = &line[..line.len() - trimmed.len()];
    if let Some(heading) = trimmed.strip_prefix('#') {
        let text = inline(heading.trim_start_matches('#').trim()).replace('*', "");
        return format!("*{text}*");
    }
    if let Some(item) = ["- ", "* ", "+ "].iter().find_map(|m| trimmed.strip_prefix(m)) {
        return format!("{indent}• {}", inline(item));
    }
    if trimmed.starts_with('|') {
        return inline(trimmed.trim_matches('|').trim()).replace(" | ", " · ");
    }
    inline(line)
}

/// Emphasis, links and escapes within a line.
fn inline(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some((label, url, len)) = link(rest) {
            let label = inline(label).replace('|', "¦");
            out.push_str(&format!("<{}|{label}>", url.replace('|', "%7C").replace('>', "%3E").replace('<', "%3C")));
            rest = &rest[len..];
        } else if let Some(after) = rest.strip_prefix("**") {
            out.push('*');
            rest = after;
        } else if c == '*' {
            out.push('_');
            rest = &rest[1..];
        } else if let Some(escaped) = rest.strip_prefix('\\').and_then(|r| r.chars().next()).filter(char::is_ascii_punctuation) {
            push(&mut out, escaped);
            rest = &rest[1 + escaped.len_utf8()..];
        } else if let Some(entity) = ["&amp;", "&lt;", "&gt;"].iter().find(|e| rest.starts_with(**e)) {
            out.push_str(entity);
            rest = &rest[entity.len()..];
        } else {
            push(&mut out, c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        _ => out.push(c),
    }
}

/// `[label](https://…)` at the start: label, address, length.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let inside = text.strip_prefix('[')?;
    let middle = inside.find("](").filter(|m| !inside[..*m].contains('\n') && !inside[..*m].contains('['))?;
    let target = &inside[middle + 2..];
    let close = target.find(')')?;
    let url = &target[..close];
    let safe = url.starts_with("https://") || url.starts_with("http://");
    safe.then(|| (&inside[..middle], url, middle + close + 4))
}

#[cfg(test)]
mod tests {
    use super::mrkdwn;

    #[test]
    fn markdown_becomes_what_slack_reads() {
        let cases = [
            ("**bold** and *soft*", "*bold* and _soft_"),
            ("- a [#18](https://x.test/18) b", "• a <https://x.test/18|#18> b"),
            ("# Title **x**\n\n\n\ntext", "*Title x*\n\ntext"),
            ("| a | b |\n| --- | --- |\n| 1 | 2 |", "a · b\n1 · 2"),
            (r"“\*not bold\*” \<b>", "“*not bold*” &lt;b&gt;"),
            ("[x](javascript:alert)", "[x](javascript:alert)"),
        ];
        for (markdown, slack) in cases {
            assert_eq!(mrkdwn(markdown), slack);
        }
    }

    #[test]
    fn nobody_can_be_mentioned_by_a_title() {
        for text in ["<!channel> hi", "&lt;!channel&gt; hi", r"\<!channel\> hi"] {
            assert_eq!(mrkdwn(text), "&lt;!channel&gt; hi");
        }
        assert_eq!(mrkdwn("[<!here>](https://x.test/a)"), "<https://x.test/a|&lt;!here&gt;>");
    }
}
