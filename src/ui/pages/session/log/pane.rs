//! The part of the page that the transcript scrolls in: where it stands, what is in it, and whether it follows.

use super::heights::{Heights, Window};
use crate::{domain::reading::Reading, ui::browser};
use dioxus::prelude::*;

/// The id of the pane.
pub const PANE: &str = "transcript";

/// How tall the view is before it was measured, in CSS pixels.
const FIRST_VIEW: f64 = 720.0;
/// So near to the end, in CSS pixels, is at the end.
const NEAR: f64 = 40.0;
/// A scroll up of more than that is meant, in CSS pixels.
const MEANT: f64 = 4.0;

/// The pane.
#[derive(Clone, Copy, PartialEq)]
pub struct Pane {
    reading: Signal<Reading>,
    heights: CopyValue<Heights>,
    top: Signal<f64>,
    view: Signal<f64>,
    follows: Signal<bool>,
    /// How many rows there were when it stopped following.
    left_at: Signal<usize>,
    /// The row that is to be shown, until it is.
    wanted: Signal<Option<usize>>,
    /// Counts what was measured anew.
    measured: Signal<u64>,
}

/// The pane of this transcript; it follows from the beginning if more is to come.
pub fn use_pane(reading: Signal<Reading>, follows: bool) -> Pane {
    let pane = Pane {
        reading,
        heights: use_hook(|| CopyValue::new(Heights::default())),
        top: use_signal(|| 0.0),
        view: use_signal(|| FIRST_VIEW),
        follows: use_signal(|| follows),
        left_at: use_signal(|| 0),
        wanted: use_signal(|| None),
        measured: use_signal(|| 0),
    };
    use_effect(move || pane.settle());
    pane
}

impl Pane {
    /// What is to be in the page.
    pub fn window(mut self) -> Window {
        // What is measured anew, or scrolled, is drawn anew.
        let (_, top) = (self.measured(), *self.top.read());
        let mut heights = self.heights.write();
        heights.fit(self.reading.read().rows());
        let view = *self.view.read();
        if *self.follows.read() { heights.end(view) } else { heights.window(top, view) }
    }

    /// It stays at the end.
    pub fn follows(self) -> bool {
        *self.follows.read()
    }

    /// Rows that came since it stopped following.
    pub fn unseen(self) -> usize {
        self.reading.read().rows().len().saturating_sub(*self.left_at.read())
    }

    /// Goes to the end and stays there.
    pub fn follow(mut self) {
        self.wanted.set(None);
        self.follows.set(true);
        browser::scroll_pane_end(PANE);
    }

    /// Stays where it is.
    pub fn stand(mut self) {
        if *self.follows.peek() {
            self.left_at.set(self.reading.peek().rows().len());
            self.follows.set(false);
        }
    }

    /// Brings a row into view.
    pub fn show(mut self, row: usize) {
        self.stand();
        let top = self.heights.peek().top_of(row);
        self.top.set(top);
        self.wanted.set(Some(row));
    }

    /// A row was opened or closed.
    pub fn touched(mut self) {
        *self.measured.write() += 1;
    }

    /// It was scrolled, by a person or by this program.
    pub fn scrolled(mut self, event: &ScrollData) {
        let (top, view) = (event.scroll_top(), f64::from(event.client_height()));
        let left = f64::from(event.scroll_height()) - top - view;
        let up = top < *self.top.peek() - MEANT;
        match self.wanted.peek().is_some() {
            true => {}
            false if left < NEAR => self.follows.set(true),
            false if up => self.stand(),
            false => {}
        }
        self.top.set(top);
        if (view - *self.view.peek()).abs() > 0.5 {
            self.view.set(view);
        }
    }

    fn measured(self) -> u64 {
        *self.measured.read()
    }

    /// After each change of the page: measures what is in it, and keeps what is looked at where it is.
    fn settle(mut self) {
        let _ = (self.measured(), self.top.read(), self.reading.read(), self.follows.read());
        let wanted = *self.wanted.read();
        if let Some(view) = browser::pane_height(PANE).filter(|view| (view - *self.view.peek()).abs() > 0.5) {
            self.view.set(view);
        }
        let found = browser::row_heights(PANE);
        let (changed, grown) = self.heights.write().measured(&found, *self.top.peek());
        if let Some(row) = wanted {
            self.bring(row, changed);
        } else if *self.follows.peek() {
            browser::scroll_pane_end(PANE);
        } else if grown != 0.0 {
            browser::scroll_pane_by(PANE, grown);
        }
        if changed {
            *self.measured.write() += 1;
        }
    }

    /// Shows the wanted row; it is done when the rows around it have their true heights.
    fn bring(mut self, row: usize, changed: bool) {
        if !browser::show_row(PANE, row) {
            browser::scroll_pane(PANE, self.heights.peek().top_of(row));
        } else if !changed {
            self.wanted.set(None);
        }
    }
}
