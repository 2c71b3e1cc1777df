//! `maestro import darvis`

use crate::cli::print;
use crate::server::{
    App,
    auth::Caller,
    import::darvis::{self, Added, Summary},
};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;

/// Brings a file in and says what came of it.
pub async fn run(app: &App, file: &Path, json: bool) -> Result<()> {
    let summary = bring_in(app, file).await?;
    if json {
        return print::json(&summary);
    }
    tell(&summary);
    Ok(())
}

/// The bar is drawn on a terminal only.
async fn bring_in(app: &App, file: &Path) -> Result<Summary> {
    let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template("{bar:40} {pos} of {len} records, {eta} left")?);
    let mut on_step = |step: darvis::Step| {
        bar.set_length(step.of as u64);
        bar.set_position(step.done as u64);
    };
    let summary = darvis::import(app, &Caller::cli(), file, &mut on_step).await;
    bar.finish_and_clear();
    Ok(summary?)
}

fn tell(summary: &Summary) {
    let row = |name: &str, Added { added, known }: Added| [name.into(), added.to_string(), known.to_string()];
    let rows = [
        row("goals", summary.goals),
        row("updates", summary.updates),
        row("artifacts", summary.artifacts),
        row("metrics", summary.metrics),
    ];
    print::table(["", "ADDED", "KNOWN BEFORE"], &rows);
    if !summary.oddities.is_empty() {
        println!("\n{} odd things; the rest came in:", summary.oddities.len());
    }
    for odd in &summary.oddities {
        let row = odd.row.map(|row| format!(" row {row}")).unwrap_or_default();
        let id = odd.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
        println!("  {}{row}{id}: {}", odd.table, odd.detail);
    }
}
