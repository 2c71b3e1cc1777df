//! One runner a folder.

use super::{Error, Folder, Result};
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
};

/// The lock on a session's folder; it ends with the process, however that ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it and notes who holds it: process and start time.
    pub fn take(folder: &Folder, holder: &str) -> Result<Self> {
        let mut file = open(folder)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut by = String::new();
                file.read_to_string(&mut by)?;
                return Err(Error::Begun(format!("process {} runs it", by.split_whitespace().next().unwrap_or("(unknown)"))));
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(holder.as_bytes())?;
        Ok(Self { _file: file })
    }

    /// Does a living process hold it? Those who only ask do not get in each other's way.
    pub fn is_held(folder: &Folder) -> Result<bool> {
        match open(folder)?.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

fn open(folder: &Folder) -> Result<File> {
    Ok(OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(folder.lock())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_runner() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        assert!(!Lock::is_held(&folder).unwrap());
        let held = Lock::take(&folder, "17 4711").unwrap();
        assert!(Lock::is_held(&folder).unwrap());
        assert_eq!(Lock::take(&folder, "18 4712").unwrap_err().to_string(), "the session has begun already: process 17 runs it");
        drop(held);
        Lock::take(&folder, "18 4712").unwrap();
    }
}
