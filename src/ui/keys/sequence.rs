//! Which shortcut a press belongs to.

use super::list::{Command, Group, SHORTCUTS, Shortcut};
use crate::ui::browser::{Press, PressTarget};

/// What a press comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Run(Command),
    /// The first of two keys.
    Began(char),
    Nothing,
}

/// Reads a press after `begun`, where the shortcuts of `group` hold besides those that hold anywhere.
///
/// With `singles` off only those with the command key count, and they count in
/// text fields, too, except where the field has its own use for them.
pub fn read(press: &Press, begun: Option<char>, group: Option<Group>, singles: bool) -> Meaning {
    if press.alt {
        return Meaning::Nothing;
    }
    let on_card = |s: &Shortcut| s.group != Group::Board || press.card || leads_in(s);
    let holds = |s: &&Shortcut| s.group == Group::Anywhere || (Some(s.group) == group && on_card(s));
    if press.command {
        return with_command(press);
    }
    let own_keys = press.target == PressTarget::Control && matches!(press.key.as_str(), "Enter" | " ");
    if !singles || press.overlay || own_keys || press.target == PressTarget::Text {
        return Meaning::Nothing;
    }
    let key = if press.key.chars().count() == 1 { press.key.to_uppercase() } else { press.key.clone() };
    if let Some(first) = begun {
        let whole = format!("{first} {key}");
        return SHORTCUTS.iter().filter(holds).find(|s| s.keys == whole).map_or(Meaning::Nothing, |s| Meaning::Run(s.command));
    }
    if let Some(shortcut) = SHORTCUTS.iter().filter(holds).find(|s| s.keys == key) {
        return Meaning::Run(shortcut.command);
    }
    let begins = |s: &&Shortcut| s.keys.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with(' '));
    match key.chars().next() {
        Some(first) if SHORTCUTS.iter().filter(holds).any(|s| begins(&s)) => Meaning::Began(first),
        _ => Meaning::Nothing,
    }
}

/// The letters that walk over the cards also take the focus to the first one; the arrows scroll until then.
fn leads_in(shortcut: &Shortcut) -> bool {
    matches!(shortcut.command, Command::Left | Command::Right | Command::Up | Command::Down) && !shortcut.keys.starts_with("Arrow")
}

fn with_command(press: &Press) -> Meaning {
    let whole = format!("Ctrl {}", press.key.to_uppercase());
    let found = SHORTCUTS.iter().find(|s| s.keys == whole && !press.shift);
    match found.map(|s| s.command) {
        // In a text field undo belongs to the text; in a dialog to nobody.
        Some(Command::Undo) if press.target == PressTarget::Text || press.overlay => Meaning::Nothing,
        Some(command) => Meaning::Run(command),
        None => Meaning::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::goal::GoalStatus;

    fn press(key: &str) -> Press {
        Press { key: key.into(), ..Press::default() }
    }

    fn command(key: &str) -> Press {
        Press { command: true, ..press(key) }
    }

    #[test]
    fn every_shortcut_fires() {
        for shortcut in SHORTCUTS.iter().filter(|s| !s.keys.is_empty()) {
            let mut begun = None;
            let parts: Vec<&str> = shortcut.keys.split(' ').collect();
            let presses: Vec<Press> = match parts[..] {
                ["Ctrl", key] => vec![command(key)],
                _ => {
                    parts.iter().map(|key| press(&key.to_lowercase().replace("arrow", "Arrow").replace("backspace", "Backspace"))).collect()
                }
            };
            let mut last = Meaning::Nothing;
            for mut press in presses {
                for (lower, name) in
                    [("Arrowleft", "ArrowLeft"), ("Arrowright", "ArrowRight"), ("Arrowup", "ArrowUp"), ("Arrowdown", "ArrowDown")]
                {
                    press.key = press.key.replace(lower, name);
                }
                press.card = shortcut.group == Group::Board;
                last = read(&press, begun, Some(shortcut.group), true);
                begun = if let Meaning::Began(first) = last { Some(first) } else { None };
            }
            assert_eq!(last, Meaning::Run(shortcut.command), "{}", shortcut.keys);
        }
    }

    #[test]
    fn nothing_fires_while_somebody_types() {
        let typing = Press { target: PressTarget::Text, ..press("c") };
        assert_eq!(read(&typing, None, None, true), Meaning::Nothing);
        assert_eq!(read(&press("c"), None, None, false), Meaning::Nothing, "single keys are switched off");
        let palette = Press { target: PressTarget::Text, ..command("k") };
        assert_eq!(read(&palette, None, None, false), Meaning::Run(Command::Palette));
        let undo = Press { target: PressTarget::Text, ..command("z") };
        assert_eq!(read(&undo, None, None, true), Meaning::Nothing, "it undoes the text");
    }

    #[test]
    fn the_board_has_its_own_keys() {
        let on_card = Press { card: true, ..press("3") };
        assert_eq!(read(&on_card, None, Some(Group::Board), true), Meaning::Run(Command::Move(GoalStatus::Measuring)));
        assert_eq!(read(&press("3"), None, None, true), Meaning::Nothing);
        let outside = |key: &str| read(&press(key), None, Some(Group::Board), true);
        assert_eq!(outside("3"), Meaning::Nothing, "no card has the focus");
        assert_eq!((outside("ArrowDown"), outside("j")), (Meaning::Nothing, Meaning::Run(Command::Down)));
        assert_eq!(read(&press("g"), None, None, true), Meaning::Began('G'));
        assert_eq!(read(&press("x"), Some('G'), None, true), Meaning::Nothing);
    }
}
