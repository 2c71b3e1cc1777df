//! Settings from the environment and the command line, read once at the start.

use super::runner::Settings;
use crate::domain::dispatch::AgentKind;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// How this server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where it listens: `--addr`, `MAESTRO_ADDR`.
    pub addr: SocketAddr,
    /// Database, key and lock: `--data-dir`, `MAESTRO_DATA_DIR`.
    pub data_dir: PathBuf,
    /// `--database-url`, `DATABASE_URL`; SQLite in the data folder unless given.
    pub database_url: String,
    /// The address that people use: `--public-url`, `MAESTRO_PUBLIC_URL`.
    pub public_url: Option<String>,
    /// Believe `Tailscale-User-Login` of a loopback peer: `--trust-tailscale`.
    pub trust_tailscale: bool,
    /// The key of Anthropic, where none is set in Settings: `ANTHROPIC_API_KEY`.
    pub anthropic_key: Option<String>,
    /// The key of OpenAI, where none is set in Settings: `OPENAI_API_KEY`.
    pub openai_key: Option<String>,
    /// Hosts that metrics may be read from though they hand out secrets to machines (link-local, metadata services):
    /// `MAESTRO_ALLOW_HOSTS`, names or addresses with commas between.
    pub allowed_hosts: Vec<String>,
    /// Maestro's own executable, which runs the agents too.
    pub program: PathBuf,
    /// Where the agents' executables are.
    pub agents: Executables,
    /// How long the runner waits for what.
    pub runner: Settings,
}

/// Where the agents' executables are.
#[derive(Clone, Debug, Default)]
pub struct Executables {
    /// `MAESTRO_CLAUDE`: a path, or a name to be looked for.
    pub claude: Option<PathBuf>,
    /// `MAESTRO_CODEX`: the same.
    pub codex: Option<PathBuf>,
    /// The folders of `PATH`.
    pub path: Vec<PathBuf>,
}

impl Executables {
    /// What is set for this agent.
    pub fn set(&self, agent: AgentKind) -> Option<&Path> {
        match agent {
            AgentKind::ClaudeCode => self.claude.as_deref(),
            AgentKind::Codex => self.codex.as_deref(),
        }
    }

    /// As the environment says.
    #[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
    fn from_environment() -> Self {
        let path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
        Self { claude: folder("MAESTRO_CLAUDE"), codex: folder("MAESTRO_CODEX"), path }
    }
}

/// Where it listens unless told otherwise.
pub const DEFAULT_ADDR: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3336);

impl Config {
    /// The defaults, with everything in `data_dir` and nothing from the environment.
    pub fn for_data_dir(data_dir: PathBuf) -> Self {
        let database_url = super::db::sqlite_url(&data_dir.join("maestro.db"));
        Self {
            addr: DEFAULT_ADDR,
            data_dir,
            database_url,
            public_url: None,
            trust_tailscale: false,
            anthropic_key: None,
            allowed_hosts: Vec::new(),
            openai_key: None,
            program: own_program(),
            agents: Executables::default(),
            runner: Settings::default(),
        }
    }

    /// With the keys of models, and the agents, that the environment has.
    pub fn with_environment(self) -> Self {
        let (anthropic_key, openai_key) = (text("ANTHROPIC_API_KEY"), text("OPENAI_API_KEY"));
        let hosts = text("MAESTRO_ALLOW_HOSTS").unwrap_or_default();
        let allowed_hosts = hosts.split(',').map(|host| host.trim().to_owned()).filter(|host| !host.is_empty()).collect();
        Self { anthropic_key, openai_key, allowed_hosts, agents: Executables::from_environment(), ..self }
    }

    /// Whether the database is the one in the data folder.
    pub fn is_default_database(&self) -> bool {
        self.database_url == Self::for_data_dir(self.data_dir.clone()).database_url
    }

    /// Whether people come by HTTPS only.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// The address for programs on this machine, without a slash at its end.
    pub fn local_url(&self) -> String {
        format!("http://{}", reachable(self.addr))
    }

    /// The address that people use, without a slash at its end.
    pub fn base_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => self.local_url(),
        }
    }
}

/// Where this program lies. What replaces it during an upgrade is not waited for: the path stays the same.
fn own_program() -> PathBuf {
    let deleted = " (deleted)";
    let own = std::env::current_exe().unwrap_or_default();
    match own.to_str().and_then(|path| path.strip_suffix(deleted)) {
        Some(path) => PathBuf::from(path),
        None => own,
    }
}

/// Nobody can go to the address of "all interfaces".
fn reachable(addr: SocketAddr) -> SocketAddr {
    if addr.ip().is_unspecified() { SocketAddr::new(DEFAULT_ADDR.ip(), addr.port()) } else { addr }
}

/// The data folder where none is given: `maestro` in the user's folder for data.
pub fn default_data_dir() -> Option<PathBuf> {
    if cfg!(target_os = "macos") {
        return folder("HOME").map(|home| home.join("Library/Application Support/maestro"));
    }
    folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share"))).map(|data| data.join("maestro"))
}

/// Where Claude Code reads the skills of its user.
pub fn claude_skills() -> Option<PathBuf> {
    Some(folder("HOME")?.join(".claude/skills"))
}

/// Where Codex reads the skills of its user.
pub fn codex_skills() -> Option<PathBuf> {
    folder("CODEX_HOME").or_else(|| folder("HOME").map(|home| home.join(".codex"))).map(|home| home.join("skills"))
}

/// The folder that a variable names.
#[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|v| !v.is_empty()).map(PathBuf::from)
}

/// The files that browsers are served: `DIOXUS_PUBLIC_PATH`, or `public` beside the executable. Dioxus looks in the same place.
pub fn public_dir() -> Option<PathBuf> {
    if let Some(given) = folder("DIOXUS_PUBLIC_PATH") {
        return Some(given);
    }
    Some(std::env::current_exe().ok()?.parent()?.join("public"))
}

/// What the system calls the person who runs this.
pub fn user_name() -> Option<String> {
    ["USER", "LOGNAME"].into_iter().find_map(text).map(|name| name.trim().to_owned())
}

/// What a variable says.
#[expect(clippy::disallowed_methods, reason = "the one place that may ask")]
fn text(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|text| !text.trim().is_empty())
}
