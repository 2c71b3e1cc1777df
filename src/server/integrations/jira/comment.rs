//! A short Markdown text as a comment: a document on Cloud, wiki text on Data Center. Pure.

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeValue},
    parse_document,
};
use serde_json::{Value, json};

/// A part of the text.
#[derive(Debug, PartialEq, Eq)]
enum Block {
    Paragraph(Vec<Span>),
    List(Vec<Vec<Span>>),
}

/// Text of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Span {
    text: String,
    strong: bool,
    code: bool,
    href: Option<String>,
}

/// The document that Cloud wants for a comment.
pub fn adf(markdown: &str) -> Value {
    let content: Vec<Value> = blocks(markdown).iter().map(adf_block).collect();
    json!({ "version": 1, "type": "doc", "content": content })
}

/// The wiki text that Data Center wants for a comment.
pub fn wiki(markdown: &str) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(spans) => wiki_spans(spans),
        Block::List(items) => items.iter().map(|spans| format!("* {}", wiki_spans(spans))).collect::<Vec<_>>().join("\n"),
    };
    blocks(markdown).iter().map(block).collect::<Vec<_>>().join("\n\n")
}

fn adf_block(block: &Block) -> Value {
    let paragraph = |spans: &[Span]| {
        let content: Vec<Value> = spans.iter().filter(|span| !span.text.is_empty()).map(adf_span).collect();
        json!({ "type": "paragraph", "content": content })
    };
    match block {
        Block::Paragraph(spans) => paragraph(spans),
        Block::List(items) => {
            let items: Vec<Value> = items.iter().map(|spans| json!({ "type": "listItem", "content": [paragraph(spans)] })).collect();
            json!({ "type": "bulletList", "content": items })
        }
    }
}

fn adf_span(span: &Span) -> Value {
    let mut marks = Vec::new();
    marks.extend(span.href.as_ref().map(|href| json!({ "type": "link", "attrs": { "href": href } })));
    // The schema allows no other mark beside code but a link.
    if span.code {
        marks.push(json!({ "type": "code" }));
    } else if span.strong {
        marks.push(json!({ "type": "strong" }));
    }
    let mut node = json!({ "type": "text", "text": span.text });
    if !marks.is_empty() {
        node["marks"] = Value::Array(marks);
    }
    node
}

fn wiki_spans(spans: &[Span]) -> String {
    let mut line = String::new();
    for span in spans {
        // The marks of wiki text hold only where no blank stands inside them.
        let inner = span.text.trim();
        let at = span.text.find(inner).unwrap_or_default();
        let (lead, tail) = (&span.text[..at], &span.text[at + inner.len()..]);
        let escaped = escape(inner);
        let shown = match &span.href {
            Some(href) if !inner.is_empty() => format!("[{escaped}|{}]", address(href)),
            _ if inner.is_empty() => String::new(),
            _ if span.code => format!("{{{{{escaped}}}}}"),
            _ if span.strong => format!("*{escaped}*"),
            _ => escaped,
        };
        line.extend([lead, &shown, tail]);
    }
    line.trim().to_owned()
}

/// Text that wiki markup takes for nothing but text: a title may say anything, and must change nothing around it.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => safe.push_str("&#92;"),
            '&' => safe.push_str("&amp;"),
            '*' | '_' | '{' | '}' | '[' | ']' | '|' | '!' | '^' | '~' | '+' | '?' | '#' | '-' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

fn address(href: &str) -> String {
    href.replace('|', "%7C").replace(']', "%5D").replace('[', "%5B").replace('{', "%7B").replace('}', "%7D")
}

fn blocks(markdown: &str) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &Options::default());
    let mut found = Vec::new();
    for node in root.children() {
        match &node.data.borrow().value {
            NodeValue::List(_) => found.push(Block::List(node.children().map(spans).collect())),
            _ => found.push(Block::Paragraph(spans(node))),
        }
    }
    found
}

/// All text below a node, on one line.
fn spans<'a>(node: &'a AstNode<'a>) -> Vec<Span> {
    let mut found = Vec::new();
    collect(node, &Span::default(), &mut found);
    found
}

fn collect<'a>(node: &'a AstNode<'a>, look: &Span, found: &mut Vec<Span>) {
    let mut look = look.clone();
    let mut say = |text: &str, look: &Span| match found.last_mut() {
        Some(last) if (last.strong, last.code, &last.href) == (look.strong, look.code, &look.href) => last.text.push_str(text),
        _ => found.push(Span { text: text.to_owned(), ..look.clone() }),
    };
    match &node.data.borrow().value {
        NodeValue::Text(text) => say(text, &look),
        NodeValue::SoftBreak | NodeValue::LineBreak => say(" ", &look),
        NodeValue::Code(code) => say(&code.literal, &Span { code: true, ..look.clone() }),
        NodeValue::CodeBlock(code) => say(code.literal.trim_end(), &Span { code: true, ..look.clone() }),
        NodeValue::Strong | NodeValue::Heading(_) => look.strong = true,
        NodeValue::Link(link) if link.url.starts_with("https://") || link.url.starts_with("http://") => look.href = Some(link.url.clone()),
        _ => {}
    }
    for child in node.children() {
        collect(child, &look, found);
    }
}
