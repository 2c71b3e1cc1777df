//! The release server as a child process.

use maestro::{
    domain::auth::{NewToken, Scope},
    server::auth::{self, Caller},
};
use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const MAESTRO: &str = env!("CARGO_BIN_EXE_maestro");

/// A running server; ends when dropped.
pub struct Server {
    child: Child,
    folder: TempDir,
    /// `http://127.0.0.1:41234`
    pub base: String,
    /// From the start of the process to its first answer.
    pub started_in: Duration,
}

impl Server {
    pub async fn start(folder: TempDir) -> Self {
        Self::start_with(folder, &[]).await
    }

    /// With more in its environment.
    pub async fn start_with(folder: TempDir, environment: &[(&str, &str)]) -> Self {
        let before = Instant::now();
        let mut command = command(folder.path(), &["serve", "--addr", "127.0.0.1:0"]);
        let mut child = command.envs(environment.iter().copied()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines.by_ref().map(Result::unwrap).find(|line| line.contains("/signin?code=")).expect("a sign-in link");
        // Nobody may fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let start = link.find("http").unwrap();
        let base = link[start..link.find("/signin").unwrap()].to_owned();
        let http = reqwest::Client::new();
        while !http.get(format!("{base}/healthz")).send().await.is_ok_and(|answer| answer.status().is_success()) {
            tokio::task::yield_now().await;
        }
        Self { child, folder, base, started_in: before.elapsed() }
    }

    /// Its data.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new access token.
    pub async fn token(&self, scope: Scope) -> String {
        let app = crate::fill::open(&self.folder).await;
        let new = NewToken { name: "bench".into(), scope, ..Default::default() };
        let token = auth::create_token(&app, &Caller::system("bench"), new).await.unwrap();
        app.store.close().await;
        token.secret
    }

    /// What the process holds of the machine's memory, in bytes.
    pub fn resident(&self) -> u64 {
        let said = Command::new("ps").args(["-o", "rss=", "-p", &self.child.id().to_string()]).output().unwrap();
        String::from_utf8(said.stdout).unwrap().trim().parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The program on this data folder, with a client to serve and no noise.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(MAESTRO);
    command
        .args(arguments)
        .env("MAESTRO_DATA_DIR", folder)
        .env("RUST_LOG", "warn")
        .env("DIOXUS_PUBLIC_PATH", public())
        .stderr(Stdio::null());
    command
}

/// The release client, as `cargo xtask web --release` lays it out.
pub fn public() -> std::path::PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("../web/wasm-release/public")
}
