//! A key press, as far as shortcuts care.

/// Where the focus was when the key went down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PressTarget {
    /// Nothing that takes text.
    #[default]
    Page,
    /// A field that takes text: single keys belong to it.
    Text,
    /// A button, link or menu: Enter, Space and arrows belong to it.
    Control,
}

/// One press of a key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// The name of the key as browsers give it (`a`, `A`, `Enter`, `ArrowUp`).
    pub key: String,
    /// Ctrl, or ⌘ on a Mac.
    pub command: bool,
    pub shift: bool,
    pub alt: bool,
    pub target: PressTarget,
    /// The focus is inside a card of the board.
    pub card: bool,
    /// A dialog or a menu is open, which has its own keys.
    pub overlay: bool,
}
