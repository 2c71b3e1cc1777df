//! Names of models, as people say them.

use super::{
    super::dispatch::AgentKind,
    money, number,
    word::{Word, skip, strip},
};

const CLAUDE: [&str; 5] = ["opus", "sonnet", "sonet", "haiku", "fable"];
/// What may stand behind `gpt 6`.
const VARIANTS: [&str; 7] = ["sol", "terra", "luna", "astra", "mini", "nano", "codex"];

/// `with opus`, `model gpt-6-sol`, `using the sonnet 5.5 model`: the name, and what comes after.
pub(super) fn clause(words: &[Word]) -> Option<(String, &[Word])> {
    let given = strip(words, &["with", "using", "use", "via", "on"]);
    let at = skip(given.unwrap_or(words), &["the", "a"]);
    if let Some(rest) = strip(at, &["model"]) {
        let rest = skip(rest, &["is", "called", "="]);
        let free = given.is_some_and(|given| given.len() == at.len());
        return name(rest).or_else(|| any(rest).filter(|(model, _)| free || has_shape(model)));
    }
    name(given.map(|_| at)?).map(|(model, rest)| (model, skip(rest, &["model"])))
}

/// What may stand right behind an agent's name: `opus`, `model gpt-6-sol`.
pub(super) fn after_agent(words: &[Word]) -> Option<(String, &[Word])> {
    let (at, named) = strip(words, &["with model", "and model", "model"]).map_or((words, false), |at| (at, true));
    name(at).or_else(|| if named { any(at) } else { None })
}

/// The only agent that has this model, as far as its name tells.
pub(super) fn agent(model: &str) -> Option<AgentKind> {
    let model = model.to_ascii_lowercase();
    if model.starts_with("claude") || CLAUDE.contains(&model.as_str()) {
        return Some(AgentKind::ClaudeCode);
    }
    model.starts_with("gpt").then_some(AgentKind::Codex)
}

/// A name that is known: `opus`, `claude opus 5.5`, `gpt six sol`, `claude-opus-5-5`.
fn name(words: &[Word]) -> Option<(String, &[Word])> {
    let (first, rest) = words.split_first()?;
    if ["claude-", "gpt-"].iter().any(|vendor| first.key.starts_with(vendor) && first.key.len() > vendor.len())
        && first.key != "claude-code"
    {
        return gpt_variant(first.key.clone(), rest);
    }
    if first.key == "gpt" {
        let (version, rest) = version(rest)?;
        return gpt_variant(format!("gpt-{version}"), rest);
    }
    let (family, rest) = skip(words, &["claude", "cloud"]).split_first()?;
    let family = CLAUDE.contains(&family.key.as_str()).then(|| family.key.replace("sonet", "sonnet"))?;
    Some(match version(rest) {
        Some((version, rest)) => (format!("claude-{family}-{}", version.replace('.', "-")), rest),
        None => (family, rest),
    })
}

fn gpt_variant(model: String, rest: &[Word]) -> Option<(String, &[Word])> {
    match rest.split_first().filter(|(next, _)| model.starts_with("gpt") && VARIANTS.contains(&next.key.as_str())) {
        Some((variant, rest)) => Some((format!("{model}-{}", variant.key), rest)),
        None => Some((model, rest)),
    }
}

/// `5.5`, `5 5`, `five point five`, and not the `5` of `5 dollars`.
fn version(words: &[Word]) -> Option<(String, &[Word])> {
    let (first, rest) = part(words)?;
    if first.contains('.') {
        return Some((first, rest));
    }
    match part(skip(rest, &["point", "dot"])) {
        Some((second, rest)) => Some((format!("{first}.{second}"), rest)),
        None => Some((first, rest)),
    }
}

fn part(words: &[Word]) -> Option<(String, &[Word])> {
    let (first, rest) = words.split_first()?;
    if money::amount(words).is_some() {
        return None;
    }
    let decimal = first.key.bytes().all(|b| b.is_ascii_digit() || b == b'.') && first.key.len() <= 4 && !first.key.is_empty();
    if decimal { Some((first.key.clone(), rest)) } else { number::read(words).map(|(number, rest)| (number.to_string(), rest)) }
}

/// Any one word, as it was written.
fn any(words: &[Word]) -> Option<(String, &[Word])> {
    let (first, rest) = words.split_first()?;
    let model = first.text.trim_matches([',', ';', '"', '`', '(', ')']).trim_end_matches('.');
    (!model.is_empty() && !first.text.starts_with('-')).then(|| (model.to_owned(), rest))
}

fn has_shape(model: &str) -> bool {
    model == "auto" || model.contains(['-', '/']) && model.contains(|c: char| c.is_ascii_digit())
}
