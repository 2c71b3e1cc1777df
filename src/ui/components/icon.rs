//! Icons: one sprite, fetched once.

use dioxus::prelude::*;

macro_rules! glyphs {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// A symbol of `assets/static/icons.svg`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph {
            $(#[doc = $name] $variant),+
        }

        impl Glyph {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The id in the sprite.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }
    };
}

glyphs! {
    Search = "search", Bell = "bell", Board = "board", List = "list", Chart = "chart", Briefcase = "briefcase", Inbox = "inbox",
    Settings = "settings", Plus = "plus", Check = "check", Cross = "cross", ChevronDown = "chevron-down", ChevronRight = "chevron-right",
    ChevronLeft = "chevron-left", ArrowRight = "arrow-right", ArrowUp = "arrow-up", ArrowDown = "arrow-down", More = "more", Grip = "grip",
    Move = "move", External = "external", Link = "link", Copy = "copy", Archive = "archive", Trash = "trash", Undo = "undo", Edit = "edit",
    Calendar = "calendar", Tag = "tag", User = "user", Bot = "bot", PrOpen = "pr-open", PrMerged = "pr-merged", PrClosed = "pr-closed",
    Commit = "commit", File = "file", Clock = "clock", Hourglass = "hourglass", Spinner = "spinner", Square = "square", Play = "play",
    Hand = "hand", Warning = "warning", Info = "info", Refresh = "refresh", Filter = "filter", Keyboard = "keyboard", Sun = "sun",
    Moon = "moon", Monitor = "monitor", Key = "key", Plug = "plug", Download = "download", Upload = "upload", Share = "share",
    Sparkle = "sparkle", Eye = "eye", Globe = "globe", Terminal = "terminal", Book = "book", Graph = "graph", Database = "database", SignOut = "sign-out", Offline = "offline",
    StatusPlanning = "status-planning", StatusInProgress = "status-in-progress", StatusMeasuring = "status-measuring",
    StatusProven = "status-proven",
}

/// A symbol as tall as a line of text. It says nothing aloud: the words beside it do.
#[component]
pub fn Icon(glyph: Glyph, #[props(default = 16)] size: u32) -> Element {
    rsx! {
        svg { class: "icon", width: "{size}", height: "{size}", "aria-hidden": "true",
            r#use { href: "/icons.svg#{glyph.name()}" }
        }
    }
}

/// The mark of Maestro: the only gradient in the product.
#[component]
pub fn Mark(#[props(default = 22)] size: u32) -> Element {
    rsx! {
        svg { width: "{size}", height: "{size}", view_box: "0 0 24 24", "aria-hidden": "true",
            defs {
                linearGradient { id: "mark", x1: "0", y1: "0", x2: "1", y2: "1",
                    stop { stop_color: "#AD4DFF" }
                    stop { offset: ".55", stop_color: "#ED45AD" }
                    stop { offset: "1", stop_color: "#4DD9F2" }
                }
            }
            path {
                d: "M4 19V6l8 7 8-7v13",
                fill: "none",
                stroke: "url(#mark)",
                stroke_width: "3",
                stroke_linecap: "round",
                stroke_linejoin: "round",
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Glyph;

    #[test]
    fn every_glyph_is_drawn() {
        let sprite = include_str!("../../../assets/static/icons.svg");
        for glyph in Glyph::ALL {
            assert!(sprite.contains(&format!("<symbol id=\"{}\"", glyph.name())), "{}", glyph.name());
        }
    }
}
