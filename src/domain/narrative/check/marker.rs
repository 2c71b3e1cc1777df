//! Markers: `12.3[F3]` says that the figure is fact F3.

use super::super::scan::Numeral;

/// A marker that was taken out, and where it stood.
pub struct Marker {
    at: usize,
    ids: Vec<String>,
}

/// The text without markers.
pub fn strip(markdown: &str) -> (String, Vec<Marker>) {
    let (mut text, mut markers, mut rest) = (String::with_capacity(markdown.len()), Vec::<Marker>::new(), markdown);
    while let Some(open) = rest.find('[') {
        let (before, from) = rest.split_at(open);
        match read(from) {
            Some((len, mut ids)) => {
                let joins = before.trim().is_empty() && markers.last().is_some_and(|m| m.at == text.len());
                // The space before a marker belongs to it: `12.3 [F3].`
                text.push_str(if from[len..].starts_with(|c: char| c.is_alphanumeric()) { before } else { before.trim_end_matches(' ') });
                match markers.last_mut().filter(|_| joins) {
                    Some(last) => last.ids.append(&mut ids),
                    None => markers.push(Marker { at: text.len(), ids }),
                }
                rest = &from[len..];
            }
            None => {
                text.push_str(before);
                text.push('[');
                rest = &from[1..];
            }
        }
    }
    text.push_str(rest);
    (text, markers)
}

/// `[F3]`, `[F3, F4]`; a link of that text is none.
fn read(text: &str) -> Option<(usize, Vec<String>)> {
    let close = text.find(']').filter(|c| *c < 80)?;
    if text[close + 1..].starts_with('(') {
        return None;
    }
    let ids: Option<Vec<String>> = text[1..close].split([',', ';']).map(|id| fact_id(id.trim())).collect();
    Some((close + 1, ids?))
}

fn fact_id(text: &str) -> Option<String> {
    let digits = text.strip_prefix(['F', 'f'])?;
    (!digits.is_empty() && digits.len() < 6 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| format!("F{digits}"))
}

/// The facts that the marker behind numeral `i` cites for it; none if it has no marker of its own.
pub(super) fn of(text: &str, markers: &[Marker], numerals: &[Numeral], i: usize) -> Vec<String> {
    let Some(numeral) = numerals.get(i) else { return Vec::new() };
    // A marker may stand between a number and its unit: `12.3[F3] per second`.
    let reaches = |n: &Numeral, m: &Marker| m.at > n.start && (m.at <= n.end || same_sentence(&text[n.end..m.at]));
    let Some(marker) = markers.iter().find(|m| m.at > numeral.start).filter(|m| reaches(numeral, m)) else {
        return Vec::new();
    };
    let start = markers.iter().filter(|m| m.at <= numeral.start).map(|m| m.at).next_back().unwrap_or(0);
    let group: Vec<usize> = (0..numerals.len())
        .filter(|j| {
            let n = &numerals[*j];
            n.start >= start && reaches(n, marker)
        })
        .collect();
    let place = group.iter().position(|j| *j == i).unwrap_or_default();
    if group.len() > 1 && group.len() == marker.ids.len() {
        return vec![marker.ids[place].clone()];
    }
    if place + 1 == group.len() { marker.ids.clone() } else { Vec::new() }
}

fn same_sentence(between: &str) -> bool {
    !between.contains(['\n', '|']) && !between.contains(". ") && !between.contains("; ") && between.len() < 120
}
