//! Text from people and agents on its way into a Markdown document: it can say anything, but change nothing around it.

use comrak::{
    Arena, Options, format_commonmark,
    nodes::{AstNode, NodeValue},
    parse_document,
};

/// One line of plain text, with everything escaped that Markdown or HTML would take for its own.
pub fn inline(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let inside_word = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => line.extend(['\\', c]),
            '_' if !inside_word => line.push_str("\\_"),
            '#' if before == ' ' => line.push_str("\\#"),
            c if c.is_whitespace() || c.is_control() => {
                if before != ' ' {
                    line.push(' ');
                }
                before = ' ';
                continue;
            }
            c => line.push(c),
        }
        before = c;
    }
    line
}

/// A link to a web address; what is not one stays text.
pub fn link(label: &str, url: Option<&str>) -> String {
    let label = inline(label);
    match url {
        Some(url) if is_web(url) => format!("[{label}](<{}>)", address(url)),
        Some(path) if path != label => format!("{label} ({})", code(path)),
        _ => label,
    }
}

/// Text as code, whatever it holds.
pub fn code(text: &str) -> String {
    let line = text.replace(['\n', '\r'], " ");
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// A Markdown text of somebody's own as a part of a larger document: its headings sink to `level` and below, its
/// HTML becomes text, its images become links, and what it leaves open is closed.
pub fn nested(markdown: &str, level: u8) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let top = root.descendants().filter_map(|node| heading(node)).min().unwrap_or(1);
    for node in root.descendants() {
        tame(node, level.saturating_sub(top));
    }
    let mut out = String::new();
    match format_commonmark(root, &options, &mut out) {
        Ok(()) => out.trim_end().to_owned(),
        Err(_) => inline(markdown),
    }
}

/// The same as a quotation.
pub fn quoted(markdown: &str, level: u8) -> String {
    let lines: Vec<String> = nested(markdown, level).lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    lines.join("\n")
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.render.prefer_fenced = true;
    options
}

fn heading<'a>(node: &'a AstNode<'a>) -> Option<u8> {
    match &node.data.borrow().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    }
}

fn tame<'a>(node: &'a AstNode<'a>, deeper: u8) {
    let value = &mut node.data.borrow_mut().value;
    match value {
        NodeValue::Heading(heading) => {
            heading.level = (heading.level + deeper).min(6);
            heading.setext = false;
        }
        NodeValue::HtmlInline(html) => *value = NodeValue::Text(std::mem::take(html).into()),
        NodeValue::HtmlBlock(html) => {
            let literal = std::mem::take(&mut html.literal);
            *value = NodeValue::CodeBlock(Box::new(comrak::nodes::NodeCodeBlock {
                fenced: true,
                fence_char: b'`',
                fence_length: 3,
                literal,
                closed: true,
                ..Default::default()
            }));
        }
        NodeValue::Image(image) => *value = NodeValue::Link(image.clone()),
        _ => {}
    }
    if let NodeValue::Link(link) = value
        && !is_web(&link.url)
    {
        link.url = String::new();
    }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn address(url: &str) -> String {
    let mut safe = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' => safe.push_str("%3C"),
            '>' => safe.push_str("%3E"),
            '\\' => safe.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => safe.push_str("%20"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_only_text() {
        assert_eq!(
            inline("# Cut *p95*\n<img src=x> [a](b) | snake_case _x_"),
            r"\# Cut \*p95\* \<img src=x\> \[a\](b) \| snake_case \_x\_"
        );
        assert_eq!(inline("Cut p95 to 1.8 ms (-10 %)"), "Cut p95 to 1.8 ms (-10 %)");
        assert_eq!(link("a]", Some("https://x.test/> b")), r"[a\]](<https://x.test/%3E%20b>)");
        assert_eq!(link("run", Some("javascript:alert(1)")), "run (`javascript:alert(1)`)");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }

    #[test]
    fn a_text_of_somebody_stays_inside_its_place() {
        let text =
            "# Big\n\n<script>alert(1)</script>\n\n## Small ![p](https://x.test/pixel.png) [go](javascript:alert)\n\n```\nnever closed";
        insta::assert_snapshot!(nested(text, 4), @r"
        #### Big

        ```
        <script>alert(1)</script>
        ```

        ##### Small [p](https://x.test/pixel.png) [go]()

        ```
        never closed
        ```
        ");
        assert!(quoted("a\n\nb", 4).lines().all(|line| line.starts_with('>')));
    }
}
