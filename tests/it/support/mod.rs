//! A whole Maestro to test against: the real router on a free port, a data folder of its own, a clock that stands still.
#![expect(dead_code, reason = "not every subject needs every way to ask")]

pub mod agent;
pub mod anthropic;
mod call;
pub mod house;
pub mod model_server;
pub mod peer;
mod public;
pub mod real;
pub mod scenes;
pub mod standin;

pub use call::{Answer, Call};
pub use public::folder as public_folder;

use chrono::{DateTime, Duration, TimeZone, Utc};
use maestro::{
    domain::auth::{NewToken, Scope},
    server::{
        App,
        auth::{self, Caller},
        clock::Clock,
        config::Config,
        public::Public,
        serve,
    },
};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::OnceCell, task::JoinHandle};

/// When tests with a fixed clock begin.
pub fn start_of_time() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 2, 18, 14, 0, 0).unwrap()
}

/// A running Maestro. It asks with a token of scope `full` unless told otherwise.
pub struct TestApp {
    pub app: App,
    /// `http://127.0.0.1:<port>`
    pub base: String,
    /// The data folder; it goes with the test.
    pub data: TempDir,
    http: reqwest::Client,
    full: String,
    cookie: OnceCell<String>,
    server: JoinHandle<()>,
}

impl TestApp {
    /// On SQLite, with a clock that stands at [`start_of_time`].
    pub async fn new() -> Self {
        Self::with(Clock::fixed(start_of_time()), |_| {}).await
    }

    /// With the machine's clock, for what measures real time.
    pub async fn real_time() -> Self {
        Self::with(Clock::system(), |_| {}).await
    }

    /// With settings of its own.
    pub async fn with(clock: Clock, set: impl FnOnce(&mut Config)) -> Self {
        let data = TempDir::new().unwrap();
        let mut config = Config::for_data_dir(data.path().into());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        config.addr = listener.local_addr().unwrap();
        set(&mut config);
        let base = format!("http://{}", config.addr);
        let app = App::open(config, clock).await.unwrap();
        let public = Arc::new(Public::open(&public::folder()).unwrap());
        let served = app.clone();
        let server = tokio::spawn(async move { serve::answer(&served, listener, public).await.unwrap() });
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let full = make_token(&app, "test", Scope::Full).await;
        Self { app, base, data, http, full, cookie: OnceCell::new(), server }
    }

    pub fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    pub fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }

    pub fn post(&self, path: &str, body: serde_json::Value) -> Call {
        self.call("POST", path).json(body)
    }

    pub fn patch(&self, path: &str, body: serde_json::Value) -> Call {
        self.call("PATCH", path).json(body)
    }

    pub fn put(&self, path: &str, body: serde_json::Value) -> Call {
        self.call("PUT", path).json(body)
    }

    /// Any request, with the token of scope `full`.
    pub fn call(&self, method: &str, path: &str) -> Call {
        self.anonymous(method, path).token(&self.full)
    }

    /// A request without credentials.
    pub fn anonymous(&self, method: &str, path: &str) -> Call {
        Call::new(self.http.request(method.parse().unwrap(), format!("{}{path}", self.base)))
    }

    /// A page as a browser that is signed in gets it: the text of a 200.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.browser("GET", path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    /// A request of a browser that is signed in and on our own page.
    pub async fn browser(&self, method: &str, path: &str) -> Answer {
        let cookie = self.cookie().await;
        self.anonymous(method, path).header("accept", "text/html").header("cookie", &cookie).header("origin", &self.base).await
    }

    /// The cookie of a browser that is signed in.
    pub async fn cookie(&self) -> String {
        self.cookie.get_or_init(|| self.sign_in()).await.clone()
    }

    /// Signs in one more browser; its cookie.
    pub async fn sign_in(&self) -> String {
        let link = auth::link(&self.app).await.unwrap();
        let path = link.split_once("/signin").map(|(_, rest)| format!("/signin{rest}")).unwrap();
        let answer = self.anonymous("GET", &path).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }

    /// A new token of that scope.
    pub async fn token(&self, scope: Scope) -> String {
        make_token(&self.app, scope.as_str(), scope).await
    }

    /// Ends this server as a crash would, and starts another one on the same folder.
    pub async fn restart(&mut self) {
        self.app.shutdown.cancel();
        self.server.abort();
        self.app.store.close().await;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let config = Config { addr: listener.local_addr().unwrap(), ..self.app.config.clone() };
        self.base = format!("http://{}", config.addr);
        self.app = App::open(config, self.app.clock.clone()).await.unwrap();
        let public = Arc::new(Public::open(&public::folder()).unwrap());
        let served = self.app.clone();
        self.server = tokio::spawn(async move { serve::answer(&served, listener, public).await.unwrap() });
    }

    /// Moves the clock.
    pub fn advance(&self, by: Duration) {
        self.app.clock.advance(by);
    }
}

async fn make_token(app: &App, name: &str, scope: Scope) -> String {
    let new = NewToken { name: name.into(), scope, ..Default::default() };
    auth::create_token(app, &Caller::system("test"), new).await.unwrap().secret
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.app.shutdown.cancel();
        self.server.abort();
    }
}
