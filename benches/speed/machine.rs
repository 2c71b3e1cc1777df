//! Which machine this is, and what a browser downloads from it.

use crate::{
    server,
    table::{Table, kilobytes},
};
use std::{fs, path::Path, process::Command};

/// One line: processor, cores, memory, system, file system, compiler.
pub fn name() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            text.lines().find_map(|line| line.strip_prefix("model name").map(|rest| rest.trim_matches([' ', '\t', ':']).to_owned()))
        })
        .or_else(|| said("sysctl", &["-n", "machdep.cpu.brand_string"]))
        .unwrap_or_else(|| "an unknown processor".into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let system = said("uname", &["-sr"]).unwrap_or_default();
    let disk = said("stat", &["-f", "-c", "%T", env!("CARGO_TARGET_TMPDIR")]).unwrap_or_else(|| "local disk".into());
    let compiler = said("rustc", &["--version"]).unwrap_or_default();
    format!("Measured on {cpu}, {cores} cores, {system}, {disk}, {compiler}.")
}

/// What the browser gets, compressed with brotli, against the aims.
pub fn downloads(table: &mut Table) {
    let mut sizes = [0; 3];
    let kinds = [".wasm.br", ".js.br", ".css.br"];
    walk(&server::public(), &mut |path, bytes| {
        // The charts' engine comes only when somebody explores a chart.
        let at = kinds.iter().position(|kind| path.ends_with(kind) && !path.contains("echarts"));
        if let Some(at) = at {
            sizes[at] += bytes;
        }
    });
    for ((what, aim), bytes) in [("wasm", "≤ 450 kB"), ("other scripts", "≤ 60 kB"), ("styles", "≤ 25 kB")].into_iter().zip(sizes) {
        assert!(bytes > 0, "no {what} in {}: run `cargo xtask web --release`", server::public().display());
        table.row(&format!("download: {what} (brotli)"), &kilobytes(bytes), aim);
    }
}

fn walk(folder: &Path, visit: &mut impl FnMut(&str, u64)) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, visit);
        } else {
            visit(&path.to_string_lossy(), entry.metadata().unwrap().len());
        }
    }
}

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
