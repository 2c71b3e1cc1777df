//! Which issues are worth a goal: asking a model, and what is done where none answers well.

use super::ops;
use crate::{
    domain::{
        Result,
        jira::{
            Issue, Query,
            suggest::{self, Author, ISSUES_MOST, ROLE, Suggestion, Suggestions},
        },
    },
    server::{
        App,
        ai::{AiError, Answer, Options, Prompt},
        connections, spend,
    },
};

/// The longest answer, with the thinking that some models count into it.
const TOKENS_MOST: u32 = 16_000;

/// The issues of a query that are worth a goal, with a way to measure each. Nothing is stored.
///
/// An answer that cannot be used is given back to the model once. Where it still cannot be used, or no model answers,
/// the built-in heuristic suggests, and the notes say why.
pub async fn suggest(app: &App, query: Query) -> Result<Suggestions> {
    let query = query.check()?;
    let (_, _, found) = ops::search(app, &query, ISSUES_MOST, &mut |_, _| ()).await?;
    let mut suggestions = of(app, &found.issues).await?;
    if found.more {
        suggestions.notes.push(format!("The query finds more than {ISSUES_MOST} issues; these are from the first."));
    }
    Ok(suggestions)
}

async fn of(app: &App, issues: &[Issue]) -> Result<Suggestions> {
    let Some(options) = connections::model(app).await?.filter(|_| !issues.is_empty()) else { return Ok(suggest::heuristic(issues)) };
    match ask(app, &options, issues).await {
        Ok((suggestions, model, notes)) => {
            let looked_at = u64::try_from(issues.len()).unwrap_or(u64::MAX);
            Ok(Suggestions { suggestions, by: Author::Model, model: Some(model), looked_at, notes })
        }
        Err(reason) => {
            tracing::warn!(reason, "the model suggested no issues");
            let mut suggestions = suggest::heuristic(issues);
            // Its own first note says that no model was asked.
            if let Some(first) = suggestions.notes.first_mut() {
                *first = format!("{} suggested nothing that can be used: {reason}. These go by words in the issues.", options.model);
            }
            Ok(suggestions)
        }
    }
}

type Usable = (Vec<Suggestion>, String, Vec<String>);

async fn ask(app: &App, options: &Options, issues: &[Issue]) -> Result<Usable, String> {
    let first = answer(app, options, suggest::prompt(issues)).await?;
    let reason = match suggest::read(&first.text, issues) {
        Ok(suggestions) => return Ok((suggestions, first.model, Vec::new())),
        Err(reason) => reason,
    };
    // The model knows nothing of its first question any more: the issues go along.
    let again = format!("{}\n\n{}", suggest::prompt(issues), suggest::repair_prompt(&first.text, &reason));
    let second = answer(app, options, again).await?;
    let read = suggest::read(&second.text, issues).map_err(|reason| format!("its answer was refused twice, at last because {reason}"))?;
    Ok((read, second.model, vec!["The model's first answer could not be used; this is its second.".to_owned()]))
}

async fn answer(app: &App, options: &Options, user: String) -> Result<Answer, String> {
    let prompt = Prompt { system: ROLE.to_owned(), user, max_tokens: TOKENS_MOST };
    let answer = spend::ask(app, options, &prompt, |_| ()).await;
    answer.map(|(answer, _)| answer).map_err(|error: AiError| error.to_string())
}
