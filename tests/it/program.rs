//! The real program as a child process, for what cannot be seen from inside.

use maestro::{
    domain::auth::{NewToken, Scope},
    server::{
        App,
        auth::{self, Caller},
        clock::Clock,
        config::Config,
    },
};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

/// A running `maestro serve`; killed when dropped.
pub struct Program {
    child: Child,
    /// What it complained about; shown where a test fails.
    said: Arc<Mutex<String>>,
    /// `http://127.0.0.1:41234`
    pub base: String,
}

impl Program {
    /// Starts on `folder` and waits for the sign-in link, which comes when it is ready.
    /// A program that ends instead gives its last words.
    pub fn start(folder: &Path) -> Result<Self, String> {
        Self::start_with(folder, &[])
    }

    /// The same, with more in its environment.
    pub fn start_with(folder: &Path, environment: &[(&str, &str)]) -> Result<Self, String> {
        let mut command = command(folder, &["serve", "--addr", "127.0.0.1:0"]);
        let mut child = command.envs(environment.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut errors = child.stderr.take().unwrap();
        let Some(link) = lines.by_ref().map(Result::unwrap).find(|line| line.contains("/signin?code=")) else {
            let mut said = String::new();
            errors.read_to_string(&mut said).unwrap();
            assert_eq!(child.wait().unwrap().code(), Some(1), "it failed, so its code is 1: {said}");
            return Err(said);
        };
        // Nobody may fill a pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let said = Arc::<Mutex<String>>::default();
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            let lines = BufReader::new(errors).lines().map_while(Result::ok);
            lines.for_each(|line| heard.lock().unwrap().push_str(&(line + "\n")));
        });
        let start = link.find("http").unwrap();
        Ok(Self { child, said, base: link[start..link.find("/signin").unwrap()].to_owned() })
    }

    /// The same, and then nobody listens to what it says any more.
    pub fn start_unheard(folder: &Path) -> Self {
        let mut command = command(folder, &["serve", "--addr", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines.by_ref().map(Result::unwrap).find(|line| line.contains("/signin?code=")).unwrap();
        drop(child.stderr.take());
        let start = link.find("http").unwrap();
        Self { child, said: Arc::default(), base: link[start..link.find("/signin").unwrap()].to_owned() }
    }

    /// Its code, if it has ended.
    pub fn code(&mut self) -> Option<i32> {
        self.child.try_wait().unwrap()?.code()
    }

    /// The number of the process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop, as a service manager does; its code.
    pub fn stop(mut self) -> Option<i32> {
        assert!(Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }

    /// `kill -9`
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let ended = self.child.try_wait();
            eprintln!("the server (ended: {ended:?}) said:\n{}", self.said.lock().unwrap());
        }
        // It may have been killed already.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// A new token of that scope, made beside whatever runs on `folder`.
pub async fn token(folder: &Path, scope: Scope) -> String {
    let app = App::open(Config::for_data_dir(folder.into()), Clock::system()).await.unwrap();
    let new = NewToken { name: "test".into(), scope, ..Default::default() };
    let token = auth::create_token(&app, &Caller::system("test"), new).await.unwrap();
    app.store.close().await;
    token.secret
}

/// Sends JSON; the status and what was answered.
pub async fn post(http: &reqwest::Client, url: String, token: &str, body: &Value) -> reqwest::Result<(u16, Value)> {
    let answer = http.post(url).bearer_auth(token).json(body).send().await?;
    let status = answer.status().as_u16();
    Ok((status, answer.json().await?))
}

/// Runs a command to its end: code, what it printed, what it complained about.
pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let done = command(folder, arguments).env("HOME", folder).env_remove("CODEX_HOME").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

/// The program with its data in `folder`, and with pages to serve: a server without any refuses to start.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let public = folder.join("public");
    fs::create_dir_all(&public).unwrap();
    fs::write(public.join("index.html"), "<!doctype html><html lang=\"en\"><head></head><body><div id=\"main\"></div></body></html>")
        .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_maestro"));
    command
        .args(arguments)
        .env("MAESTRO_DATA_DIR", folder)
        .env("DIOXUS_PUBLIC_PATH", public)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null());
    command
}
