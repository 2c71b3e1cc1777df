//! The public folder where Dioxus looks for it: beside the executable, here that of the tests.

use std::{fs, path::PathBuf};

const INDEX: &str = r#"<!DOCTYPE html>
<html lang="en">
  <head><title>Maestro</title><link rel="stylesheet" href="/assets/maestro-dxh1f.css"></head>
  <body><div id="main"></div></body>
</html>"#;

/// Makes the folder. Tests that run at once in several processes may all do so: each file is put in place whole.
pub fn folder() -> PathBuf {
    let dir = std::env::current_exe().unwrap().parent().unwrap().join("public");
    fs::create_dir_all(dir.join("assets")).unwrap();
    for (name, text) in
        [("index.html", INDEX), ("icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), ("assets/maestro-dxh1f.css", "a{}")]
    {
        let file = dir.join(name);
        if fs::read_to_string(&file).is_ok_and(|there| there == text) {
            continue;
        }
        let new = tempfile::NamedTempFile::new_in(dir.parent().unwrap()).unwrap();
        fs::write(new.path(), text).unwrap();
        new.persist(&file).unwrap();
    }
    dir
}
