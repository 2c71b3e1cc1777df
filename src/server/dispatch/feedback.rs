//! What checks and reviewers say about the requests of a session.

use super::view;
use crate::{
    domain::{Error, Result, feedback::Feedback, reference::Reference},
    server::{
        App,
        auth::Caller,
        connections::{self, Mark},
        db::Tx,
        integrations::{Remarks, SourceError, untold_wait},
    },
};

/// At most so many requests of one session are asked about, the newest of them.
const REQUESTS_MOST: usize = 3;
/// The status of a connection whose host wants to be left alone.
const LIMITED: &str = "limited";

/// Asks the code hosts for what is to be done, and puts it into words for the agent.
pub async fn feedback(app: &App, name: &str) -> Result<Feedback> {
    let view = view::view(app.store.reader(), name).await?;
    let requests: Vec<Reference> = view.pulls.iter().filter_map(|url| Reference::parse(url)).take(REQUESTS_MOST).collect();
    if requests.is_empty() {
        return Err(Error::conflict(format!("{} has no pull request yet: push it, and open one", view.session.key)));
    }
    let (mut checks, mut comments) = (Vec::new(), Vec::new());
    for request in &requests {
        let remarks = ask(app, request).await?;
        checks.extend(remarks.checks);
        comments.extend(remarks.comments);
    }
    let urls: Vec<String> = requests.iter().map(Reference::canonical_url).collect();
    Ok(Feedback::new(&urls, checks, comments))
}

async fn ask(app: &App, request: &Reference) -> Result<Remarks> {
    let missing = || {
        let (name, host) = (request.host.label(), &request.web_url);
        Error::conflict(format!("connect {host} in Settings, as {name} with a token, to read checks and comments here"))
    };
    let connection = connections::with_token(app, request).await?.ok_or_else(missing)?;
    if let Some(at) = connection.retry_at.filter(|at| connection.status == LIMITED && *at > app.clock.now()) {
        let until = at.format("%H:%M UTC");
        return Err(Error::unreachable(format!("{} wants to be left alone until {until}; ask again then", request.web_url)));
    }
    let (host, _) = connections::code_host(app, &connection).await?;
    let told = match host {
        Ok(host) => host.remarks(request, app.clock.now()).await,
        Err(error) => Err(error),
    };
    if let Err(SourceError::RateLimited { until, detail }) = &told {
        let at = until.unwrap_or_else(|| app.clock.now() + untold_wait(0));
        leave_alone(app, connection.id, Mark { status: LIMITED, detail: Some(detail.clone()), retry_at: Some(at) }).await?;
    }
    told.map_err(|error| Error::unreachable(format!("{} did not tell about {}: {error}", request.web_url, request.short())))
}

/// The other questions to this host wait, too.
async fn leave_alone(app: &App, connection: String, mark: Mark) -> Result<()> {
    let op = async move |tx: &mut Tx| connections::mark(tx, &connection, &mark, None).await;
    app.store.write(&Caller::system("feedback"), app.clock.now(), op).await
}
