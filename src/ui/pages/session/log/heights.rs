//! How tall the rows are: guessed from their texts until they were seen, so that only those in view are in the page.

use crate::domain::reading::{Row, What};
use std::{ops::Range, rc::Rc};

/// Rows above and below the view that are in the page, too.
const OVERSCAN: usize = 8;
/// A row without text, a line of text, in CSS pixels.
const ROW: f64 = 33.0;
const LINE: f64 = 20.0;
/// Characters in a line, on a screen of usual width.
const COLUMNS: usize = 84;
/// A guess is not taller than that.
const LINES_MOST: usize = 400;

/// The heights of all rows, in CSS pixels.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    rows: Vec<f64>,
}

/// The rows that are in the page, and the room of those that are not.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    pub rows: Range<usize>,
    pub before: f64,
    pub after: f64,
}

impl Heights {
    /// Guesses the heights of rows that are new.
    pub fn fit(&mut self, rows: &[Rc<Row>]) {
        self.rows.truncate(rows.len());
        let known = self.rows.len();
        self.rows.extend(rows.iter().skip(known).map(|row| guess(&row.what)));
    }

    /// What shows in a view that is `view` tall and begins at `top`.
    pub fn window(&self, top: f64, view: f64) -> Window {
        let mut end_of_row = 0.0;
        let mut edge = |y: f64| {
            let found = self.rows.iter().position(|height| {
                end_of_row += height;
                end_of_row > y
            });
            end_of_row = 0.0;
            found.unwrap_or(self.rows.len())
        };
        let (first, last) = (edge(top), edge(top + view));
        self.around(first, last)
    }

    /// What shows at the end.
    pub fn end(&self, view: f64) -> Window {
        let mut from_below = 0.0;
        let fits = |height: &&f64| {
            from_below += **height;
            from_below < view
        };
        let shown = self.rows.iter().rev().take_while(fits).count() + 1;
        self.around(self.rows.len().saturating_sub(shown), self.rows.len())
    }

    /// How far a row is from the top.
    pub fn top_of(&self, row: usize) -> f64 {
        self.rows.iter().take(row).sum()
    }

    /// Takes in what was measured. Gives back whether anything was another height, and by how much the rows above `top` grew.
    pub fn measured(&mut self, found: &[(usize, f64)], top: f64) -> (bool, f64) {
        let (mut changed, mut grown) = (false, 0.0);
        let Some((first, _)) = found.first() else { return (false, 0.0) };
        let mut begins = self.top_of(*first);
        for (row, height) in found {
            let Some(known) = self.rows.get_mut(*row) else { continue };
            let more = height - *known;
            if more.abs() > 0.5 {
                changed = true;
                grown += if begins + *known <= top { more } else { 0.0 };
            }
            begins += *known;
            *known = *height;
        }
        (changed, grown)
    }

    fn around(&self, first: usize, last: usize) -> Window {
        let first = first.saturating_sub(OVERSCAN);
        let end = last.saturating_add(OVERSCAN).min(self.rows.len());
        Window { rows: first..end, before: self.top_of(first), after: self.rows.iter().skip(end).sum() }
    }
}

fn guess(what: &What) -> f64 {
    let lines = match what {
        What::Said { text } | What::Text { text, .. } | What::Notice { text, .. } => lines(text),
        What::Asked { title, command, .. } => lines(command.as_deref().unwrap_or(title)),
        What::Tool { output, .. } if !output.is_empty() => 2,
        _ => 1,
    };
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let more = (lines - 1) as f64;
    ROW + more * LINE
}

/// At least one.
fn lines(text: &str) -> usize {
    text.lines().map(|line| line.len() / COLUMNS + 1).sum::<usize>().clamp(1, LINES_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: u64) -> Vec<Rc<Row>> {
        let what = || What::Text { text: "x".into(), done: true };
        (1..=count).map(|n| Rc::new(Row { n, at: chrono::DateTime::default(), nested: false, what: what() })).collect()
    }

    #[test]
    fn only_what_is_in_view_is_in_the_page() {
        let mut heights = Heights::default();
        heights.fit(&rows(10_000));
        let window = heights.window(33.0 * 5_000.0, 660.0);
        assert_eq!(window.rows, 4_992..5_028);
        let inside: f64 = 33.0 * 36.0;
        assert!((window.before + inside + window.after - 330_000.0).abs() < 1e-6, "nothing of the whole is lost");
        assert_eq!(heights.end(660.0).rows, 9_972..10_000);
        assert_eq!(heights.window(1e9, 660.0).rows, 9_992..10_000, "beyond the end");
        assert_eq!(Heights::default().end(660.0), Window { rows: 0..0, before: 0.0, after: 0.0 });
    }

    #[test]
    fn what_grows_above_the_view_moves_it() {
        let mut heights = Heights::default();
        heights.fit(&rows(100));
        let seen = |row| (row, 53.0);
        let (changed, grown) = heights.measured(&[seen(8), seen(9), seen(10)], 330.0);
        assert!(changed && (grown - 40.0).abs() < 1e-6, "two of the three are above: {grown}");
        assert_eq!(heights.measured(&[seen(8), seen(9), seen(10)], 330.0), (false, 0.0));
        assert!((heights.top_of(11) - (33.0 * 8.0 + 53.0 * 3.0)).abs() < 1e-6);
    }

    #[test]
    fn rows_that_are_read_anew_are_forgotten() {
        let mut heights = Heights::default();
        heights.fit(&rows(10));
        heights.fit(&rows(3));
        assert_eq!(heights.window(0.0, 600.0).rows, 0..3);
    }
}
