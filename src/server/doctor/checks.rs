//! Folder, disk, key, pages, database, clock, integrations.

use super::Check;
use crate::{
    domain::event::Event,
    server::{
        App, backup,
        clock::{self, Clock},
        config::{self, Config},
        connections,
        datadir::DataDir,
        db,
        dispatch::{self, tidy::Litter},
        events, git,
        public::Public,
        secrets,
    },
};
use chrono::{DateTime, Utc};
use std::os::unix::fs::PermissionsExt;

/// Below this SQLite may fail in the middle of the day.
const LITTLE: u64 = 200 << 20;
/// Below this it is time to look.
const FEW: u64 = 1 << 30;
/// Before this version was made there was no Maestro: the clock is wrong.
const FIRST_DAY_MS: i64 = 1_767_225_600_000;

pub fn folder(config: &Config) -> Check {
    let dir = config.data_dir.display();
    let Ok(found) = std::fs::metadata(&config.data_dir) else {
        return Check::note("data folder", format!("there is no {dir} yet"), "start `maestro serve`: it makes the folder");
    };
    let mode = found.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Check::fault("data folder", format!("{dir} can be read by others (mode {mode:o})"), format!("run `chmod 700 {dir}`"));
    }
    match DataDir::holder(&config.data_dir) {
        Ok(Some(pid)) => Check::ok("data folder", format!("{dir}, used by process {pid}")),
        Ok(None) => Check::ok("data folder", format!("{dir}, no server runs")),
        Err(error) => Check::fault("data folder", format!("{error:#}"), format!("make {dir} yours with `chown -R $USER {dir}`")),
    }
}

pub fn disk(config: &Config) -> Check {
    let dir = config.data_dir.ancestors().find(|dir| dir.exists()).unwrap_or(&config.data_dir);
    let free = match fs4::available_space(dir) {
        Ok(free) => free,
        Err(error) => return Check::fault("disk", error.to_string(), format!("look at the disk of {}", dir.display())),
    };
    let words = format!("{:.1} GB free at {}", free as f64 / 1e9, dir.display());
    match free {
        0..LITTLE => Check::fault("disk", words, "free some space, or move the data with `--data-dir`: nothing is stored on a full disk"),
        LITTLE..FEW => Check::note("disk", words, "free some space soon"),
        _ => Check::ok("disk", words),
    }
}

pub fn key(config: &Config) -> Check {
    match secrets::check_key(&config.data_dir) {
        Ok(()) if !secrets::key_file(&config.data_dir).exists() => Check::ok("key of the secrets", "none yet; the first secret makes it"),
        Ok(()) => Check::ok("key of the secrets", "private"),
        Err(error) => Check::fault("key of the secrets", format!("{error:#}"), "see above; secrets cannot be used until then"),
    }
}

pub fn pages() -> Check {
    match config::public_dir().map(|dir| Public::open(&dir)) {
        Some(Ok(_)) => Check::ok("pages", "complete"),
        Some(Err(error)) => Check::fault("pages", format!("{error:#}"), "run `make build` and start dist/maestro"),
        None => Check::fault("pages", "this program does not know where it lies", "set DIOXUS_PUBLIC_PATH to the folder `public`"),
    }
}

/// The database, and what it knows about the clock and the integrations.
pub async fn database(config: &Config) -> Vec<Check> {
    let postgres = db::is_postgres(&config.database_url);
    if !postgres {
        match backup::integrity(&config.database_url).await {
            Ok(said) if said == "ok" => {}
            Ok(_) | Err(_) if !config.data_dir.join("maestro.db").exists() && config.is_default_database() => {
                return vec![Check::note("database", "there is none yet", "start `maestro serve`: it makes one")];
            }
            Ok(said) => return vec![damaged(&said)],
            Err(error) => return vec![damaged(&format!("{error:#}"))],
        }
    }
    let app = match App::open(config.clone(), Clock::system()).await {
        Ok(app) => app,
        Err(error) if postgres => {
            return vec![Check::fault("database", format!("{error:#}"), "check DATABASE_URL and that PostgreSQL runs")];
        }
        Err(error) => return vec![damaged(&format!("{error:#}"))],
    };
    let mut found = vec![Check::ok("database", if postgres { "PostgreSQL answers" } else { "SQLite, undamaged" })];
    found.push(clock_check(app.clock.now(), newest(&app).await));
    found.extend(lost_key(&app).await);
    found.extend(integrations(&app).await);
    found.push(worktrees(&app).await);
    app.store.close().await;
    found
}

/// Worktrees of sessions that are over.
async fn worktrees(app: &App) -> Check {
    let name = "worktrees";
    let litter = match dispatch::tidy::litter(app.store.reader(), app.clock.now()).await {
        Ok(litter) => litter,
        Err(error) => return Check::fault(name, error.to_string(), "look at the database"),
    };
    let told = |litter: &Litter| {
        let state = match litter.state {
            Some(state) if state.is_clean() => "clean".to_owned(),
            Some(state) => format!("{} files not committed, {} commits on no other branch", state.uncommitted, state.alone),
            None => "cannot be read".to_owned(),
        };
        format!("{} of {}: {state}", litter.worktree.display(), litter.session)
    };
    let unclean: Vec<String> = litter.iter().filter(|l| !l.state.is_some_and(git::State::is_clean)).map(told).collect();
    if unclean.is_empty() {
        return Check::ok(name, format!("{} of sessions that are over, all clean: they go by themselves", litter.len()));
    }
    let remedy = "push what is worth keeping, then remove them with `git worktree remove`: Maestro never removes work";
    Check::note(name, unclean.join("; "), remedy)
}

/// Secrets in the database that no key opens any more.
async fn lost_key(app: &App) -> Option<Check> {
    let file = secrets::key_file(&app.config.data_dir);
    let lost = !file.exists() && secrets::any(app).await.unwrap_or(false);
    lost.then(|| {
        let found = format!("{} is missing, and the database has secrets that were sealed with it", file.display());
        Check::fault("sealed secrets", found, "bring the file back from a backup (`FILE.key`), or enter the secrets again in Settings")
    })
}

fn damaged(said: &str) -> Check {
    Check::fault("database", said, "stop the server and bring back a backup with `maestro restore FILE`; the damaged one is kept aside")
}

async fn newest(app: &App) -> Option<Event> {
    events::newest(app.store.reader()).await.ok()?
}

fn clock_check(now: DateTime<Utc>, newest: Option<Event>) -> Check {
    let remedy = "set the machine's clock (`timedatectl set-ntp true`): until then new records seem older than they are";
    if clock::millis(now) < FIRST_DAY_MS {
        return Check::fault("clock", format!("it says {now}"), remedy);
    }
    match newest.map(|event| event.at).filter(|at| *at - now > chrono::Duration::minutes(1)) {
        Some(at) => {
            Check::fault("clock", format!("it says {}, and the newest record is of {at}", now.format("%Y-%m-%d %H:%M:%S UTC")), remedy)
        }
        None => Check::ok("clock", now.format("%Y-%m-%d %H:%M:%S UTC").to_string()),
    }
}

async fn integrations(app: &App) -> Vec<Check> {
    let known = match connections::list(app).await {
        Ok(known) => known,
        Err(error) => return vec![Check::fault("integrations", error.to_string(), "look at the database first")],
    };
    if known.is_empty() {
        return vec![Check::note(
            "integrations",
            "none",
            "connect GitHub, GitLab or a model in Settings; all works without, with less detail",
        )];
    }
    let each = known.into_iter().map(|one| {
        let words = one.status_detail.unwrap_or_else(|| one.status.clone());
        let detail = format!("{}: {words}", one.base_url);
        match one.status.as_str() {
            "failing" => Check::fault(one.kind.label(), detail, "open Settings, correct address or token, and press Test"),
            "limited" => Check::note(one.kind.label(), detail, "wait, or add a token with a higher limit in Settings"),
            _ => Check::ok(one.kind.label(), detail),
        }
    });
    each.collect()
}
