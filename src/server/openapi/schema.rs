//! Schemas as tables.

use serde_json::{Map, Value};

/// How deep records in records are spelled out.
const DEPTH: usize = 3;

/// Text, safe inside HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Text with its `code` marked.
pub fn prose(text: &str) -> String {
    let parts = escape(text);
    let parts = parts.split('`').enumerate();
    parts.map(|(i, part)| if i % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}

/// The fields of a schema; a schema without fields is a word.
pub fn rows(document: &Value, schema: &Value) -> String {
    let mut lines = String::new();
    collect(document, schema, "", 0, &mut lines);
    if lines.is_empty() { format!("<p>{}</p>", kind(document, schema)) } else { format!("<table><tbody>{lines}</tbody></table>") }
}

fn collect(document: &Value, schema: &Value, prefix: &str, depth: usize, lines: &mut String) {
    let schema = resolve(document, schema);
    for part in ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
        collect(document, part, prefix, depth, lines);
    }
    if let Some(items) = schema.get("items") {
        collect(document, items, &format!("{prefix}[]."), depth, lines);
    }
    let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|r| r == name));
    for (name, field) in schema["properties"].as_object().unwrap_or(&Map::new()) {
        let about = field["description"].as_str().or_else(|| resolve(document, field)["description"].as_str()).unwrap_or_default();
        let must = if required(name) { " <em>required</em>" } else { "" };
        lines.push_str(&format!(
            "<tr><th scope=\"row\"><code>{prefix}{}</code></th><td>{}{must}</td><td>{}</td></tr>",
            escape(name),
            kind(document, field),
            prose(about)
        ));
        if depth + 1 < DEPTH {
            collect(document, field, &format!("{prefix}{}.", escape(name)).replace(".[].", "[]."), depth + 1, lines);
        }
    }
}

/// The kind of a value in a few words.
pub fn kind(document: &Value, schema: &Value) -> String {
    let resolved = resolve(document, schema);
    if let Some(words) = resolved["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str).map(|word| format!("<code>{}</code>", escape(word)));
        return words.collect::<Vec<_>>().join(" | ");
    }
    if let Some(part) = ["oneOf", "anyOf"].iter().find_map(|key| resolved[*key].as_array()) {
        let kinds: Vec<String> = part.iter().map(|one| kind(document, one)).collect();
        return kinds.join(" or ");
    }
    match &resolved["type"] {
        Value::String(name) if name == "array" => format!("list of {}", kind(document, &resolved["items"])),
        Value::String(name) => match resolved["format"].as_str() {
            Some("date-time") => "time".into(),
            Some("date") => "date".into(),
            _ => escape(name),
        },
        Value::Array(names) => {
            let names: Vec<String> = names.iter().filter_map(Value::as_str).map(escape).collect();
            names.join(" or ")
        }
        _ => "value".into(),
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next());
    name.map_or(schema, |name| &document["components"]["schemas"][name])
}
