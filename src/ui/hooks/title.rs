//! The name of the page that is shown.

use crate::ui::browser;
use dioxus::prelude::*;

/// The page's name, for the window's title and the header of a phone.
#[derive(Clone, Copy)]
pub struct PageName {
    name: Signal<String>,
    /// How much waits for the person; stands before the name.
    waiting: Signal<u64>,
    /// The first page was opened by its address: the browser has put the focus where it belongs.
    visited: Signal<bool>,
}

impl PageName {
    /// Known to everything below; once, at the root.
    pub fn provide() -> Self {
        let page = use_context_provider(|| Self { name: Signal::default(), waiting: Signal::default(), visited: Signal::default() });
        use_effect(move || {
            let name = page.name.read();
            if !name.is_empty() {
                browser::set_title(&window_title(&name, *page.waiting.read()));
            }
        });
        let mut listeners = use_hook(|| CopyValue::new(Vec::new()));
        use_effect(move || {
            listeners.set(vec![browser::on_window("scroll", browser::note_scroll), browser::on_window("popstate", browser::note_return)]);
        });
        page
    }

    /// Says how much waits for the person.
    pub fn set_waiting(mut self, count: u64) {
        if *self.waiting.peek() != count {
            self.waiting.set(count);
            browser::set_app_icon_dot(count);
        }
    }
}

/// Names the page, and after a change of page puts the focus on its heading.
pub fn use_page_title(title: &str) {
    let mut page: PageName = use_context();
    use_hook(|| browser::render_title(&window_title(title, 0)));
    let title = title.to_owned();
    use_effect(use_reactive!(|(title,)| {
        if *page.name.peek() != title {
            page.name.set(title);
        }
    }));
    use_effect(move || {
        if page.visited.replace(true) {
            browser::focus_heading();
            browser::restore_scroll();
        }
    });
}

fn window_title(name: &str, waiting: u64) -> String {
    let title = format!("{name} · Maestro");
    if waiting > 0 { format!("({waiting}) {title}") } else { title }
}
