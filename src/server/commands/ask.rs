//! A model that reads what the grammar cannot.

use crate::{
    domain::{
        Result,
        command::{self, Parsed},
    },
    server::{App, ai::Prompt, connections, spend},
};

const TOKENS_MOST: u32 = 4_000;

/// The model's reading, and its name; none without a model, and where it does not understand either.
pub async fn read(app: &App, text: &str) -> Result<Option<(Parsed, String)>> {
    let Some(options) = connections::model(app).await? else { return Ok(None) };
    let prompt = Prompt { system: command::ROLE.to_owned(), user: command::question(text), max_tokens: TOKENS_MOST };
    match spend::ask(app, &options, &prompt, |_| ()).await {
        Ok((answer, _)) => Ok(command::read_answer(&answer.text).map(|read| (read, answer.model))),
        Err(error) => {
            tracing::warn!(%error, "the model read no command");
            Ok(None)
        }
    }
}
