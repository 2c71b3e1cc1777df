//! Questions that Maestro itself asks a model. All of them go this way: what each costs is booked with the day.

use super::store;
use crate::{
    domain::Usd,
    server::{
        App,
        ai::{self, AiError, Answer, Options, Prompt},
        auth::Caller,
        db::Tx,
    },
};

/// Asks, and books what the answer cost before anybody reads it; `on_text` hears the text as it comes.
///
/// The cost is none where the model has no price or its provider counted no tokens: then nothing is booked.
pub async fn ask(
    app: &App,
    options: &Options,
    prompt: &Prompt,
    on_text: impl FnMut(&str) + Send,
) -> Result<(Answer, Option<Usd>), AiError> {
    let answer = ai::ask(options, prompt, on_text).await?;
    let now = app.clock.now();
    let cost = answer.usage.and_then(|usage| ai::cost(&answer.model, now.date_naive(), &usage));
    if let Some(cost) = cost {
        let model = answer.model.clone();
        let op = async move |tx: &mut Tx| store::book_question(tx, cost, &model).await;
        // The answer is there and paid for: that it could not be booked is no reason to throw it away.
        if let Err(error) = app.store.write(&Caller::system("models"), now, op).await {
            tracing::error!(%error, model = answer.model, %cost, "what a question cost could not be booked");
        }
    }
    Ok((answer, cost))
}
