//! Starting agents: the grammar's own sentences, sentences to an agent, and bare tasks.

use super::{
    super::id::Keyed,
    GUESS, Intent, LIKELY, PARTLY, Parsed, Parts, SURE, clause,
    word::{Word, skip, strip, strip_end, trim, written},
};

const START: &[&str] = &["kick off", "kickoff", "spin up", "fire up", "start up", "start", "run", "launch", "begin", "dispatch"];
const QUEUE: &[&str] = &["queue up", "queue", "enqueue", "line up"];
/// Verbs that also begin tasks which have nothing to do with agents.
const TASK_TOO: &[&str] = &["run", "launch"];
const FOR: &[&str] =
    &["to work on", "working on", "coding on", "coding", "work on", "that works on", "on", "for", "to", "about", "in", "that", "which"];

/// What a person begins a task with. Words that are also names of things are missing where they would find too much.
const TASKS: &str = " add adapt adjust analyse analyze apply audit automate avoid backport benchmark bump build cache catch change \
    check clean collect combine compare complete compress compute configure connect convert correct count cover create cut debug decrease \
    delete deploy deprecate design detect disable display document draft drop eliminate emit enable encrypt enforce ensure evaluate expand \
    explain explore export expose extend extract finalise finalize find finish fix format generate get give group handle harden hide \
    identify implement import improve include increase inline insert inspect install instrument integrate introduce investigate isolate \
    let lint limit list load localise localize log look lower make measure merge migrate minify mock modernise modernize monitor move \
    normalise normalize optimise optimize organise organize parallelise parallelize parse patch persist plan polish port prepare prevent \
    profile protect prototype prove provide publish raise read rebase record redesign redo reduce refactor refine release remove \
    rename render reorder reorganise reorganize repair replace replicate report reproduce research resolve restore restructure restyle \
    retry return reuse revert review rewrite rotate run sanitise sanitize save scan secure send separate set setup shorten show shrink \
    simplify sort speed split stabilise stabilize standardise standardize store streamline strip style summarise summarize support switch \
    sync test tidy track translate trim try tune turn tweak unify update upgrade use validate verify wire work wrap write ";

/// `start|queue [a session] on <target> [for <goal>] …`
pub(super) fn verb(words: &[Word]) -> Option<Parsed> {
    let started = strip(words, START).map(|rest| (Intent::Start, rest));
    let (intent, rest) = started.or_else(|| strip(words, QUEUE).map(|rest| (Intent::Queue, rest)))?;
    let mut parts = Parts::default();
    let free = clause::take(rest, &mut parts);
    let framed = frame(&free, &mut parts);
    let about = goal_of(framed.unwrap_or(&free), &mut parts, framed.is_some());
    if let [word] = about
        && let Some((kind, number)) = word.record()
    {
        return Some(keyed(intent, parts, kind, number));
    }
    parts.target = named(about);
    let sure = match (&parts.target, framed) {
        (None, _) => PARTLY,
        (Some(_), Some(_)) => SURE,
        (Some(_), None) if strip(words, TASK_TOO).is_some() => {
            // "run the benchmarks" is the task itself.
            parts.target = written(&[&words[..1], about].concat());
            GUESS
        }
        (Some(_), None) => LIKELY,
    };
    Some(Parsed::new(intent, parts, sure))
}

/// A session cannot be started again: what is meant has to be asked.
fn keyed(intent: Intent, parts: Parts, kind: Keyed, number: u32) -> Parsed {
    let key = Some(kind.key(i64::from(number)));
    if kind == Keyed::Session {
        return Parsed::new(intent, Parts { session: key, number: Some(number), ..parts }, PARTLY);
    }
    Parsed::new(intent, Parts { target: key, ..parts }, SURE)
}

/// `it` names nothing.
fn named(about: &[Word]) -> Option<String> {
    written(about).filter(|_| !matches!(about, [word] if matches!(word.key.as_str(), "it" | "that" | "this")))
}

/// What comes after `a new codex session on`; none if the words begin with nothing of the kind.
fn frame<'w>(free: &'w [Word], parts: &mut Parts) -> Option<&'w [Word]> {
    let mut at = skip(free, &["up a new", "a new", "another", "the", "an", "a", "one", "new"]);
    let named = clause::named_agent(at, parts).or_else(|| clause::named_model(at, parts));
    at = named.unwrap_or(at);
    let noun = strip(at, &["coding session", "coding agent", "agent session", "session", "agent", "worker", "run", "job", "task"]);
    let on = strip(noun.unwrap_or(if named.is_some() { at } else { free }), FOR);
    on.or(noun).or(named)
}

/// Takes the goal from `<target> for <goal>`, or from `for <goal> on <target>`; gives back the words of the target.
///
/// Where no session was spoken of, "for" belongs to the task unless a goal follows for certain.
fn goal_of<'w>(words: &'w [Word], parts: &mut Parts, any: bool) -> &'w [Word] {
    if let [goal, rest @ ..] = words
        && is_goal(goal)
        && let Some(about) = strip(rest, FOR)
    {
        parts.goal = written(std::slice::from_ref(goal));
        return about;
    }
    for at in (1..words.len()).rev() {
        let Some(rest) = strip(&words[at..], &["as part of", "for", "under", "towards", "toward", "of", "in"]) else { continue };
        let said = any && (strip(rest, &["goal"]).is_some() || strip_end(rest, &["goal"]).is_some());
        let certain = said || strip(rest, &["the goal"]).is_some() || matches!(rest, [goal] if is_goal(goal));
        if certain || (any && words[at].key == "for" && !is_duration(rest)) {
            parts.goal = written(trim(rest, &["the", "goal", "called"], &["goal"]));
            return &words[..at];
        }
    }
    words
}

fn is_goal(word: &Word) -> bool {
    matches!(word.record(), Some((Keyed::Goal, _)))
}

/// `30 minutes` is no goal.
fn is_duration(words: &[Word]) -> bool {
    strip_end(words, &["minutes", "minute", "hours", "hour", "days", "seconds"]).is_some()
}

/// `use codex for the parser`, `ask claude to fix it`, `codex, fix the login bug`.
pub(super) fn delegate(words: &[Word]) -> Option<Parsed> {
    let mut parts = Parts::default();
    let asked = strip(words, &["ask", "have", "let", "tell", "get", "using", "use", "with", "give"]);
    let rest = clause::named_agent(asked.unwrap_or(words), &mut parts).or_else(|| clause::named_model(asked?, &mut parts))?;
    let free = clause::take(rest, &mut parts);
    let on = strip(&free, FOR);
    if on.is_none() && !(asked.is_some() || free.first().is_some_and(is_task_verb)) {
        return None;
    }
    let about = goal_of(on.unwrap_or(&free), &mut parts, false);
    parts.target = named(about);
    let sure = if parts.target.is_some() { LIKELY } else { PARTLY };
    Some(Parsed::new(Intent::Start, parts, sure))
}

/// `add the parser task to the queue`
pub(super) fn enqueue(words: &[Word]) -> Option<Parsed> {
    let rest = strip(words, &["add", "put"])?;
    let mut parts = Parts::default();
    let free = clause::take(rest, &mut parts);
    let about = strip_end(&free, &["to the queue", "on the queue", "in the queue", "into the queue", "to queue"])?;
    parts.target = written(goal_of(about, &mut parts, false));
    let sure = if parts.target.is_some() { LIKELY } else { PARTLY };
    Some(Parsed::new(Intent::Queue, parts, sure))
}

/// `fix the login bug`: a task and nothing about agents.
pub(super) fn bare(words: &[Word]) -> Option<Parsed> {
    let mut parts = Parts::default();
    let free = clause::take(words, &mut parts);
    let about = goal_of(&free, &mut parts, false);
    if about.len() < 2 || !is_task_verb(&about[0]) {
        return None;
    }
    let about = if about[0].key == "work" { skip(about, &["work on"]) } else { about };
    parts.target = written(about);
    Some(Parsed::new(Intent::Start, parts, GUESS))
}

/// Does a task begin with this word?
pub(super) fn is_task_verb(word: &Word) -> bool {
    !word.key.is_empty() && TASKS.contains(&format!(" {} ", word.key))
}
