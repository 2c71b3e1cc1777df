//! Permissions and questions: the request as an approval, the answer as Codex reads it.

use super::{
    super::{clip, field},
    items,
};
use crate::domain::{
    dispatch::{
        Assessment, Decision, Risk,
        shell::{assess_at, unwrapped},
    },
    transcript::{Approval, Choice, Question},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The id of a request, which is a number or a text.
pub fn id(request: &Value) -> String {
    request.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default()
}

/// What is asked for; none for a request that is no approval. `item` is the edit that waits.
pub fn approval(request: &Value, item: Option<&Value>, folder: &str) -> Option<Approval> {
    let params = request.get("params")?;
    let mut approval = match field::text(request, "/method")? {
        "item/commandExecution/requestApproval" => command(params, folder),
        "item/fileChange/requestApproval" => edit(params, item, folder),
        "item/permissions/requestApproval" => Approval {
            tool: "permissions".into(),
            title: "more permissions".into(),
            folder: field::owned(params, "/cwd"),
            assessment: Assessment::loose(Risk::Network, "it wants to leave its sandbox"),
            ..Approval::default()
        },
        "item/tool/requestUserInput" => Approval {
            tool: "question".into(),
            assessment: Assessment::known(Risk::Reads),
            questions: field::list(params, "/questions").iter().map(question).collect(),
            ..Approval::default()
        },
        "mcpServer/elicitation/request" => Approval {
            tool: field::text(params, "/serverName").unwrap_or("mcp").into(),
            title: clip::title(field::text(params, "/message").unwrap_or("a question of an MCP server")),
            assessment: Assessment::loose(Risk::Network, "an MCP server asks"),
            questions: asked_by_form(params),
            ..Approval::default()
        },
        _ => return None,
    };
    approval.request = id(request);
    approval.call = field::owned(params, "/itemId");
    approval.reason = field::owned(params, "/reason").or_else(|| field::owned(params, "/message"));
    if approval.title.is_empty() {
        approval.title = approval.questions.first().map_or_else(|| approval.tool.clone(), |first| clip::title(&first.question));
    }
    approval.may_be_remembered = approval.assessment.may_be_remembered() && approval.questions.is_empty();
    approval.input = params.clone();
    Some(approval)
}

/// Only a person can answer.
pub fn for_a_person(request: &Value) -> bool {
    !matches!(
        field::text(request, "/method"),
        Some("item/commandExecution/requestApproval" | "item/fileChange/requestApproval" | "item/permissions/requestApproval")
    )
}

fn command(params: &Value, folder: &str) -> Approval {
    let at = field::text(params, "/cwd").unwrap_or(folder);
    let host = field::text(params, "/networkApprovalContext/host");
    let command = field::text(params, "/command").map(unwrapped);
    let mut assessment = match &command {
        Some(command) => assess_at(command, folder, at),
        None => Assessment::loose(Risk::Writes, "no command is named"),
    };
    if let Some(host) = host {
        assessment = assessment.and(Assessment::loose(Risk::Network, format!("it speaks with {host}")));
    }
    if field::text(params, "/kind") == Some("writeStdin") {
        assessment = assessment.and(Assessment::loose(Risk::Writes, "it types into a program that is running"));
    }
    let title = command.as_deref().or(host).map(clip::title).unwrap_or_default();
    Approval { tool: "command".into(), title, command, folder: Some(at.to_owned()), assessment, ..Approval::default() }
}

fn edit(params: &Value, item: Option<&Value>, folder: &str) -> Approval {
    let nothing = Value::Null;
    let item = item.unwrap_or(&nothing);
    let mut assessment = items::edit_risk(item, folder);
    if let Some(root) = field::text(params, "/grantRoot") {
        assessment = assessment.and(Assessment::loose(Risk::Writes, format!("it wants to change everything in {root}")));
    }
    Approval {
        tool: "edit".into(),
        title: items::edit_title(item, folder),
        paths: items::edit_paths(item),
        diff: items::edit_diff(item),
        assessment,
        ..Approval::default()
    }
}

fn question(asked: &Value) -> Question {
    let at = |pointer| field::owned(asked, pointer).unwrap_or_default();
    Question {
        id: at("/id"),
        header: at("/header"),
        question: at("/question"),
        options: field::list(asked, "/options").iter().map(choice).collect(),
        many: false,
        secret: field::flag(asked, "/isSecret"),
    }
}

fn choice(option: &Value) -> Choice {
    let at = |pointer| field::owned(option, pointer).unwrap_or_default();
    Choice { label: at("/label"), description: at("/description") }
}

/// The fields of a form, each as a question.
fn asked_by_form(params: &Value) -> Vec<Question> {
    let fields = params.pointer("/requestedSchema/properties").and_then(Value::as_object);
    let one = |(name, schema): (&String, &Value)| Question {
        id: name.clone(),
        header: field::owned(schema, "/title").unwrap_or_default(),
        question: field::owned(schema, "/description").or_else(|| field::owned(schema, "/title")).unwrap_or_else(|| name.clone()),
        options: field::texts(schema, "/enum").into_iter().map(|label| Choice { label, description: String::new() }).collect(),
        many: field::text(schema, "/type") == Some("array"),
        secret: false,
    };
    fields.map(|fields| fields.iter().map(one).collect()).unwrap_or_default()
}

/// The result that carries the answer. A yes that lasts holds for the very same command only, and never goes into a file.
pub fn answer(request: &Value, decision: Decision, lasting: bool, answers: &BTreeMap<String, Vec<String>>) -> Value {
    let allowed = decision == Decision::Allow;
    match field::text(request, "/method").unwrap_or_default() {
        "item/permissions/requestApproval" => {
            let permissions = request.pointer("/params/permissions").filter(|_| allowed).cloned().unwrap_or_else(|| json!({}));
            json!({ "permissions": permissions, "scope": if lasting { "session" } else { "turn" } })
        }
        "item/tool/requestUserInput" => {
            let said: Map<String, Value> = answers.iter().map(|(id, chosen)| (id.clone(), json!({ "answers": chosen }))).collect();
            json!({ "answers": if allowed { Value::Object(said) } else { json!({}) } })
        }
        "mcpServer/elicitation/request" if allowed => json!({ "action": "accept", "content": form(request, answers) }),
        "mcpServer/elicitation/request" => json!({ "action": "decline" }),
        _ => {
            let offered = field::list(request, "/params/availableDecisions").iter().any(|one| one == "acceptForSession");
            let word = match (allowed, lasting && offered) {
                (true, true) => "acceptForSession",
                (true, false) => "accept",
                (false, _) => "decline",
            };
            json!({ "decision": word })
        }
    }
}

/// The answers in the types that the form asks for.
fn form(request: &Value, answers: &BTreeMap<String, Vec<String>>) -> Value {
    let typed = |(name, chosen): (&String, &Vec<String>)| {
        let text = chosen.join(", ");
        let schema = request.pointer("/params/requestedSchema/properties").and_then(|fields| fields.get(name));
        let value = match schema.and_then(|schema| field::text(schema, "/type")) {
            Some("boolean") => json!(matches!(text.as_str(), "true" | "yes" | "Yes")),
            Some("number" | "integer") => serde_json::from_str(&text).unwrap_or_else(|_| json!(text)),
            Some("array") => json!(chosen),
            _ => json!(text),
        };
        (name.clone(), value)
    };
    Value::Object(answers.iter().map(typed).collect())
}

/// The line that carries a result.
pub fn response(request: &Value, result: &Value) -> String {
    json!({ "id": request.get("id"), "result": result }).to_string()
}

/// The line that says that we cannot do what is asked.
pub fn unsupported(request: &Value) -> String {
    json!({ "id": request.get("id"), "error": { "code": -32601, "message": "not supported here" } }).to_string()
}
