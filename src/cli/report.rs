//! `maestro report`

use super::{peer::Peer, print};
use anyhow::{Result, bail};
use clap::Args;
use serde_json::{Map, Value, json};

/// Report a piece of work, as agents do.
#[derive(Debug, Args)]
pub struct Report {
    /// What was done, in one sentence
    #[arg(long)]
    summary: String,
    /// More about it, in Markdown
    #[arg(long)]
    details: Option<String>,
    /// The goal, by its key (`G12`) or id
    #[arg(long)]
    goal: Option<String>,
    /// The goal, by its title
    #[arg(long, value_name = "TITLE")]
    goal_title: Option<String>,
    /// The task, by its key (`T34`) or id
    #[arg(long)]
    task: Option<String>,
    /// The session that the work was part of
    #[arg(long, env = "MAESTRO_SESSION")]
    session: Option<String>,
    /// Who did it, as `claude-code`
    #[arg(long)]
    agent: Option<String>,
    /// `done`, `partial`, `failed` or `blocked`
    #[arg(long)]
    outcome: Option<String>,
    /// Address of a pull or merge request; may be given several times
    #[arg(long, value_name = "URL")]
    pr: Vec<String>,
    /// Address or SHA of a commit; may be given several times
    #[arg(long, value_name = "COMMIT")]
    commit: Vec<String>,
    /// Any other address; may be given several times
    #[arg(long, value_name = "URL")]
    link: Vec<String>,
    /// A measurement, as `Frame drops=12.3:1.8`; may be given several times
    #[arg(long, value_name = "NAME=BEFORE:AFTER", value_parser = metric)]
    metric: Vec<Value>,
    /// What the next task needs to know
    #[arg(long)]
    output: Option<String>,
    #[command(flatten)]
    peer: Peer,
    /// Print the server's answer as JSON
    #[arg(long)]
    json: bool,
}

impl Report {
    /// Sends the report.
    pub async fn run(self) -> Result<()> {
        let answer = self.peer.post("/api/report", &self.body()).await?;
        if self.json {
            return print::json(&answer);
        }
        let text = |key: &str| answer[key].as_str().unwrap_or_default();
        match text("matched") {
            "inbox" => println!("stored in the Inbox: {}", if text("detail").is_empty() { "no goal matched" } else { text("detail") }),
            _ => println!("stored for {}: {}{}", text("goalKey"), self.peer.url()?, text("url")),
        }
        Ok(())
    }

    fn body(&self) -> Value {
        let mut artifacts = Vec::new();
        artifacts.extend(self.pr.iter().map(|url| json!({"type": if url.contains("/merge_requests/") { "mr" } else { "pr" }, "url": url})));
        artifacts.extend(self.commit.iter().map(|named| match named.contains("://") {
            true => json!({"type": "commit", "url": named}),
            false => json!({"type": "commit", "sha": named}),
        }));
        artifacts.extend(self.link.iter().map(|url| json!({"type": "link", "url": url})));
        let fields = [
            ("goalId", &self.goal),
            ("goalTitle", &self.goal_title),
            ("taskId", &self.task),
            ("sessionId", &self.session),
            ("agentName", &self.agent),
            ("details", &self.details),
            ("outcome", &self.outcome),
            ("output", &self.output),
        ];
        let mut body = Map::from_iter([("summary".to_owned(), json!(self.summary))]);
        body.extend(fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))));
        for (name, list) in [("artifacts", artifacts), ("metrics", self.metric.clone())] {
            if !list.is_empty() {
                body.insert(name.into(), Value::Array(list));
            }
        }
        Value::Object(body)
    }
}

/// `Frame drops=12.3:1.8`
fn metric(text: &str) -> Result<Value> {
    let parts = text.split_once('=').and_then(|(name, values)| Some((name.trim(), values.split_once(':')?)));
    let numbers =
        parts.and_then(|(name, (before, after))| Some((name, before.trim().parse::<f64>().ok()?, after.trim().parse::<f64>().ok()?)));
    match numbers.filter(|(name, ..)| !name.is_empty()) {
        Some((name, before, after)) => Ok(json!({"name": name, "before": before, "after": after})),
        None => bail!("must read NAME=BEFORE:AFTER, as `Frame drops=12.3:1.8`"),
    }
}

#[cfg(test)]
mod tests {
    use super::metric;
    use serde_json::json;

    #[test]
    fn a_measurement_has_a_name_and_two_numbers() {
        assert_eq!(metric("Frame drops=12.3:1.8").unwrap(), json!({"name": "Frame drops", "before": 12.3, "after": 1.8}));
        for wrong in ["", "x", "x=1", "=1:2", "x=a:b"] {
            assert!(metric(wrong).is_err(), "{wrong}");
        }
    }
}
