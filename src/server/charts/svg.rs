//! What `ECharts` draws, made fit for a page: named, with ids of its own, and with both themes.

use sha2::{Digest, Sha256};

/// The colours that drawings use, as `assets/tokens.css` has them, for a picture that stands alone.
const THEMES: &str = "<style>:root{--t1:#12161C;--t2:#434C59;--control:#7A8594;--observed:#1D4FD7;--expected:#5A6472;--band:#C9D0DA;--event:#86198F;--border:#D5DAE1}\
@media (prefers-color-scheme:dark){:root{--t1:#E9EDF2;--t2:#B6BFCA;--control:#75808E;--observed:#6E9BFF;--expected:#95A0AE;--band:#2F3945;--event:#F0A6FF;--border:#2B333D}}</style>";

/// The picture with its title, from what `ECharts` drew; `key` tells one picture from another.
pub fn finish(raw: &str, title: &str, key: &str) -> String {
    let own = format!("c{}", short_hash(key));
    let drawn = rename(raw, &own);
    let Some((_, rest)) = drawn.split_once("<svg ") else { return drawn };
    let Some((attributes, inside)) = rest.split_once('>') else { return drawn };
    let title = escape(title);
    format!("<svg role=\"img\" aria-labelledby=\"{own}-t\" {attributes}><title id=\"{own}-t\">{title}</title>{THEMES}{inside}")
}

/// The picture without the colours that it brings along, for a page that has them.
pub fn without_themes(picture: &str) -> String {
    picture.replacen(THEMES, "", 1)
}

/// `zr3-c0` becomes `<own>-c0`: the numbers of `ECharts` repeat from picture to picture.
fn rename(raw: &str, own: &str) -> String {
    let mut parts = raw.split("zr");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut out, part| {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && part[digits..].starts_with('-') {
            out += own;
            out += &part[digits..];
        } else {
            out += "zr";
            out += part;
        }
        out
    })
}

fn short_hash(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
