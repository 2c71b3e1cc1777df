//! The portfolio, for its page.

#[cfg(feature = "server")]
use crate::server::{App, auth::Caller, portfolio};

use crate::domain::{
    Result,
    portfolio::{Portfolio, PortfolioFilter},
};
use dioxus::prelude::*;

/// A page of the portfolio, `number` counted from 0, with the sums over all pages.
#[post("/rpc/portfolio", app: App, who: Caller)]
pub async fn page(filter: PortfolioFilter, number: u32) -> Result<Portfolio> {
    who.may_read()?;
    portfolio::page(&app, &filter, number).await
}
