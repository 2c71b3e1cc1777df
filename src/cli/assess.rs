//! `assess`: the impact engine by itself, one case a line.

use crate::domain::stats::{Assessment, Case, Line, Options, assess};
use anyhow::{Context, Result, bail};
use clap::Args;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, mpsc},
    thread,
    time::Instant,
};

/// Assess cases, one JSON object a line.
#[derive(Debug, Args)]
pub struct Assess {
    /// Cases; - is the standard input
    #[arg(long = "in", value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Predictions; - is the standard output
    #[arg(long = "out", value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Write all that is known of each case, not only the line of the contract
    #[arg(long)]
    full: bool,
}

/// A line that is waited for, in the order of the input.
type Promise = mpsc::Receiver<Answer>;
/// A line with its number, and where its answer goes.
type Job = (usize, String, mpsc::SyncSender<Answer>);

/// What became of one line.
struct Answer {
    text: Option<String>,
    trouble: Option<String>,
}

impl Assess {
    /// Reads, assesses on all cores, and writes in the order of the input.
    pub fn run(self) -> Result<()> {
        let input: Box<dyn BufRead + Send> = match self.input.as_path() {
            path if path == Path::new("-") => Box::new(BufReader::new(io::stdin())),
            path => Box::new(BufReader::new(File::open(path).with_context(|| format!("open {}", path.display()))?)),
        };
        let output: Box<dyn Write> = match self.output.as_path() {
            path if path == Path::new("-") => Box::new(BufWriter::new(io::stdout())),
            path => Box::new(BufWriter::new(File::create(path).with_context(|| format!("create {}", path.display()))?)),
        };
        match stream(input, output, self.full)? {
            0 => Ok(()),
            1 => bail!("one line could not be read"),
            bad => bail!("{bad} lines could not be read"),
        }
    }
}

/// Answers each line; returns how many could not be read.
fn stream(input: impl BufRead + Send, mut output: impl Write, full: bool) -> Result<usize> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    // Few enough lines are on their way that a large file does not fill the memory.
    let (jobs, queue) = mpsc::sync_channel::<Job>(2 * cores);
    let (promises, answers) = mpsc::sync_channel::<Promise>(8 * cores);
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        let reader = scope.spawn(move || hand_out(input, &jobs, &promises));
        for _ in 0..cores {
            scope.spawn(|| work(&queue, full));
        }
        let mut bad = 0;
        for answer in answers.iter().filter_map(|promise| promise.recv().ok()) {
            if let Some(text) = &answer.text {
                writeln!(output, "{text}").context("write an answer")?;
            }
            if let Some(trouble) = &answer.trouble {
                bad += 1;
                eprintln!("{trouble}");
            }
        }
        output.flush().context("write the answers")?;
        drop(answers);
        match reader.join() {
            Ok(read) => read.map(|()| bad),
            Err(_) => bail!("the reader stopped"),
        }
    })
}

fn hand_out(input: impl BufRead, jobs: &mpsc::SyncSender<Job>, promises: &mpsc::SyncSender<Promise>) -> Result<()> {
    for (number, line) in (1..).zip(input.split(b'\n')) {
        let line = String::from_utf8_lossy(&line.with_context(|| format!("read line {number}"))?).into_owned();
        if line.trim().is_empty() {
            continue;
        }
        let (answer, promise) = mpsc::sync_channel(1);
        if promises.send(promise).is_err() || jobs.send((number, line, answer)).is_err() {
            break;
        }
    }
    Ok(())
}

fn work(queue: &Mutex<mpsc::Receiver<Job>>, full: bool) {
    loop {
        let job = queue.lock().ok().and_then(|queue| queue.recv().ok());
        let Some((number, line, answer)) = job else { return };
        // Nobody waits any more when the output is closed.
        let _ = answer.send(one(number, &line, full));
    }
}

fn one(number: usize, line: &str, full: bool) -> Answer {
    let trouble = |error: &serde_json::Error| Some(format!("line {number}: {error}"));
    match serde_json::from_str::<Case>(line) {
        Ok(case) => {
            let begun = Instant::now();
            let mut assessment = assess(&case, &Options::default());
            assessment.ms = Some(begun.elapsed().as_secs_f64() * 1e3);
            match written(&assessment, full) {
                Ok(text) => Answer { text: Some(text), trouble: None },
                Err(error) => Answer { text: None, trouble: trouble(&error) },
            }
        }
        Err(error) => Answer { text: unreadable(line), trouble: trouble(&error) },
    }
}

fn written(assessment: &Assessment, full: bool) -> serde_json::Result<String> {
    if full { serde_json::to_string(assessment) } else { serde_json::to_string(&assessment.line()) }
}

/// An answer for a line that is no case, if it has at least a name.
fn unreadable(line: &str) -> Option<String> {
    let after = line.split_once("\"id\"")?.1.trim_start().strip_prefix(':')?;
    let id = serde_json::Deserializer::from_str(after).into_iter::<String>().next()?.ok()?;
    serde_json::to_string(&Line::error(id)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &str) -> (usize, Vec<serde_json::Value>) {
        let mut output = vec![];
        let bad = stream(input.as_bytes(), &mut output, false).unwrap();
        let lines = String::from_utf8(output).unwrap();
        (bad, lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn answers_come_in_the_order_of_the_lines() {
        let lines: Vec<String> = (0..200)
            .map(|i| format!(r#"{{"id":"{i}","series":[[0,1],[86400,{i}]],"intervention":{{"start":86400,"end":86400}}}}"#))
            .collect();
        let (bad, answers) = answers(&lines.join("\n"));
        assert_eq!(bad, 0);
        assert!(answers.iter().enumerate().all(|(i, answer)| answer["id"].as_str() == Some(i.to_string().as_str())));
    }

    #[test]
    fn a_line_that_cannot_be_read_does_not_stop_the_stream() {
        let good = r#"{"id":"good","series":[[0,1]],"intervention":{"start":1,"end":1,"merges":[1]}}"#;
        let text = format!("{good}\n\n{{\"id\": \"cut\", \"series\": [[0,\nnothing\n{{\"id\":\"odd\",\"series\":7}}\n{good}");
        let (bad, answers) = answers(&text);
        assert_eq!(bad, 3);
        let told: Vec<_> = answers.iter().map(|answer| (answer["id"].as_str().unwrap(), answer["reasons"][0].as_str().unwrap())).collect();
        assert_eq!(told, [("good", "too_little_data"), ("cut", "error"), ("odd", "error"), ("good", "too_little_data")]);
        assert_eq!(answers[0]["attr"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_line_has_the_fields_of_the_contract() {
        let (_, answers) = answers(r#"{"id":"a","series":[],"intervention":{"start":1,"end":1},"more":{}}"#);
        let fields: Vec<&str> = answers[0].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields.len(), 9);
        for field in ["id", "grade", "effect", "ci_low", "ci_high", "p", "ms", "attr", "reasons"] {
            assert!(fields.contains(&field), "{field}");
        }
    }
}
