//! Where each page stood, so that the way back leads there: the browser's own memory
//! is asked before the page is drawn, when there is nothing to scroll yet.

use super::device::address;
use gloo::utils::window;
use std::{cell::RefCell, collections::HashMap};

#[derive(Default)]
struct Memory {
    /// Pixels from the top, by address.
    stood: HashMap<String, f64>,
    /// The address that the person went back to, and where it stood.
    wanted: Option<(String, f64)>,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Notes where the page stands; for every `scroll` of the window.
pub fn note_scroll() {
    let at = window().scroll_y().unwrap_or_default();
    MEMORY.with_borrow_mut(|memory| {
        let here = address();
        if memory.wanted.as_ref().is_none_or(|(address, _)| *address != here) {
            memory.wanted = None;
            memory.stood.insert(here, at);
        }
    });
}

/// Notes that the person went back or forth; for every `popstate` of the window.
pub fn note_return() {
    MEMORY.with_borrow_mut(|memory| {
        let here = address();
        memory.wanted = memory.stood.get(&here).map(|at| (here, *at));
    });
}

/// Scrolls to where the page stood, if the person came back to it; once it is drawn.
pub fn restore_scroll() {
    let wanted = MEMORY.with_borrow_mut(|memory| memory.wanted.take());
    if let Some((_, at)) = wanted.filter(|(of, _)| *of == address()) {
        window().scroll_to_with_x_and_y(0.0, at);
    }
}
