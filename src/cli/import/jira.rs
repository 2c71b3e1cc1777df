//! `maestro import jira`

use crate::cli::print;
use crate::{
    domain::jira::{ImportStep, Imported, Known, Preview, Query},
    server::{App, auth::Caller, jira},
};
use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

/// The longest title in a table.
const TITLE_SHOWN: usize = 60;

/// Which issues, and whether they only are to be shown.
#[derive(Debug, Args)]
pub struct Jira {
    /// Which issues, as `project = ABC AND statusCategory != Done`
    #[arg(long, value_name = "JQL")]
    jql: String,
    /// Id of the connection to ask [default: the only one to a Jira]
    #[arg(long, value_name = "ID")]
    connection: Option<String>,
    /// Show what would become of the issues, and store nothing
    #[arg(long)]
    dry_run: bool,
}

impl Jira {
    /// Brings the issues in, or shows them, and says what came of it.
    pub async fn run(&self, app: &App, json: bool) -> Result<()> {
        let query = Query { connection_id: self.connection.clone(), jql: self.jql.clone(), keys: None };
        if self.dry_run {
            let preview = jira::preview(app, query).await?;
            return if json { print::json(&preview) } else { show(&preview) };
        }
        let imported = bring_in(app, query).await?;
        if json {
            return print::json(&imported);
        }
        tell(&imported);
        Ok(())
    }
}

/// The bar is drawn on a terminal only.
async fn bring_in(app: &App, query: Query) -> Result<Imported> {
    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template("{msg} {bar:40} {pos} of {len} issues")?);
    let moving = bar.clone();
    let mut on_step = move |step| match step {
        ImportStep::Reading { read, of } => {
            moving.set_message("reading");
            moving.set_length(of.unwrap_or(read).max(read));
            moving.set_position(read);
        }
        ImportStep::Writing { done, of } => {
            moving.set_message("writing");
            moving.set_length(of);
            moving.set_position(done);
        }
        ImportStep::Done(_) | ImportStep::Failed(_) => {}
    };
    let imported = jira::import(app, &Caller::cli(), query, &mut on_step).await;
    bar.finish_and_clear();
    Ok(imported?)
}

fn show(preview: &Preview) -> Result<()> {
    let known = |known: &Option<Known>| match known {
        Some(known) if known.archived => format!("{} (archived)", known.goal_key),
        Some(known) => known.goal_key.clone(),
        None => "new".into(),
    };
    let rows: Vec<[String; 6]> = preview
        .issues
        .iter()
        .map(|issue| {
            let title: String = issue.title.chars().take(TITLE_SHOWN).collect();
            let parent = issue.parent.clone().unwrap_or_default();
            [issue.key.clone(), title, issue.kind.clone(), issue.status.as_str().into(), parent, known(&issue.known)]
        })
        .collect();
    print::table(["ISSUE", "TITLE", "TYPE", "STATUS", "PART OF", "GOAL"], &rows);
    if preview.more {
        let of = preview.total.map(|total| format!(" of about {total}")).unwrap_or_default();
        println!("\nThese are the first {}{of}.", preview.issues.len());
    }
    println!("\nNothing was stored.");
    Ok(())
}

fn tell(imported: &Imported) {
    let rows: Vec<[String; 3]> = [
        ("added", imported.added),
        ("updated", imported.updated),
        ("unchanged", imported.unchanged),
        ("in the archive", imported.archived),
    ]
    .map(|(what, count)| ["goals".to_owned(), what.to_owned(), count.to_string()])
    .to_vec();
    print::table(["", "", "COUNT"], &rows);
    for note in &imported.notes {
        println!("\n{note}");
    }
}
