//! Markdown as HTML that is safe to put into a page, whoever wrote it.

use comrak::{
    Arena, Options, format_html,
    nodes::{AstNode, NodeValue},
    parse_document,
};

/// Addresses that a link may have.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];
/// The page has its own headings down to this level.
const PAGE_LEVEL: u8 = 2;
/// HTML has no deeper one.
const DEEPEST: u8 = 6;

/// Renders Markdown: tags are shown, not obeyed; links go to the web or to a mailbox; pictures become links.
pub fn html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.render.escape = true;
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut level = PAGE_LEVEL;
    for node in root.descendants().collect::<Vec<_>>() {
        match &mut node.data.borrow_mut().value {
            NodeValue::Heading(heading) => {
                // No level is left out, so that a screen reader's outline has no holes.
                level = (heading.level + PAGE_LEVEL).min(level + 1).min(DEEPEST);
                heading.level = level;
            }
            value @ (NodeValue::Link(_) | NodeValue::Image(_)) => {
                let (NodeValue::Link(link) | NodeValue::Image(link)) = &*value else { continue };
                let in_link = node.parent().is_some_and(|p| matches!(p.data.borrow().value, NodeValue::Escaped));
                let tag = (!in_link && allowed(&link.url)).then(|| open(&link.url));
                // What is left of the old node is a frame that shows its words.
                *value = NodeValue::Escaped;
                if let Some(tag) = tag {
                    wrap(&arena, node, tag);
                }
            }
            _ => {}
        }
    }
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = format_html(root, &options, &mut out);
    out
}

fn allowed(url: &str) -> bool {
    SCHEMES.iter().any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

fn open(url: &str) -> String {
    let mut href = String::new();
    // Writing into a String cannot fail.
    let _ = comrak::html::escape_href(&mut href, url, false);
    format!("<a href=\"{href}\" rel=\"noopener nofollow\">")
}

fn wrap<'a>(arena: &'a Arena<'a>, node: &'a AstNode<'a>, tag: String) {
    let raw = |text: String| arena.alloc(AstNode::from(NodeValue::Raw(text)));
    node.prepend(raw(tag));
    node.append(raw("</a>".into()));
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn what_people_write_reads_as_they_meant_it() {
        let cases = [
            ("**now** ~~then~~", "<p><strong>now</strong> <del>then</del></p>"),
            ("[a](https://x.org/?a=1&b=2)", r#"<p><a href="https://x.org/?a=1&amp;b=2" rel="noopener nofollow">a</a></p>"#),
            ("https://x.org", r#"<p><a href="https://x.org" rel="noopener nofollow">https://x.org</a></p>"#),
            ("`<b>`", "<p><code>&lt;b&gt;</code></p>"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(html(markdown).trim(), expected, "{markdown}");
        }
    }

    #[test]
    fn nothing_in_it_is_obeyed() {
        let hostile = [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html,<script>)",
            "![x](https://x.org/pixel.png)",
            "<javascript:alert(1)>",
            "[x](https://x.org/\"onmouseover=\"alert(1))",
            "[x](https://x.org \"\\\" onclick=alert(1)\")",
        ];
        for markdown in hostile {
            let html = html(markdown);
            for sign in ["<script", "<img", "href=\"java", "href=\"JaVa", "href=\"data", "\" on"] {
                assert!(!html.contains(sign), "{markdown} became {html}");
            }
        }
    }

    #[test]
    fn headings_continue_the_outline_of_the_page() {
        assert_eq!(html("# a\n### b\n# c").trim(), "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>");
    }
}
