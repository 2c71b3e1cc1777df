//! The data folder: private, and used by one server at a time.

use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File, OpenOptions, Permissions, TryLockError},
    io::{Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// The lock on a data folder; it ends with the process, however that ends.
#[derive(Debug)]
pub struct DataDir {
    lock: File,
}

impl DataDir {
    /// Makes the folder, private to this user.
    pub fn make(dir: &Path) -> Result<()> {
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
        made.with_context(|| format!("the data folder {} cannot be made; choose another with `--data-dir`", dir.display()))?;
        fs::set_permissions(dir, Permissions::from_mode(0o700)).with_context(|| format!("make {} private", dir.display()))
    }

    /// Makes the folder and takes it for this process.
    pub fn hold(dir: &Path) -> Result<Self> {
        Self::make(dir)?;
        let mut file = open(&lock_file(dir))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!(
                    "the data folder {} is already used by process {}; stop that one or choose another with `--data-dir`",
                    dir.display(),
                    pid(&mut file)
                )
            }
            Err(TryLockError::Error(error)) => return Err(error).with_context(|| format!("lock {}", dir.display())),
        }
        let mut held = Self { lock: file };
        held.note("")?;
        Ok(held)
    }

    /// Writes down under which address this process is reached, for commands that run beside it.
    pub fn note(&mut self, address: &str) -> Result<()> {
        self.lock.set_len(0)?;
        self.lock.rewind()?;
        write!(self.lock, "{} {address}", std::process::id())?;
        Ok(())
    }

    /// The address of the server that uses the folder, or used it last.
    pub fn address(dir: &Path) -> Option<String> {
        let noted = fs::read_to_string(lock_file(dir)).ok()?;
        noted.split_whitespace().nth(1).map(ToOwned::to_owned)
    }

    /// The process that uses the folder.
    pub fn holder(dir: &Path) -> Result<Option<String>> {
        if !lock_file(dir).exists() {
            return Ok(None);
        }
        let mut file = open(&lock_file(dir))?;
        match file.try_lock() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => Ok(Some(pid(&mut file))),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

fn lock_file(dir: &Path) -> PathBuf {
    dir.join("maestro.lock")
}

fn open(path: &Path) -> Result<File> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path);
    file.with_context(|| format!("open {}", path.display()))
}

fn pid(file: &mut File) -> String {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    let pid = text.split_whitespace().next().filter(|_| read.is_ok());
    pid.map_or_else(|| "(unknown)".into(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_private_and_held_once() {
        let parent = tempfile::tempdir().unwrap();
        let dir = parent.path().join("data");
        let mut held = DataDir::hold(&dir).unwrap();
        held.note("http://127.0.0.1:1").unwrap();
        assert_eq!(DataDir::address(&dir).as_deref(), Some("http://127.0.0.1:1"));
        assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
        let refused = DataDir::hold(&dir).unwrap_err().to_string();
        assert!(refused.contains(&format!("already used by process {}", std::process::id())), "{refused}");
        assert_eq!(DataDir::holder(&dir).unwrap(), Some(std::process::id().to_string()));
        drop(held);
        assert_eq!(DataDir::holder(&dir).unwrap(), None);
        DataDir::hold(&dir).unwrap();
    }
}
