//! `maestro dispatch`

use super::{peer::Peer, print};
use crate::domain::{
    command::{Intent, Named, Understood},
    dispatch::{Dispatched, NewDispatch, Preview},
};
use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;
use std::io::{IsTerminal, Write};

/// Start an agent by a sentence, as in the command bar of the page.
#[derive(Debug, Args)]
pub struct Dispatch {
    /// What is to be done, as "start a session on the auth module, use Claude Code, budget $5"
    #[arg(required = true, num_args = 1..)]
    sentence: Vec<String>,
    /// The goal that it is about, by its key (`G12`) or id, where the sentence names none
    #[arg(long)]
    goal: Option<String>,
    /// The repository, by its path or name, where more than one is allowed
    #[arg(long)]
    repo: Option<String>,
    /// Start it without asking
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    peer: Peer,
    /// Print the server's answer as JSON: what was started, or what the sentence means
    #[arg(long)]
    json: bool,
}

impl Dispatch {
    /// Has the sentence read, shows what it means, and starts it on a yes.
    pub async fn run(self) -> Result<()> {
        let body = json!({ "text": self.sentence.join(" "), "goalId": self.goal });
        let answer = self.peer.post("/api/command", &body).await?;
        let read: Understood =
            serde_json::from_value(answer.clone()).context("the server is of another version: it answers in other words")?;
        if !read.needs_confirmation && read.intent != Intent::Unknown {
            if self.json {
                return print::json(&answer);
            }
            println!("{}", read.answer.unwrap_or_default());
            return Ok(());
        }
        let wish = wish(&read)?;
        let wish = NewDispatch { repo: self.repo.clone().or(wish.repo.clone()), ..wish };
        let preview = self.peer.post("/api/dispatch/preview", &serde_json::to_value(&wish)?).await?;
        let preview: Preview = serde_json::from_value(preview).context("the server is of another version: it answers in other words")?;
        if self.json && !self.yes {
            return print::json(&answer);
        }
        if !self.json {
            proposal(&read, &preview).iter().for_each(|line| println!("{line}"));
        }
        if !self.yes && !is_wanted()? {
            println!("Nothing was started.");
            return Ok(());
        }
        let started = self.peer.post("/api/dispatch", &serde_json::to_value(&wish)?).await?;
        if self.json {
            return print::json(&started);
        }
        let started: Dispatched = serde_json::from_value(started).context("the server is of another version: it answers in other words")?;
        let state = started.waits_for.map_or_else(|| "starts".to_owned(), |why| format!("waits for {why}"));
        println!("{} {state}: {}{}", started.key, self.peer.url()?, started.url);
        Ok(())
    }
}

/// What the sentence would start; what it lacks, where it starts nothing.
fn wish(read: &Understood) -> Result<NewDispatch> {
    if !matches!(read.intent, Intent::Start | Intent::Queue | Intent::Unknown) {
        bail!("this command starts sessions only; do that on the page, under Dispatch");
    }
    let Some(wish) = read.dispatch.clone() else {
        let choices: Vec<String> = read.choices.iter().map(named).collect();
        let choices = if choices.is_empty() { String::new() } else { format!(" It could be {}.", choices.join(", or ")) };
        bail!("{}{choices}", read.answer.as_deref().unwrap_or("the sentence does not say what is to be started"));
    };
    Ok(wish)
}

fn named(named: &Named) -> String {
    format!("{} {}", named.key, named.title)
}

/// What would be started, line by line.
fn proposal(read: &Understood, preview: &Preview) -> Vec<String> {
    let target = read.parsed.target.clone().unwrap_or_default();
    let budget = preview.limits.cost_usd.map(|cost| format!("at most {cost}"));
    let facts = [
        ("what", Some(read.task.as_ref().map_or(target, named))),
        ("goal", read.goal.as_ref().map(named)),
        ("agent", Some(preview.agent.label().to_owned())),
        ("model", Some(preview.model.clone().unwrap_or_else(|| "the agent's own choice".to_owned()))),
        ("budget", Some(budget.unwrap_or_else(|| "what the caps leave".to_owned()))),
        ("cost", preview.expected_usd.map(|usd| format!("about {usd}, as sessions like it"))),
        ("repo", preview.repo.clone()),
    ];
    let verb = if read.intent == Intent::Queue { "Put into the queue:" } else { "Start a session:" };
    let facts = facts.into_iter().filter_map(|(name, value)| Some(format!("  {name:<7} {}", value?)));
    let problems = preview.problems.iter().map(|problem| format!("  but     {problem}"));
    std::iter::once(verb.to_owned()).chain(facts).chain(problems).collect()
}

/// Asks whoever sits at the terminal.
fn is_wanted() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("nothing was started, as nobody can be asked here: add `--yes` to start it");
    }
    print!("Start it? [y/N] ");
    std::io::stdout().flush()?;
    let mut said = String::new();
    std::io::stdin().read_line(&mut said)?;
    Ok(matches!(said.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        Usd,
        command::Parts,
        dispatch::{AgentKind, NewLimits},
    };

    fn name(key: &str, title: &str) -> Named {
        Named { key: key.into(), title: title.into() }
    }

    #[test]
    fn the_proposal_says_what_by_whom_and_for_how_much() {
        let parsed = Parts { target: Some("the cache".into()), ..Parts::default() };
        let read = Understood { intent: Intent::Start, parsed, goal: Some(name("G1", "Faster start")), ..Understood::default() };
        let limits = NewLimits { cost_usd: Some(Usd::from_micros(5_000_000)), ..NewLimits::default() };
        let preview = Preview {
            prompt: String::new(),
            tokens: 0,
            agent: AgentKind::ClaudeCode,
            model: None,
            rule: None,
            repo: Some("/srv/app".into()),
            limits,
            expected_usd: None,
            problems: vec!["Claude Code is not installed".into()],
        };
        let lines = [
            "Start a session:",
            "  what    the cache",
            "  goal    G1 Faster start",
            "  agent   Claude Code",
            "  model   the agent's own choice",
            "  budget  at most $5.00",
            "  repo    /srv/app",
            "  but     Claude Code is not installed",
        ];
        assert_eq!(proposal(&read, &preview), lines);
    }

    #[test]
    fn what_is_not_clear_is_not_started() {
        let read =
            Understood {
                intent: Intent::Start, answer: Some("“x” could mean several; say which one.".into()), ..Understood::default()
            };
        let several = Understood { choices: vec![name("G1", "One"), name("G2", "Two")], ..read.clone() };
        assert_eq!(wish(&several).unwrap_err().to_string(), "“x” could mean several; say which one. It could be G1 One, or G2 Two.");
        assert!(wish(&Understood { intent: Intent::Stop, ..read }).unwrap_err().to_string().contains("starts sessions only"));
    }
}
