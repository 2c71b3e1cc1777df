//! The portfolio as a page.

use super::store::Matching;
use crate::{
    domain::{
        Result,
        portfolio::{Month, PAGE, Portfolio, PortfolioFilter},
    },
    server::{App, goals},
};

/// A page of the portfolio, counted from 0, with the sums over all pages.
pub async fn page(app: &App, filter: &PortfolioFilter, page: u32) -> Result<Portfolio> {
    let db = app.store.reader();
    let matching = Matching::of(db, filter).await?;
    let totals = matching.totals(db).await?;
    // An address kept from fuller days leads to the last page.
    let page = page.min(u32::try_from(u64::from(totals.goals).saturating_sub(1) / PAGE).unwrap_or(0));
    let skip = u64::from(page) * PAGE;
    let goals = matching.summaries(db, skip, PAGE).await?;
    let more = u64::from(totals.goals).saturating_sub(skip + goals.len() as u64);
    let mut months: Vec<Month> = Vec::new();
    for goal in goals {
        let month = goal.goal.updated_at.format("%Y-%m").to_string();
        match months.last_mut().filter(|last| last.month == month) {
            Some(last) => last.goals.push(goal),
            None => months.push(Month { month, goals: vec![goal] }),
        }
    }
    let (projects, tags) = goals::values(db).await?;
    Ok(Portfolio { totals, months, projects, tags, page, more })
}
