//! The page `settings`.

use crate::ui::components::PageTitle;
use dioxus::prelude::*;

/// The settings.
#[component]
pub fn Settings() -> Element {
    rsx! {
        PageTitle { title: "Settings" }
    }
}

/// One section of the settings.
#[component]
pub fn SettingsSection(section: String) -> Element {
    rsx! {
        PageTitle { title: "{section}" }
    }
}
