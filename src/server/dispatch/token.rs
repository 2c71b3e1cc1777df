//! The token of one run of one session: it may report for that session, and nothing else.

use super::job::Job;
use crate::{
    domain::Result,
    server::{App, auth, auth::Caller},
};

/// A new one; those of earlier runs end.
pub async fn issue(app: &App, job: &Job) -> Result<String> {
    let name = format!("{}, run {}", job.session.key, job.run);
    auth::session_token(app, &Caller::system("dispatch"), &job.session.id, name).await
}
