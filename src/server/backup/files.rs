//! Files that only their owner can read.

use anyhow::{Context, Result};
use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// A new empty file, private from its first moment on.
pub fn create_private(path: &Path) -> Result<File> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    made.with_context(|| format!("{} cannot be written", path.display()))
}

/// Copies a file so that the copy is private and on the disk.
pub fn copy_private(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let mut made = create_private(to)?;
    io::copy(&mut source, &mut made).and_then(|_| made.sync_all()).with_context(|| format!("{} cannot be written", to.display()))
}

/// Renames a file to `<name>.<aside>`; none where there is no such file.
pub fn put_aside(path: &Path, aside: &str) -> Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{aside}"));
    let to = PathBuf::from(name);
    fs::rename(path, &to).with_context(|| format!("{} cannot be put aside", path.display()))?;
    Ok(Some(to))
}
