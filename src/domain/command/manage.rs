//! Sessions that run, and what they ask.

use super::{
    super::id::Keyed,
    GUESS, Intent, LIKELY, PARTLY, Parsed, Parts, SURE, clause, number,
    word::{Word, skip, strip, strip_end, trim, written},
};

const IT: &[&str] = &["it", "that", "this", "them", "these", "those", "one"];

/// `pause|resume|stop [session] <n|target>`
pub(super) fn control(words: &[Word]) -> Option<Parsed> {
    let verbs: [(Intent, &[&str]); 3] = [
        (Intent::Pause, &["pause", "suspend"]),
        (Intent::Resume, &["resume", "continue", "unpause"]),
        (Intent::Stop, &["stop", "kill", "cancel", "abort", "halt", "terminate"]),
    ];
    let (intent, rest) = verbs.into_iter().find_map(|(intent, verbs)| strip(words, verbs).map(|rest| (intent, rest)))?;
    let rest = trim(rest, &["the", "my", "our", "working on", "work on", "with", "on"], &["please", "now"]);
    Some(which(intent, rest))
}

fn which(intent: Intent, rest: &[Word]) -> Parsed {
    let mut parts = Parts::default();
    if let Some((Keyed::Session, number)) = rest.first().and_then(Word::record) {
        parts.session = Some(Keyed::Session.key(i64::from(number)));
        parts.number = Some(number);
        parts.target = written(skip(&rest[1..], &["with", "on", "and"]));
        return Parsed::new(intent, parts, SURE);
    }
    if let Some((number, [])) = number::read(skip(rest, &["number", "no"])) {
        parts.number = Some(number);
        return Parsed::new(intent, parts, SURE);
    }
    let all = strip(rest, &["all of the", "all of", "all the", "all", "everything", "every"]);
    let (about, named) = session_words(all.unwrap_or(rest), &mut parts);
    parts.target = written(about).filter(|_| !matches!(about, [word] if IT.contains(&word.key.as_str())));
    if all.is_some() && parts.target.is_none() {
        parts.target = Some("all".to_owned());
    }
    let key = matches!(about, [word] if word.record().is_some());
    let known = key || all.is_some() || parts.agent.is_some() || (named && parts.target.is_some());
    Parsed::new(intent, parts, if known { LIKELY } else { PARTLY })
}

/// What is said about the session, and whether the word itself was said: `the codex session on the parser`.
fn session_words<'w>(rest: &'w [Word], parts: &mut Parts) -> (&'w [Word], bool) {
    const NOUNS: &[&str] = &["sessions", "session", "agents", "agent", "runs", "run"];
    let agent = clause::agent(rest);
    parts.agent = agent.map(|(agent, _)| agent);
    let at = agent.map_or(rest, |(_, after)| after);
    let front = strip(at, NOUNS);
    let back = strip_end(at, NOUNS);
    let about = front.or(back).unwrap_or(at);
    let bound = front.is_some() || agent.is_some();
    let about = if bound { skip(about, &["that works on", "working on", "on", "for", "about"]) } else { about };
    (about, front.is_some() || back.is_some())
}

/// `approve|deny [<n>|it|that]`
pub(super) fn decide(words: &[Word]) -> Option<Parsed> {
    let deny = strip(
        words,
        &["do not allow", "don't allow", "dont allow", "do not approve", "don't approve", "deny", "reject", "decline", "refuse"],
    );
    let (intent, rest) = match deny {
        Some(rest) => (Intent::Deny, rest),
        None => (Intent::Approve, strip(words, &["approve", "allow", "accept"])?),
    };
    // "allow users to log in" is a task; a task too much is put right more easily than a yes too much.
    if intent == Intent::Approve && rest.len() > 2 && rest.iter().any(|word| word.key == "to") {
        let target = written(words);
        return Some(Parsed::new(Intent::Start, Parts { target, ..Parts::default() }, GUESS));
    }
    Some(request(intent, rest))
}

fn request(intent: Intent, rest: &[Word]) -> Parsed {
    let rest = trim(rest, &["the", "request", "approval", "number", "no"], &["once", "for this session", "for the session", "please"]);
    let because = rest.iter().position(|word| word.key == "because").unwrap_or(rest.len());
    let rest = &rest[..because];
    let mut parts = Parts::default();
    if rest.is_empty() || matches!(rest, [word] | [word, _] if IT.contains(&word.key.as_str())) {
        return Parsed::new(intent, parts, SURE);
    }
    if let Some((number, [])) = number::read(rest).or_else(|| number::ordinal(rest)) {
        parts.number = Some(number);
        return Parsed::new(intent, parts, SURE);
    }
    if let Some((Keyed::Session, number)) = rest.first().and_then(Word::record) {
        parts.session = Some(Keyed::Session.key(i64::from(number)));
        return Parsed::new(intent, parts, LIKELY);
    }
    let all = matches!(rest[0].key.as_str(), "all" | "everything" | "every");
    parts.target = if all { Some("all".to_owned()) } else { written(rest) };
    Parsed::new(intent, parts, PARTLY)
}
