//! Starts a runner.

use super::{Error, Folder, Handle, MARKER, Plan, Result, wire::Ready};
use std::{
    fs::OpenOptions,
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// A cold disk may take seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the session of `plan` in `folder`, by a runner that is on its own from then on.
///
/// Gives back once the agent's process is alive. `executable` is Maestro's own. After [`Error::Gone`] the agent may run all the
/// same: attach to learn whether it does.
pub async fn start(executable: &Path, folder: &Folder, plan: &Plan) -> Result<Handle> {
    folder.make()?;
    if folder.launch().exists() {
        return Err(Error::Begun("it was started before".into()));
    }
    plan.hand_over(folder)?;
    let mut child = spawn(executable, folder)?;
    let ready = match timeout(PATIENCE, ready(&mut child)).await {
        Ok(ready) => ready?,
        Err(_) => return Err(Error::Gone("the runner did not say in time that it is ready".into())),
    };
    tokio::spawn(collect(child));
    match ready {
        Ready::Running { .. } => Ok(Handle::new(folder.clone(), plan.token)),
        Ready::Begun(detail) => Err(Error::Begun(detail)),
        Ready::Agent(detail) => Err(Error::Agent(detail)),
        Ready::Failed(detail) => Err(Error::Refused(detail)),
    }
}

/// The folder is all that is in the arguments: everybody can read those.
fn spawn(executable: &Path, folder: &Folder) -> io::Result<Child> {
    let log = OpenOptions::new().append(true).create(true).mode(0o600).open(folder.log())?;
    Command::new(executable)
        .arg("runner")
        .arg("--session-dir")
        .arg(folder.path())
        .env_remove(MARKER)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
}

async fn ready(child: &mut Child) -> Result<Ready> {
    let mut line = String::new();
    if let Some(stdout) = child.stdout.take() {
        BufReader::new(stdout).read_line(&mut line).await?;
    }
    let damaged = |_| Error::Gone("the runner ended before it was ready; see runner.log in the session's folder".into());
    serde_json::from_str(&line).map_err(damaged)
}

/// While this server lives it is the runner's parent, and has to take note of its end.
async fn collect(mut child: Child) -> io::Result<ExitStatus> {
    child.wait().await
}
