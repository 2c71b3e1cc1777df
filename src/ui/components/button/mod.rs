//! Buttons, and links that look like them.

mod icon_button;
mod link;
mod plain;

pub use icon_button::IconButton;
pub use link::ButtonLink;
pub use plain::Button;

/// How loud a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one action of a view.
    Primary,
    /// Any other action.
    #[default]
    Secondary,
    /// An action among many: no border until it is pointed at.
    Quiet,
    /// What cannot be undone.
    Danger,
}

impl ButtonKind {
    /// The value of `data-kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Quiet => "quiet",
            Self::Danger => "danger",
        }
    }
}
