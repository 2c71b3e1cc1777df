//! Whether address and key are right, found out without asking for text.

use super::{AiError, Options, send::Peer};

/// Lists the models of the peer; gives back in words what was found.
pub async fn probe(options: &Options) -> Result<String, AiError> {
    let models = Peer::new(options)?.models().await?;
    let count = models.len();
    if models.contains(&options.model) {
        return Ok(format!("it answers and has the model {}", options.model));
    }
    // Lists come in pages and aliases are not in them: a model that is missing here may still answer.
    Ok(format!("it answers; the model {} is not among the {count} that it lists first", options.model))
}
