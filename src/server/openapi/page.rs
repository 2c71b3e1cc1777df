//! The document as a page: no script, readable with styles or without.

use super::schema::{escape, prose, rows};
use serde_json::Value;
use std::fmt::Write;

const STYLE: &str = include_str!("docs.css");
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The whole page.
pub fn render(document: &Value, stylesheet: Option<&str>) -> String {
    let link = stylesheet.map(|href| format!("<link rel=\"stylesheet\" href=\"{href}\">")).unwrap_or_default();
    let (mut index, mut body) = (String::new(), String::new());
    for tag in document["tags"].as_array().into_iter().flatten() {
        chapter(document, tag, &mut index, &mut body);
    }
    let about = prose(document["info"]["description"].as_str().unwrap_or_default());
    let version = escape(document["info"]["version"].as_str().unwrap_or_default());
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>HTTP interface · Maestro</title><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\
         {link}<style>{STYLE}</style></head><body class=\"docs\"><nav aria-label=\"Operations\"><a class=\"home\" href=\"/\">Maestro</a>{index}</nav>\
         <main><header><h1>HTTP interface</h1><p>{about}</p><p>Version {version} · <a href=\"/api/openapi.json\">OpenAPI document</a></p></header>\
         {body}</main></body></html>"
    )
}

/// The operations of a tag; a chapter without any is left out.
fn chapter(document: &Value, tag: &Value, index: &mut String, body: &mut String) {
    let name = tag["name"].as_str().unwrap_or_default();
    let mut operations = String::new();
    let mut links = String::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            let operation = &item[method];
            if operation["tags"].as_array().is_some_and(|tags| tags.iter().any(|t| t == name)) {
                let id = format!("{method}{}", path.replace(['/', '{', '}', '.'], "-"));
                let _ = write!(links, "<li><a href=\"#{id}\"><b class=\"{method}\">{method}</b> {}</a></li>", escape(path));
                operations.push_str(&operation_card(document, method, path, &id, operation));
            }
        }
    }
    if !operations.is_empty() {
        let _ = write!(index, "<h2>{name}</h2><ul>{links}</ul>");
        let about = prose(tag["description"].as_str().unwrap_or_default());
        let _ = write!(body, "<section><h2 id=\"{name}\">{name}</h2><p class=\"muted\">{about}</p>{operations}</section>");
    }
}

fn operation_card(document: &Value, method: &str, path: &str, id: &str, operation: &Value) -> String {
    let text = |key: &str| prose(operation[key].as_str().unwrap_or_default());
    let mut out = format!(
        "<article id=\"{id}\"><h3><b class=\"{method}\">{method}</b> <code>{}</code></h3><p>{}</p>",
        escape(path),
        [text("summary"), text("description")].join(" ")
    );
    if operation["security"].as_array().is_some_and(|any| any.iter().any(|one| one.as_object().is_some_and(serde_json::Map::is_empty))) {
        out.push_str("<p class=\"muted\">Open to callers without credentials.</p>");
    }
    out.push_str(&parameters(document, operation));
    for (kind, media) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        let _ = write!(out, "<h4>Body <small>{}</small></h4>{}", escape(kind), rows(document, &media["schema"]));
    }
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        out.push_str(&answer(document, status, response));
    }
    out.push_str("</article>");
    out
}

fn parameters(document: &Value, operation: &Value) -> String {
    let all = operation["parameters"].as_array().into_iter().flatten();
    let lines: String = all
        .map(|p| {
            let required = if p["required"] == true { "required" } else { "" };
            format!(
                "<tr><th scope=\"row\"><code>{}</code></th><td>{} {}</td><td>{}</td></tr>",
                escape(p["name"].as_str().unwrap_or_default()),
                super::schema::kind(document, &p["schema"]),
                [p["in"].as_str().unwrap_or_default(), required].join(" "),
                prose(p["description"].as_str().unwrap_or_default())
            )
        })
        .collect();
    if lines.is_empty() { lines } else { format!("<h4>Parameters</h4><table><tbody>{lines}</tbody></table>") }
}

fn answer(document: &Value, status: &str, response: &Value) -> String {
    let about = prose(response["description"].as_str().unwrap_or_default());
    let mut contents = response["content"].as_object().into_iter().flatten();
    let Some((kind, media)) = contents.next() else { return format!("<h4>{} <small>{about}</small></h4>", escape(status)) };
    let shape = rows(document, &media["schema"]);
    format!("<details><summary><h4>{} <small>{} {about}</small></h4></summary>{shape}</details>", escape(status), escape(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_operation_is_shown_with_its_body_and_text_is_escaped() {
        let document = json!({
            "info": {"description": "a <b> `code`", "version": "1"},
            "tags": [{"name": "goals", "description": "x"}, {"name": "empty"}],
            "paths": {"/api/goals/{id}": {"post": {
                "tags": ["goals"], "summary": "Adds <it>.",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}},
                "responses": {"204": {"description": ""}}
            }}},
            "components": {"schemas": {"New": {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}}}
        });
        let page = render(&document, Some("/a.css"));
        assert!(page.contains("Adds &lt;it&gt;.") && page.contains("a &lt;b&gt; <code>code</code>"), "{page}");
        assert!(page.contains("<code>title</code>") && page.contains("/a.css"), "{page}");
        assert!(!page.contains("<script") && !page.contains("empty"), "{page}");
    }
}
