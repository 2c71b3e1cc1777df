//! Where things are.

use anyhow::{Context, Result};
use cargo_metadata::{Metadata, MetadataCommand};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders of this build.
pub struct Workspace {
    pub root: PathBuf,
    pub target: PathBuf,
}

impl Workspace {
    /// Finds them: the root from this package's place, the target folder as cargo does.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies inside the workspace")?.to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// `cargo` in the workspace, the same one that runs us.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        command
    }

    /// The script of `ECharts`, out of the package that draws charts on the server: nothing vendored, same version on both sides.
    pub fn echarts(&self) -> Result<PathBuf> {
        let metadata: Metadata = MetadataCommand::new()
            .manifest_path(self.root.join("Cargo.toml"))
            .other_options(["--locked", "--offline"].map(String::from))
            .exec()
            .or_else(|_| MetadataCommand::new().manifest_path(self.root.join("Cargo.toml")).exec())?;
        let package = metadata.packages.iter().find(|p| p.name == "charming").context("the package `charming` is missing")?;
        let folder = package.manifest_path.parent().context("a manifest lies in a folder")?.join("src/asset");
        let files = std::fs::read_dir(&folder).with_context(|| format!("read {folder}"))?;
        let name = |path: &PathBuf| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("echarts-"));
        files.filter_map(|f| f.ok().map(|f| f.path())).find(name).with_context(|| format!("no ECharts in {folder}"))
    }
}
