//! What the runner says of itself, as the transcript shows it.

use crate::{
    domain::{
        dispatch::{Cause, Exit, Outcome},
        transcript::{Event, Level},
    },
    server::runner::{Note, Stage},
};

/// An entry of the transcript; none for what other entries say already.
pub fn shown(note: &Note) -> Option<Event> {
    let (level, text) = match note {
        Note::Started { pid } => (Level::Info, format!("the agent runs as process {pid}")),
        Note::Capped { limits } => {
            let cost = limits.cost().map_or_else(|| "no limit in money".to_owned(), |cost| format!("a limit of {cost}"));
            (Level::Info, format!("it has {cost} from now on"))
        }
        Note::Stopping { cause: Some(cause) } => (Level::Warning, why(*cause)),
        Note::Stage { stage } if *stage > Stage::Ask => (Level::Warning, format!("it does not end by itself: {}", step(*stage))),
        Note::Held { reason } => (Level::Warning, format!("the agent is held: {reason}")),
        Note::Released => (Level::Info, "the agent goes on".into()),
        Note::Leftovers { count } => (Level::Warning, format!("{count} processes outlived the agent and were ended")),
        Note::Exited { exit } => (Level::Info, ended(exit)),
        Note::Lost { processes } => (Level::Error, format!("its runner died; {processes} processes that it left were ended")),
        Note::Said { .. } | Note::InputClosed | Note::Stopping { cause: None } | Note::Stage { .. } => return None,
    };
    Some(Event::Notice { level, text })
}

fn why(cause: Cause) -> String {
    let said = Outcome::ended(cause).exit_reason;
    said.replacen("stopped", "it is being stopped", 1)
}

fn step(stage: Stage) -> &'static str {
    match stage {
        Stage::Ask => "it is asked to",
        Stage::Interrupt => "SIGINT to every process of it",
        Stage::Terminate => "SIGTERM to every process of it",
        Stage::Kill => "SIGKILL to every process of it",
    }
}

fn ended(exit: &Exit) -> String {
    match (exit.code, exit.signal) {
        (Some(code), _) => format!("the agent's process ended with code {code}"),
        (None, Some(signal)) => format!("the agent's process was ended by signal {signal}"),
        (None, None) => "the agent's process ended".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(note: &Note) -> Option<String> {
        match shown(note)? {
            Event::Notice { text, .. } => Some(text),
            _ => None,
        }
    }

    #[test]
    fn it_says_what_ended_a_session() {
        assert_eq!(text(&Note::Stopping { cause: Some(Cause::Cost) }).unwrap(), "it is being stopped at its cap in money");
        let exit = Exit { code: Some(143), ..Exit::default() };
        assert_eq!(text(&Note::Exited { exit }).unwrap(), "the agent's process ended with code 143");
        assert_eq!(text(&Note::InputClosed), None);
    }
}
