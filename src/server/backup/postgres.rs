//! Backups of PostgreSQL, by its own programs.

use super::files::create_private;
use anyhow::{Context, Result, bail};
use std::{fs, path::Path, process::Stdio};
use tokio::process::Command;

/// Copies the database at `url` to `file`.
pub async fn dump(url: &str, file: &Path) -> Result<()> {
    create_private(file)?;
    let dumped = run("pg_dump", &["--format=custom", "--no-owner", "--file"], url, file).await;
    if dumped.is_err() {
        drop(fs::remove_file(file));
    }
    dumped
}

/// Puts the backup in the place of what is in the database at `url`, all or nothing.
pub async fn load(url: &str, file: &Path) -> Result<()> {
    run("pg_restore", &["--clean", "--if-exists", "--no-owner", "--single-transaction"], url, file).await
}

async fn run(program: &str, arguments: &[&str], url: &str, file: &Path) -> Result<()> {
    let (url, password) = without_password(url);
    let mut command = Command::new(program);
    command.args(arguments).arg(file).arg("--dbname").arg(url).stdin(Stdio::null()).kill_on_drop(true);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let done = command.output().await.with_context(|| format!("`{program}` is missing: install the client programs of PostgreSQL"))?;
    if !done.status.success() {
        bail!("`{program}` failed: {}", String::from_utf8_lossy(&done.stderr).trim());
    }
    Ok(())
}

/// The address and the password in it: arguments of a program can be read by everyone on the machine.
fn without_password(url: &str) -> (String, Option<String>) {
    let parts = url.split_once("://").and_then(|(scheme, rest)| {
        let (login, place) = rest.split_once('@')?;
        let (user, password) = login.split_once(':')?;
        Some((format!("{scheme}://{user}@{place}"), decoded(password)))
    });
    parts.map_or_else(|| (url.to_owned(), None), |(url, password)| (url, Some(password)))
}

/// Without the percent signs of an address.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail.get(..2).filter(|_| first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_does_not_become_an_argument() {
        let (url, password) = without_password("postgres://me:p%40ss@db:5432/maestro?x=1");
        assert_eq!((url.as_str(), password.as_deref()), ("postgres://me@db:5432/maestro?x=1", Some("p@ss")));
        assert_eq!(without_password("postgres://db/maestro"), ("postgres://db/maestro".into(), None));
        assert_eq!(decoded("a%zz%"), "a%zz%");
    }
}
