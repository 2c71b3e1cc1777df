//! A text while it is being written: its markers are not for the reader.

/// Takes markers out of pieces that may end inside one.
#[derive(Clone, Debug, Default)]
pub struct Unmarked {
    held: String,
}

/// No marker is longer; what is longer is text.
const MARKER_MOST: usize = 80;

impl Unmarked {
    /// What can be shown now that this piece came.
    pub fn push(&mut self, piece: &str) -> String {
        self.held.push_str(piece);
        let (text, _) = super::check::strip(&self.held);
        let open = text.rfind('[').filter(|at| is_beginning(&text[*at..]));
        // A space before a marker goes with it, so it waits, too.
        let end = open.unwrap_or(text.len());
        let shown = text[..end].trim_end_matches(' ').len();
        let shown = if open.is_none() && !text.ends_with(' ') { end } else { shown };
        self.held = text[shown..].to_owned();
        text[..shown].to_owned()
    }

    /// What is left at the end.
    pub fn finish(self) -> String {
        self.held
    }
}

fn is_beginning(text: &str) -> bool {
    text.len() < MARKER_MOST && text[1..].chars().all(|c| matches!(c, 'F' | 'f' | ',' | ';' | ' ') || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::Unmarked;

    #[test]
    fn no_marker_is_seen_however_the_pieces_are_cut() {
        let text = "It fell to 1.8 per second [F4], by 85%[F5, F6]. See [#18](https://x.test) [F";
        for size in 1..text.len() {
            let (mut live, mut shown) = (Unmarked::default(), String::new());
            for piece in text.as_bytes().chunks(size) {
                shown.push_str(&live.push(std::str::from_utf8(piece).unwrap()));
                assert!(!shown.contains("[F"), "{shown}");
            }
            shown.push_str(&live.finish());
            assert_eq!(shown, "It fell to 1.8 per second, by 85%. See [#18](https://x.test) [F");
        }
    }
}
