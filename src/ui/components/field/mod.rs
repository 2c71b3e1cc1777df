//! What people write and choose in.

mod input;
mod select;
mod switch;
mod text_area;

pub use input::Field;
pub use select::{Choice, Select};
pub use switch::Switch;
pub use text_area::TextArea;

/// The ids of what explains the field `id`, for `aria-describedby`.
fn described_by(id: &str, hint: Option<&String>, error: Option<&String>) -> Option<String> {
    let ids: Vec<String> = [hint.map(|_| format!("{id}-hint")), error.map(|_| format!("{id}-error"))].into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
