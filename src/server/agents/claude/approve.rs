//! Permissions and questions: the request as an approval, the answer as Claude Code reads it.

use super::{super::field, tools};
use crate::domain::{
    dispatch::Assessment,
    transcript::{Approval, Choice, Question},
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is asked for.
pub fn approval(id: &str, request: &Value, folder: &str) -> Approval {
    let tool = field::text(request, "/tool_name").unwrap_or_default();
    let input = request.get("input").cloned().unwrap_or_default();
    let assessment = tools::judge(tool, &input, folder);
    let questions = questions(&input);
    let may_be_remembered = assessment.may_be_remembered() && questions.is_empty() && !for_a_person(request);
    let command = (tool == "Bash").then(|| field::owned(&input, "/command")).flatten();
    Approval {
        request: id.to_owned(),
        tool: tool.to_owned(),
        call: field::owned(request, "/tool_use_id"),
        title: tools::title(tool, &input, folder),
        reason: field::owned(request, "/decision_reason").or_else(|| field::owned(&input, "/description")),
        folder: command.as_ref().map(|_| folder.to_owned()),
        command,
        paths: tools::paths(&input),
        diff: tools::diff(tool, &input),
        assessment,
        questions,
        may_be_remembered,
        input,
    }
}

/// No rule may answer this.
pub fn for_a_person(request: &Value) -> bool {
    field::flag(request, "/requires_user_interaction")
}

fn questions(input: &Value) -> Vec<Question> {
    let choice = |option: &Value| Choice {
        label: field::owned(option, "/label").unwrap_or_default(),
        description: field::owned(option, "/description").unwrap_or_default(),
    };
    let question = |asked: &Value| {
        let question = field::owned(asked, "/question")?;
        Some(Question {
            // Claude Code knows a question by its words.
            id: question.clone(),
            header: field::owned(asked, "/header").unwrap_or_default(),
            question,
            options: field::list(asked, "/options").iter().map(choice).collect(),
            many: field::flag(asked, "/multiSelect"),
            secret: false,
        })
    };
    field::list(input, "/questions").iter().filter_map(question).collect()
}

/// A yes, with the answers to its questions.
pub fn allow(approval: &Approval, request: &Value, remember: bool, answers: &BTreeMap<String, Vec<String>>) -> Value {
    let mut input = approval.input.clone();
    if !answers.is_empty() {
        let said: Map<String, Value> = answers.iter().map(|(question, chosen)| (question.clone(), json!(chosen.join(", ")))).collect();
        if !input.is_object() {
            input = json!({});
        }
        input["answers"] = Value::Object(said);
    }
    let mut answer = json!({ "behavior": "allow", "updatedInput": input });
    if remember && approval.may_be_remembered {
        let rules = lasting(request, &approval.assessment);
        if !rules.is_empty() {
            answer["updatedPermissions"] = Value::Array(rules);
        }
    }
    answer
}

/// The rules that Claude Code suggests, as far as they allow this very command and nothing more.
///
/// `git push *` would allow `git push --force` too, and what is destructive is asked for every time: such rules are kept by us,
/// who look at each command. All suggestions are for a file in the repository; here they last as long as the process.
fn lasting(request: &Value, assessment: &Assessment) -> Vec<Value> {
    let exact = |rule: &Value| field::text(rule, "/ruleContent").is_some_and(|content| !content.contains('*') && !content.contains(":"));
    let usable = |suggestion: &&Value| {
        let rules = field::list(suggestion, "/rules");
        field::text(suggestion, "/type") == Some("addRules")
            && field::text(suggestion, "/behavior") == Some("allow")
            && !rules.is_empty()
            && rules.iter().all(exact)
    };
    let mut found: Vec<Value> = field::list(request, "/permission_suggestions").iter().filter(usable).cloned().collect();
    for suggestion in &mut found {
        suggestion["destination"] = json!("session");
    }
    if assessment.contained { found } else { Vec::new() }
}

/// A no, with the reason that the agent reads.
pub fn deny(message: Option<&str>) -> Value {
    json!({ "behavior": "deny", "message": message.filter(|m| !m.trim().is_empty()).unwrap_or("A person did not allow this.") })
}

/// The line that carries an answer.
pub fn response(request: &str, answer: &Value) -> String {
    json!({ "type": "control_response", "response": { "subtype": "success", "request_id": request, "response": answer } }).to_string()
}

/// The line that says that we cannot do what is asked.
pub fn unsupported(request: &str, what: &str) -> String {
    let error = format!("not supported here: {what}");
    json!({ "type": "control_response", "response": { "subtype": "error", "request_id": request, "error": error } }).to_string()
}
