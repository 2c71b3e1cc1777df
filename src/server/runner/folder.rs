//! The files of a session.

use super::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// A socket's address holds 108 bytes on Linux and 104 on macOS, the closing zero among them.
const LONGEST_SOCKET_PATH: usize = 103;

/// The folder of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder at `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A session was to be started in it: whether it was, is learnt by attaching.
    pub fn has_begun(&self) -> bool {
        self.launch().exists()
    }

    /// Its agent was started, or was about to be.
    pub fn has_journal(&self) -> bool {
        self.journal().exists() || self.archived().exists()
    }

    /// Makes it, for its owner alone.
    pub fn make(&self) -> io::Result<()> {
        private_folder(&self.0)
    }

    /// Puts on the disk what was written quickly, and the names of all files.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(self.launch())?.sync_all()?;
        File::open(&self.0)?.sync_all()
    }

    pub(super) fn launch(&self) -> PathBuf {
        self.0.join("launch.json")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal.jsonl")
    }

    pub(super) fn archived(&self) -> PathBuf {
        self.0.join("journal.jsonl.gz")
    }

    pub(super) fn index(&self) -> PathBuf {
        self.0.join("journal.index")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.0.join("runner.lock")
    }

    pub(super) fn end(&self) -> PathBuf {
        self.0.join("end.json")
    }

    pub(super) fn fence(&self) -> PathBuf {
        self.0.join("fence")
    }

    pub(super) fn cgroup(&self) -> PathBuf {
        self.0.join("cgroup")
    }

    /// Space that is kept for the last notes of a session whose disk is full.
    pub(super) fn reserve(&self) -> PathBuf {
        self.0.join("reserve")
    }

    /// The same for the very last words, which are short.
    pub(super) fn last_reserve(&self) -> PathBuf {
        self.0.join("reserve.last")
    }

    /// What is in the way once a session is over: its socket, its reserves, the name of its control group.
    pub(super) fn clear(&self) -> io::Result<()> {
        for left_over in [self.socket()?, self.reserve(), self.last_reserve(), self.cgroup()] {
            match fs::remove_file(left_over) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// What the runner itself has to say, as a panic.
    pub(super) fn log(&self) -> PathBuf {
        self.0.join("runner.log")
    }

    /// Where the runner is to listen: in the folder, or below `runtime` under a name made of `session` where that path is too long.
    pub(super) fn choose_socket(&self, runtime: Option<&Path>, session: &str) -> Result<PathBuf> {
        let here = self.0.join("runner.sock");
        if fits(&here) {
            return Ok(here);
        }
        let short = runtime.map(|folder| folder.join(format!("{session}.sock"))).filter(|path| fits(path));
        let (Some(path), Some(folder)) = (short, runtime) else {
            return Err(Error::Refused(format!(
                "the path of {} is too long for a socket, and no shorter folder was named",
                here.display()
            )));
        };
        private_folder(folder)?;
        write_quickly(&self.0.join("socket"), path.to_string_lossy().as_bytes())?;
        Ok(path)
    }

    /// Where the runner listens.
    pub(super) fn socket(&self) -> io::Result<PathBuf> {
        match fs::read_to_string(self.0.join("socket")) {
            Ok(path) => Ok(path.into()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(self.0.join("runner.sock")),
            Err(error) => Err(error),
        }
    }
}

fn fits(path: &Path) -> bool {
    path.as_os_str().len() <= LONGEST_SOCKET_PATH
}

/// Makes a folder that nobody else can enter; one that somebody else made is refused.
fn private_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let found = fs::symlink_metadata(path)?;
    if !found.is_dir() || found.uid() != rustix::process::geteuid().as_raw() {
        return Err(io::Error::new(ErrorKind::PermissionDenied, format!("{} is not a folder of this user's own", path.display())));
    }
    fs::set_permissions(path, Permissions::from_mode(0o700))
}

/// A new file for its owner alone; fails where there is one.
pub(super) fn create_private(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create_new(true).mode(0o600).open(path)
}

/// Writes a whole file or nothing: under another name first, on the disk, then in place.
pub(super) fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = beside(path);
    write_new(&new, content)?.sync_all()?;
    fs::rename(&new, path)?;
    sync_parent(path)
}

/// The same for those who read it while the machine is up: a start does not wait for the disk.
pub(super) fn write_quickly(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = beside(path);
    write_new(&new, content)?;
    fs::rename(&new, path)
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn write_new(path: &Path, content: &[u8]) -> io::Result<File> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    Ok(file)
}

/// A new name is on the disk when its folder is.
pub(super) fn sync_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// The same for a value.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> io::Result<()> {
    write_whole(path, &serde_json::to_vec(value)?)
}

/// Reads what [`write_json`] wrote; none where there is no such file.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let damaged = |error: serde_json::Error| Error::Damaged { file: path.display().to_string(), detail: error.to_string() };
    serde_json::from_slice(&content).map(Some).map_err(damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_moves_where_its_path_is_too_long() {
        let place = tempfile::tempdir().unwrap();
        let short = Folder::new(place.path().join("s"));
        short.make().unwrap();
        assert_eq!(short.choose_socket(None, "x").unwrap(), short.path().join("runner.sock"));
        let long = Folder::new(place.path().join("x".repeat(100)));
        long.make().unwrap();
        assert!(long.choose_socket(None, "x").unwrap_err().to_string().contains("too long"));
        let runtime = place.path().join("run");
        let moved = long.choose_socket(Some(&runtime), "x").unwrap();
        assert_eq!(moved, runtime.join("x.sock"));
        assert_eq!(long.socket().unwrap(), moved);
        assert_eq!(fs::metadata(&runtime).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
