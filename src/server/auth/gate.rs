//! The gate that every request passes.

use super::{
    Caller, Proof,
    credentials::{self, Known},
    host, origin,
    policy::{self, Need},
    rate::Rate,
    store,
};
use crate::{
    domain::{Error, Result},
    server::{App, db::Tx, public::Public},
};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

/// Requests that a token may send in a minute: 50 a second.
const PER_MINUTE: u32 = 3_000;
/// Seconds between two notes of a token's use.
const TOUCH_SECONDS: i64 = 60;

/// What the gate knows.
#[derive(Clone)]
pub struct Gate {
    app: App,
    public: Arc<Public>,
    rate: Arc<Rate>,
    /// Which tokens' use was noted lately: requests that come before a note is stored must not add their own.
    noted: Arc<Rate>,
}

impl Gate {
    /// A gate in front of `app`.
    pub fn new(app: App, public: Arc<Public>) -> Self {
        Self { app, public, rate: Arc::new(Rate::per_minute(PER_MINUTE)), noted: Arc::new(Rate::per_minute(1)) }
    }
}

/// Lets a request pass, with its [`Caller`], or answers it.
pub async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match gate.check(&parts).await {
        Ok(Some(known)) => {
            gate.touch(&known);
            parts.extensions.insert(known.proof);
            parts.extensions.insert(known.caller);
        }
        Ok(None) => {}
        Err(Error::Unauthorized { .. }) if is_page(&parts.method, parts.uri.path(), &parts.headers) => {
            return Redirect::to("/signin").into_response();
        }
        Err(error) => return error.into_response(),
    }
    next.run(Request::from_parts(parts, body)).await
}

impl Gate {
    /// Host, credentials, origin, scope, rate: in this order.
    async fn check(&self, request: &Parts) -> Result<Option<Known>> {
        let (app, headers, path) = (&self.app, &request.headers, request.uri.path());
        let authority = host::authority(headers, &request.uri);
        host::check(&app.config, authority.as_ref())?;
        let need = match policy::need(&request.method, path, self.public.has(path)) {
            Need::Nothing | Need::Signature => return Ok(None),
            Need::Access(need) => need,
        };
        let known = credentials::resolve(app, headers, peer(&request.extensions)).await?;
        if known.proof.is_ambient() {
            origin::check(&request.method, headers, authority.as_ref(), app.config.public_url.as_deref())?;
        }
        if !policy::allows(known.caller.access, need) {
            return Err(out_of_reach(&known.caller));
        }
        if let Proof::Token(id) = &known.proof {
            self.rate.take(id.as_str(), app.clock.now()).map_err(|retry_after| Error::Busy {
                message: format!("this token sends more than 50 requests a second; try again in {retry_after} s"),
                retry_after,
            })?;
        }
        Ok(Some(known))
    }

    /// Notes a token's use, at most once a minute, without keeping the request waiting.
    fn touch(&self, known: &Known) {
        let Proof::Token(id) = &known.proof else { return };
        let (app, id, now) = (self.app.clone(), id.clone(), self.app.clock.now());
        if known.last_used_at.is_some_and(|at| (now - at).num_seconds() < TOUCH_SECONDS) {
            return;
        }
        if self.noted.take(id.as_str(), now).is_err() {
            return;
        }
        tokio::spawn(async move {
            let caller = Caller::system("gate");
            let noted = app.store.write(&caller, now, async move |tx: &mut Tx| store::touch_token(tx.db(), &id, tx.now()).await).await;
            if let Err(error) = noted {
                tracing::warn!(%error, "a token's use was not noted");
            }
        });
    }
}

fn out_of_reach(caller: &Caller) -> Error {
    let has = crate::domain::auth::Scope::from(caller.access).as_str();
    Error::Forbidden { message: format!("the scope `{has}` of {} does not reach that far; use a token with another scope", caller.actor) }
}

/// The address at the other end of the connection.
pub fn peer(extensions: &Extensions) -> IpAddr {
    let info = extensions.get::<ConnectInfo<SocketAddr>>();
    info.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(addr)| addr.ip().to_canonical())
}

/// A browser that goes to a page, not a program that asks for data.
fn is_page(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    let is_data = ["/api", "/rpc", "/hooks", "/otlp", "/metrics"].iter().any(|p| path == *p || path.starts_with(&format!("{p}/")));
    let text = |name: header::HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    *method == Method::GET && !is_data && text(header::ACCEPT).contains("text/html") && text(header::AUTHORIZATION).is_empty()
}
