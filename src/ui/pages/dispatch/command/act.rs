//! Doing what a sentence means, after a person's yes.

use crate::{
    domain::{
        Result,
        command::{Intent, Understood},
        dispatch::{Decision, NewDispatch, NewLimits, Reply},
    },
    rpc,
};

/// Everything is known that the yes needs.
pub fn is_whole(read: &Understood) -> bool {
    match read.intent {
        Intent::Start | Intent::Queue => read.dispatch.is_some(),
        Intent::Pause | Intent::Stop => read.session_id.is_some() || (is_all(read) && !read.choices.is_empty()),
        Intent::Resume => read.session_id.is_some(),
        Intent::Approve | Intent::Deny => read.approval_id.is_some(),
        Intent::Spend | Intent::Status | Intent::Standup | Intent::Unknown => false,
    }
}

/// Every session is meant, not one of them.
pub fn is_all(read: &Understood) -> bool {
    read.parsed.target.as_deref() == Some("all")
}

/// The words of the button.
pub fn verb(read: &Understood) -> String {
    let what = read.session_key.clone().unwrap_or_else(|| format!("all {}", read.choices.len()));
    match read.intent {
        Intent::Start => "Start session".to_owned(),
        Intent::Queue => "Put into the queue".to_owned(),
        Intent::Pause => format!("Pause {what}"),
        Intent::Stop => format!("Stop {what}"),
        Intent::Resume => format!("Resume {what}"),
        Intent::Approve => format!("Allow {what} once"),
        Intent::Deny => format!("Deny {what}"),
        Intent::Spend | Intent::Status | Intent::Standup | Intent::Unknown => "Go".to_owned(),
    }
}

/// Does it; what was done, in a sentence.
pub async fn act(read: &Understood) -> Result<String> {
    let key = read.session_key.clone().unwrap_or_default();
    match read.intent {
        Intent::Start | Intent::Queue => {
            let started = rpc::sessions::start(read.dispatch.clone().unwrap_or_default()).await?;
            let waits = started.waits_for.map(|why| format!("{} waits for {why}", started.key));
            Ok(waits.unwrap_or_else(|| format!("{} starts", started.key)))
        }
        Intent::Pause | Intent::Stop => {
            let meant: Vec<String> = if is_all(read) { read.choices.iter().map(|named| named.key.clone()).collect() } else { vec![key] };
            for key in &meant {
                rpc::sessions::stop(key.clone()).await?;
            }
            Ok(format!("{} asked to stop; the work is kept", meant.join(", ")))
        }
        Intent::Resume => {
            let started = rpc::sessions::resume(key, read.parsed.target.clone()).await?;
            Ok(format!("{} goes on", started.key))
        }
        Intent::Approve | Intent::Deny => {
            let allow = read.intent == Intent::Approve;
            let decision = Some(if allow { Decision::Allow } else { Decision::Deny });
            rpc::sessions::answer(read.approval_id.clone().unwrap_or_default(), Reply { decision, ..Reply::default() }).await?;
            Ok(format!("{} for {key}", if allow { "Allowed once" } else { "Denied" }))
        }
        Intent::Spend | Intent::Status | Intent::Standup | Intent::Unknown => Ok(read.answer.clone().unwrap_or_default()),
    }
}

/// What is known already of a session that cannot be started yet.
pub fn begun(read: &Understood) -> NewDispatch {
    let parts = &read.parsed;
    NewDispatch {
        goal_id: read.goal.as_ref().map(|goal| goal.key.clone()),
        prompt: parts.target.clone(),
        agent: parts.agent.map(|agent| agent.to_string()),
        model: parts.model.clone(),
        auto_approve: parts.auto_approve,
        limits: NewLimits { cost_usd: parts.budget_usd, ..NewLimits::default() },
        ..NewDispatch::default()
    }
}

/// The sentence with the key of what was chosen in the place of the words for it.
pub fn with_choice(read: &Understood, text: &str, key: &str) -> String {
    let words = if key.starts_with('G') && read.parsed.goal.is_some() { &read.parsed.goal } else { &read.parsed.target };
    match words.as_deref().filter(|words| !words.is_empty() && text.contains(*words)) {
        Some(words) => text.replacen(words, key, 1),
        None => format!("{} {key}", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Named, Parts};

    #[test]
    fn a_choice_takes_the_place_of_its_words() {
        let read = |target: &str, goal: Option<&str>| Understood {
            parsed: Parts { target: Some(target.into()), goal: goal.map(Into::into), ..Parts::default() },
            ..Understood::default()
        };
        assert_eq!(with_choice(&read("checkout", None), "start a session on checkout", "G2"), "start a session on G2");
        let both = read("the parser", Some("checkout"));
        assert_eq!(with_choice(&both, "start the parser for checkout", "G2"), "start the parser for G2");
        assert_eq!(with_choice(&read("x", None), "stop", "S4"), "stop S4");
    }

    #[test]
    fn only_what_is_known_whole_can_be_done() {
        let stop = Understood { intent: Intent::Stop, ..Understood::default() };
        assert!(!is_whole(&stop));
        let one = Understood { session_id: Some("s".into()), session_key: Some("S4".into()), ..stop.clone() };
        assert_eq!((is_whole(&one), verb(&one)), (true, "Stop S4".to_owned()));
        let parsed = Parts { target: Some("all".into()), ..Parts::default() };
        let all = Understood { parsed, choices: vec![Named::default(), Named::default()], ..stop };
        assert_eq!((is_whole(&all), verb(&all)), (true, "Stop all 2".to_owned()));
        assert!(!is_whole(&Understood { choices: Vec::new(), ..all }), "none runs");
    }
}
