//! One style sheet out of many: the shared ones first, then one per component and page, beside its code.

use crate::stamp;
use anyhow::{Result, anyhow};
use lightningcss::{
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions, StyleSheet},
    targets::{Browsers, Targets},
};
use std::{fs, path::Path};

/// Layers decide who wins; so the order of the files below does not.
const LAYERS: &str = "@layer base, components, pages;\n";
/// What no single component owns, in this order.
const SHARED: [&str; 2] = ["assets/tokens.css", "assets/base.css"];
/// Nesting and layers as they are: every browser since spring 2023.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: Some(112 << 16),
    edge: Some(112 << 16),
    firefox: Some(117 << 16),
    ie: None,
    ios_saf: Some(16 << 16 | 5 << 8),
    opera: None,
    safari: Some(16 << 16 | 5 << 8),
    samsung: None,
};

/// All styles of the workspace at `root`, minified.
pub fn bundle(root: &Path) -> Result<String> {
    let mut all = LAYERS.to_owned();
    for path in SHARED {
        all += &fs::read_to_string(root.join(path)).map_err(|e| anyhow!("read {path}: {e}"))?;
    }
    for file in stamp::files(&root.join("src/ui"))? {
        if file.extension().is_some_and(|e| e == "css") {
            all += &sheet(&file)?;
        }
    }
    minify(&all, "the bundle")
}

/// One file; read on its own first, so that a mistake in it is reported with its name.
fn sheet(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file)?;
    minify(&text, &file.display().to_string())?;
    Ok(text)
}

fn minify(css: &str, name: &str) -> Result<String> {
    let fail = |what: String| anyhow!("{name}: {what}");
    let mut sheet = StyleSheet::parse(css, ParserOptions::default()).map_err(|e| fail(e.to_string()))?;
    let targets = Targets::from(BROWSERS);
    sheet.minify(MinifyOptions { targets, ..Default::default() }).map_err(|e| fail(e.to_string()))?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..Default::default() });
    Ok(printed.map_err(|e| fail(e.to_string()))?.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_keep_their_order_and_nesting_its_meaning() {
        let css = minify("@layer base, components; @layer components { .a { color: red; &:hover { color: blue } } }", "test").unwrap();
        assert!(css.starts_with("@layer base;@layer components{.a{color:red}"), "{css}");
        assert!(css.contains(":hover{color:"), "{css}");
    }

    #[test]
    fn a_mistake_names_its_file() {
        let error = minify(".a { color: }}", "src/ui/x.css").unwrap_err().to_string();
        assert!(error.starts_with("src/ui/x.css: "), "{error}");
    }
}
