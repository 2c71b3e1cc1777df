//! The key file: 0600, made at its first use.

use anyhow::{Context, Result, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    Key,
    aead::{Generate, array::Array},
};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Where the key of a data folder lies.
pub fn file(data_dir: &Path) -> PathBuf {
    data_dir.join("secret.key")
}

/// Whether the key is as it must be; a missing one is: it will be made.
pub fn check(data_dir: &Path) -> Result<()> {
    if file(data_dir).exists() { read(&file(data_dir)).map(drop) } else { Ok(()) }
}

/// The key; made where there is none.
pub fn load(data_dir: &Path) -> Result<Key> {
    let path = file(data_dir);
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Ok(mut new) => {
            let key = <[u8; 32]>::try_generate().context("the system gave no randomness")?;
            let written = writeln!(new, "{}", STANDARD.encode(key)).and_then(|()| new.sync_all());
            // Half a key must not look like one.
            written.inspect_err(|_| drop(fs::remove_file(&path))).with_context(|| format!("write {}", path.display()))?;
            Ok(Array::from(key))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => read(&path),
        Err(error) => Err(error).with_context(|| format!("make {}", path.display())),
    }
}

fn read(path: &Path) -> Result<Key> {
    let mode = fs::metadata(path).with_context(|| format!("read {}", path.display()))?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!("{0} can be read by others (mode {mode:o}): run `chmod 600 {0}` and replace the secrets that it protects", path.display());
    }
    let text = fs::read_to_string(path).with_context(|| format!("read {}", path.display()))?;
    let bytes = STANDARD.decode(text.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    let Some(bytes) = bytes else {
        bail!("{} is damaged: bring it back from a backup, or remove it and enter the secrets again", path.display())
    };
    Ok(Array::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_refused_when_others_can_read_it() {
        let dir = tempfile::tempdir().unwrap();
        check(dir.path()).unwrap();
        let made = load(dir.path()).unwrap();
        assert_eq!(fs::metadata(file(dir.path())).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load(dir.path()).unwrap(), made);
        fs::set_permissions(file(dir.path()), fs::Permissions::from_mode(0o640)).unwrap();
        assert!(load(dir.path()).unwrap_err().to_string().contains("chmod 600"));
        assert!(check(dir.path()).is_err());
        fs::set_permissions(file(dir.path()), fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(file(dir.path()), "short").unwrap();
        assert!(load(dir.path()).unwrap_err().to_string().contains("damaged"));
    }
}
