//! What may stand anywhere behind the verb: the agent, its model, a cap, what it may do unasked.

use super::{
    super::dispatch::{AgentKind, AutoApprove},
    Parts, model, money,
    word::{Word, skip, strip},
};

/// As they are written, said, and heard.
const CLAUDE_CODE: &[&str] = &[
    "claude code",
    "claude-code",
    "claudecode",
    "cloud code",
    "cloud-code",
    "claud code",
    "clod code",
    "clawed code",
    "cloude code",
    "claude",
    "claud",
];
const CODEX: &[&str] = &["openai codex", "codex", "codecs", "code x", "code-x", "code ex", "codec", "kodex", "codecks"];

const IT: &[&str] = &["for this", "for that", "for it", "to do it", "to do this", "to do that"];

/// An agent's name at the start of the words, and what comes after it.
pub(super) fn agent(words: &[Word]) -> Option<(AgentKind, &[Word])> {
    let claude = strip(words, CLAUDE_CODE).map(|rest| (AgentKind::ClaudeCode, rest));
    claude.or_else(|| strip(words, CODEX).map(|rest| (AgentKind::Codex, rest)))
}

/// Takes the clauses out of the words and notes what they say; gives back the other words.
pub(super) fn take(words: &[Word], parts: &mut Parts) -> Vec<Word> {
    let mut free = Vec::with_capacity(words.len());
    let mut rest = words;
    while let [first, tail @ ..] = rest {
        rest = one(rest, parts).unwrap_or_else(|| {
            free.push(first.clone());
            tail
        });
    }
    if parts.agent.is_none() {
        parts.agent = parts.model.as_deref().and_then(model::agent);
    }
    free
}

/// One clause at the start of the words, with what may bind it to the words before.
fn one<'w>(words: &'w [Word], parts: &mut Parts) -> Option<&'w [Word]> {
    let words = skip(words, &["and then", "and also", "and please", "and", "then", "but"]);
    if let Some((usd, rest)) = money::budget(words) {
        parts.budget_usd = Some(usd);
        return Some(rest);
    }
    if let Some((auto, rest)) = permission(words) {
        parts.auto_approve = Some(auto);
        return Some(rest);
    }
    if let Some(named) = strip(words, &["use", "using", "with", "via"])
        && let Some(rest) = named_agent(skip(named, &["a", "the"]), parts)
    {
        return Some(rest);
    }
    let (model, rest) = model::clause(words)?;
    parts.model = Some(model);
    Some(skip(rest, IT))
}

/// An agent and, right behind it, its model.
pub(super) fn named_agent<'w>(words: &'w [Word], parts: &mut Parts) -> Option<&'w [Word]> {
    let (agent, rest) = agent(words)?;
    let (model, rest) = model::after_agent(rest).map_or((None, rest), |(model, rest)| (Some(model), rest));
    parts.agent = Some(agent);
    parts.model = model.or_else(|| parts.model.take());
    Some(skip(skip(rest, &["session", "agent"]), IT))
}

/// A model's name alone, as in `an opus session`.
pub(super) fn named_model<'w>(words: &'w [Word], parts: &mut Parts) -> Option<&'w [Word]> {
    let (model, rest) = model::after_agent(words)?;
    parts.agent = parts.agent.or_else(|| model::agent(&model));
    parts.model = Some(model);
    Some(skip(skip(rest, &["model", "session", "agent"]), IT))
}

/// `auto-approve edits`, `permissions read`, `ask me first`: what is not said is not granted, so the words alone allow reading.
fn permission(words: &[Word]) -> Option<(AutoApprove, &[Word])> {
    if let Some(rest) = strip(words, &["ask me first", "ask first", "ask for everything", "ask me for everything"]) {
        return Some((AutoApprove::None, rest));
    }
    let at = skip(words, &["with", "set", "using"]);
    if let Some(rest) = strip(at, &["permissions", "permission"]) {
        return extent(skip(rest, &["to", "is", "are"]));
    }
    let spoken =
        ["auto approve", "auto-approve", "autoapprove", "automatically approve", "auto approving", "auto-approving", "auto approval"];
    let rest = strip(at, &spoken)?;
    Some(extent(skip(rest, &["all the", "the", "file", "of", "for"])).unwrap_or((AutoApprove::Read, rest)))
}

fn extent(words: &[Word]) -> Option<(AutoApprove, &[Word])> {
    let words_of: [(AutoApprove, &[&str]); 4] = [
        (AutoApprove::Read, &["read only", "read-only", "reads only", "reads", "read", "reading"]),
        (AutoApprove::Edit, &["edits", "edit", "editing", "writes", "write", "changes"]),
        (AutoApprove::All, &["all", "everything", "anything"]),
        (AutoApprove::None, &["nothing", "none", "ask", "off"]),
    ];
    words_of.into_iter().find_map(|(auto, said)| strip(words, said).map(|rest| (auto, rest)))
}
