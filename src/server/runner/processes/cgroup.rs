//! A control group of the session's own (Linux, cgroup v2), where this user may make one.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A group below the one that the runner is in. No process can leave it without the right to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cgroup(PathBuf);

impl Cgroup {
    /// Makes one; none where the machine does not let us, or does not know how to end a whole group.
    pub fn make(session: &str) -> Option<Self> {
        let path = own_group()?.join(format!("maestro-{session}"));
        fs::create_dir(&path).ok()?;
        let made = Self(path);
        if !made.0.join("cgroup.kill").exists() {
            made.remove();
            return None;
        }
        Some(made)
    }

    /// One that was made before.
    pub fn at(path: PathBuf) -> Option<Self> {
        path.join("cgroup.procs").exists().then_some(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Moves a process into it; what that starts from then on is in it too.
    pub fn hold(&self, pid: u32) -> std::io::Result<()> {
        fs::write(self.0.join("cgroup.procs"), pid.to_string())
    }

    /// Who is in it, or in a group below.
    pub fn processes(&self) -> Vec<u32> {
        let mut found = Vec::new();
        collect(&self.0, &mut found);
        found
    }

    /// SIGKILL for all of it at once.
    pub fn kill(&self) -> std::io::Result<()> {
        fs::write(self.0.join("cgroup.kill"), "1")
    }

    /// Takes it away, if it is empty.
    pub fn remove(&self) {
        // One that is not empty stays, and does no harm.
        let _stays = fs::remove_dir(&self.0);
    }
}

fn collect(group: &Path, found: &mut Vec<u32>) {
    let listed = fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
    found.extend(listed.lines().filter_map(|pid| pid.parse::<u32>().ok()));
    for entry in fs::read_dir(group).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&entry.path(), found);
        }
    }
}

/// The folder of the group that this process is in.
fn own_group() -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
    locate(&mounts, &groups)
}

/// `36 25 0:31 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw` and `0::/user.slice`.
fn locate(mounts: &str, groups: &str) -> Option<PathBuf> {
    let mount = mounts.lines().find(|line| line.contains(" - cgroup2 "))?.split(' ').nth(4)?;
    let own = groups.lines().find_map(|line| line.strip_prefix("0::/"))?;
    Some(Path::new(mount).join(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_group_is_located() {
        let mounts = "22 1 0:20 / /proc rw - proc proc rw\n36 25 0:31 / /sys/fs/cgroup rw shared:9 - cgroup2 cgroup2 rw\n";
        assert_eq!(locate(mounts, "1:cpu:/x\n0::/user.slice/a\n"), Some("/sys/fs/cgroup/user.slice/a".into()));
        assert_eq!(locate(mounts, "1:cpu:/x\n"), None);
        assert_eq!(locate("", "0::/\n"), None);
    }
}
