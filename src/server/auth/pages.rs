//! The sign-in page: plain HTML, because it stands in front of everything else.

use super::{
    Caller, cookie, gate,
    rate::Rate,
    signin::{self, SignIn},
};
use crate::{
    domain::{Error, Result},
    server::{App, public::Public},
};
use axum::{
    Router,
    extract::{Query, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::sync::Arc;

/// Wrong codes a minute from one address before it has to wait.
const WRONG_CODES: u32 = 10;

#[derive(Clone)]
struct Pages {
    public: Arc<Public>,
    wrong: Arc<Rate>,
}

/// Sign-in and sign-out.
pub fn pages(public: Arc<Public>) -> Router {
    let state = Pages { public, wrong: Arc::new(Rate::per_minute(WRONG_CODES)) };
    Router::new().route("/signin", get(sign_in)).route("/signout", post(sign_out)).with_state(state)
}

#[derive(Deserialize)]
struct Code {
    code: Option<String>,
}

async fn sign_in(State(pages): State<Pages>, app: App, Query(Code { code }): Query<Code>, request: Request) -> Result<Response> {
    let Some(code) = code else { return Ok(pages.show(StatusCode::OK, "Sign in", LOCKED)) };
    // Only a person who follows the link uses it up: not a preview of it, nor a browser that loads ahead.
    if *request.method() != Method::GET || is_prefetch(request.headers()) {
        return Ok(pages.show(StatusCode::OK, "Sign in", "Open this link in a browser to sign in."));
    }
    let peer = gate::peer(request.extensions()).to_string();
    let agent = request.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(|v| v.chars().take(300).collect());
    let said = match signin::sign_in(&app, &code, peer.clone(), agent).await? {
        SignIn::Done(login) => return Ok(([(header::SET_COOKIE, cookie::set(&app.config, &login))], Redirect::to("/")).into_response()),
        SignIn::Used => "This link was used already: it works once. Run <code>maestro signin</code> for a new one.",
        SignIn::Expired => "This link is too old: it works for 15 minutes. Run <code>maestro signin</code> for a new one.",
        SignIn::Unknown => "This is not a link of this server. Run <code>maestro signin</code> on its machine for a new one.",
    };
    if let Err(retry_after) = pages.wrong.take(&peer, app.clock.now()) {
        return Err(Error::Busy { message: format!("too many wrong sign-in links; try again in {retry_after} s"), retry_after });
    }
    Ok(pages.show(StatusCode::UNAUTHORIZED, "That link does not work", said))
}

async fn sign_out(app: App, who: Caller, headers: HeaderMap) -> Result<Response> {
    if let Some(login) = cookie::read(&headers, cookie::LOGIN) {
        signin::sign_out(&app, &who, &login).await?;
    }
    Ok(([(header::SET_COOKIE, cookie::clear(&app.config))], Redirect::to("/signin")).into_response())
}

fn is_prefetch(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose"].iter().any(|name| headers.get(*name).is_some_and(|v| v.to_str().is_ok_and(|v| v.contains("prefetch"))))
}

const LOCKED: &str =
    "Maestro on this machine is locked. Run <code>maestro signin</code> in a terminal there and open the link that it prints.";

impl Pages {
    fn show(&self, status: StatusCode, title: &str, text: &str) -> Response {
        let styles = self.public.stylesheet().map(|href| format!("<link rel=\"stylesheet\" href=\"{href}\">")).unwrap_or_default();
        let page = PAGE.replace("{styles}", &styles).replace("{title}", title).replace("{text}", text);
        (status, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
    }
}

const PAGE: &str = include_str!("signin.html");
