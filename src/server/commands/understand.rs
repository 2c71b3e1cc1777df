//! From a sentence to what it means here.

use super::{answer, ask, control, start};
use crate::{
    domain::{
        Result,
        command::{self, Intent, Parsed, Understood},
        text::Check,
    },
    server::App,
};

/// The longest sentence, in characters.
const SENTENCE_MOST: usize = 2_000;
/// Who read it, where no model helped.
const GRAMMAR: &str = "grammar";

/// Reads a sentence and finds what it names; `goal` is the one that is being looked at.
///
/// With `ask`, a model is asked where the grammar finds nothing and one is connected.
pub async fn understand(app: &App, text: &str, goal: Option<&str>, ask: bool) -> Result<Understood> {
    let mut check = Check::default();
    let text = text.trim();
    if text.is_empty() {
        check.fail("/text", "must not be empty");
    }
    check.at_most("/text", text, SENTENCE_MOST);
    check.done()?;
    let read = command::parse(text);
    if read.intent == Intent::Unknown && ask {
        let helped = ask::read(app, text).await?;
        let by = helped.as_ref().map_or_else(|| GRAMMAR.to_owned(), |(_, model)| model.clone());
        return found(app, helped.map(|(read, _)| read).unwrap_or_default(), goal, by).await;
    }
    found(app, read, goal, GRAMMAR.to_owned()).await
}

async fn found(app: &App, read: Parsed, goal: Option<&str>, read_by: String) -> Result<Understood> {
    let intent = read.intent;
    let understood = Understood { intent, confidence: read.confidence, parsed: read.parts, read_by, ..Understood::default() };
    match intent {
        Intent::Start | Intent::Queue => start::find(app, understood, goal).await,
        Intent::Pause | Intent::Stop | Intent::Resume => control::session(app, understood).await,
        Intent::Approve | Intent::Deny => control::approval(app, understood).await,
        Intent::Spend => answer::spend(app, understood).await,
        Intent::Status => answer::status(app, understood, goal).await,
        Intent::Standup => answer::standup(app, understood).await,
        Intent::Unknown => Ok(answer::unknown(understood)),
    }
}
