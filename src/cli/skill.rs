//! `maestro skill install`

use super::{place::Place, print};
use crate::{
    domain::auth::{NewToken, Scope},
    server::{
        App,
        auth::{self, Caller},
        config,
    },
};
use anyhow::{Context, Result};
use clap::{Args, Subcommand, ValueEnum};
use std::{
    fs::{self, OpenOptions, Permissions},
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// What agents are taught; the address and the token file in it are those of a usual installation.
const SKILL: &str = include_str!("../../skills/maestro/SKILL.md");
const USUAL_ADDRESS: &str = "http://127.0.0.1:3336";
const USUAL_TOKEN: &str = "~/.claude/skills/maestro/token";

/// Teach agents to report.
#[derive(Debug, Args)]
pub struct Skill {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write the skill where an agent reads it, with a token that can report
    Install(Install),
}

#[derive(Debug, Args)]
struct Install {
    /// Which agents to teach
    #[arg(long, value_enum, default_value = "all")]
    agent: Agent,
    /// For one project only, in its folder
    #[arg(long, value_name = "DIR")]
    project: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Agent {
    Claude,
    Codex,
    All,
}

impl Skill {
    /// Works beside a running server.
    pub async fn run(self) -> Result<()> {
        let Action::Install(install) = self.action;
        let app = self.place.open().await?;
        let done = install.run(&app).await;
        app.store.close().await;
        done
    }
}

impl Install {
    async fn run(&self, app: &App) -> Result<()> {
        let mut written = Vec::new();
        for (agent, name) in [(Agent::Claude, "claude"), (Agent::Codex, "codex")] {
            if self.agent == Agent::All || self.agent == agent {
                let folder = self.skills(agent)?.join("maestro");
                let file = write(app, &folder, name, self.project.is_some()).await?;
                written.push(serde_json::json!({"agent": name, "skill": file}));
            }
        }
        if self.json {
            return print::json(&written);
        }
        for one in written {
            println!("{}: {}", one["agent"].as_str().unwrap_or_default(), one["skill"].as_str().unwrap_or_default());
        }
        Ok(())
    }

    /// The folder that holds the skills of an agent.
    fn skills(&self, agent: Agent) -> Result<PathBuf> {
        let hidden = if agent == Agent::Codex { ".agents/skills" } else { ".claude/skills" };
        if let Some(project) = &self.project {
            let project = fs::canonicalize(project).with_context(|| format!("there is no folder {}", project.display()))?;
            return Ok(project.join(hidden));
        }
        let folder = if agent == Agent::Codex { config::codex_skills() } else { config::claude_skills() };
        folder.context("there is no home folder; name a project with `--project`")
    }
}

async fn write(app: &App, folder: &Path, agent: &str, in_project: bool) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    let token = folder.join("token");
    if !is_valid(app, &token).await? {
        let new = NewToken { name: format!("{agent} skill"), scope: Scope::Report, ..Default::default() };
        private(&token, &auth::create_token(app, &Caller::cli(), new).await?.secret)?;
    }
    if in_project {
        // A token in a repository is a token in public.
        fs::write(folder.join(".gitignore"), "token\n")?;
    }
    let file = folder.join("SKILL.md");
    let shown = quoted(&token);
    let text = SKILL.replace(USUAL_ADDRESS, &app.config.base_url()).replace(USUAL_TOKEN, &shown);
    fs::write(&file, text).with_context(|| format!("write {}", file.display()))?;
    Ok(file)
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    if plain { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// Whether the file has a token that still counts here.
async fn is_valid(app: &App, file: &Path) -> Result<bool> {
    let Ok(text) = fs::read_to_string(file) else { return Ok(false) };
    fs::set_permissions(file, Permissions::from_mode(0o600)).with_context(|| format!("make {} private", file.display()))?;
    Ok(auth::is_valid_token(app, text.trim()).await?)
}

fn private(file: &Path, text: &str) -> Result<()> {
    // A file that was there keeps its mode when it is opened: it must go.
    if file.exists() {
        fs::remove_file(file).with_context(|| format!("replace {}", file.display()))?;
    }
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    made.and_then(|mut made| writeln!(made, "{text}")).with_context(|| format!("write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skill_names_what_is_replaced() {
        assert!(SKILL.matches(USUAL_ADDRESS).count() >= 3 && SKILL.matches(USUAL_TOKEN).count() >= 3);
        assert!(SKILL.starts_with("---\nname: maestro\ndescription: "));
        assert_eq!(quoted(Path::new("/home/a/token")), "/home/a/token");
        assert_eq!(quoted(Path::new("/it's here")), r"'/it'\''s here'");
    }
}
