//! Light, dark, or as the system says. The choice lives in a cookie, so that the server's HTML has it already.

use super::{browser, components::Glyph};
use dioxus::prelude::*;

/// The cookie's name; the server puts its value on the root element.
const COOKIE: &str = "maestro_theme";

/// What a person can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    /// All, as the menu shows them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::System];

    /// The word in the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The symbol beside it.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::System => Glyph::Monitor,
            Self::Light => Glyph::Sun,
            Self::Dark => Glyph::Moon,
        }
    }
}

/// The theme, and the way to change it.
#[derive(Clone, Copy)]
pub struct ThemeChoice {
    current: Signal<Theme>,
}

impl ThemeChoice {
    /// Known to everything below; once, at the root. What the browser remembers is known once the page is live.
    pub fn provide() -> Self {
        let mut choice = use_context_provider(|| Self { current: Signal::default() });
        use_effect(move || {
            let cookie = browser::cookie(COOKIE);
            let chosen = Theme::ALL.into_iter().find(|t| cookie.as_deref() == Some(t.as_str()));
            if let Some(chosen) = chosen {
                choice.current.set(chosen);
            }
        });
        choice
    }

    /// What is chosen.
    pub fn current(self) -> Theme {
        *self.current.read()
    }

    /// Takes a theme, now and for the next visits.
    pub fn choose(mut self, theme: Theme) {
        self.current.set(theme);
        browser::set_cookie(COOKIE, theme.as_str());
        browser::set_theme((theme != Theme::System).then(|| theme.as_str()));
    }

    /// The other one of light and dark than what is seen now.
    pub fn toggle(self) {
        let dark = match *self.current.peek() {
            Theme::Dark => true,
            Theme::Light => false,
            Theme::System => browser::prefers_dark(),
        };
        self.choose(if dark { Theme::Light } else { Theme::Dark });
    }
}

/// The theme of this browser.
pub fn use_theme() -> ThemeChoice {
    use_context()
}
