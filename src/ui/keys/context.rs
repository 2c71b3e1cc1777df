use super::{
    list::{Command, Group},
    sequence::{self, Meaning},
};
use crate::ui::browser::{self, Listener};
use dioxus::prelude::*;

/// Where a browser remembers that single keys are off.
const STORED: &str = "maestro.keys";
/// How long the second key of two is waited for, in milliseconds.
const WAIT_MS: u32 = 1_500;

/// What the keys do now.
#[derive(Clone, Copy)]
pub struct Keys {
    /// The page's own shortcuts, and who carries them out.
    page: Signal<Option<(Group, Callback<Command>)>>,
    /// The first key of two.
    begun: Signal<Option<char>>,
    /// Shortcuts without Ctrl or ⌘ are on.
    singles: Signal<bool>,
    apple: Signal<bool>,
    run: Signal<Option<Callback<Command>>>,
}

impl Keys {
    /// Known to everything below; once, at the root.
    pub fn provide() -> Self {
        use_context_provider(|| Self {
            page: Signal::default(),
            begun: Signal::default(),
            singles: Signal::new(true),
            apple: Signal::default(),
            run: Signal::default(),
        })
    }

    /// The first key of two, while the second is waited for.
    pub fn begun(self) -> Option<char> {
        *self.begun.read()
    }

    /// Shortcuts without Ctrl or ⌘ are on.
    pub fn singles(self) -> bool {
        *self.singles.read()
    }

    /// Switches them, for this browser.
    pub fn set_singles(mut self, on: bool) {
        self.singles.set(on);
        browser::store(STORED, if on { "on" } else { "off" });
    }

    /// The keys as this device names them.
    pub fn shown(self, keys: &str) -> String {
        super::shown(keys, *self.apple.read())
    }

    /// Carries a command out.
    pub fn run(self, command: Command) {
        let page = *self.page.peek();
        let anywhere = *self.run.peek();
        match (super::SHORTCUTS.iter().find(|s| s.command == command).map(|s| s.group), page, anywhere) {
            (Some(Group::Board | Group::Goal), Some((_, handler)), _) | (_, _, Some(handler)) => handler.call(command),
            _ => {}
        }
    }

    fn press(mut self, press: &browser::Press) -> bool {
        let page = *self.page.peek();
        let group = page.map(|(group, _)| group);
        let begun = self.begun.take();
        match sequence::read(press, begun, group, *self.singles.peek()) {
            Meaning::Run(command) => {
                self.run(command);
                true
            }
            Meaning::Began(first) => {
                self.begun.set(Some(first));
                spawn(async move {
                    browser::sleep(WAIT_MS).await;
                    self.begun.set(None);
                });
                true
            }
            Meaning::Nothing => false,
        }
    }
}

/// Listens to the keyboard and carries out what holds anywhere; once, in the frame of the page.
pub fn use_command_keys(run: Callback<Command>) {
    let mut keys: Keys = use_context();
    let mut listener: CopyValue<Option<Listener>> = use_hook(|| CopyValue::new(None));
    use_effect(move || {
        keys.run.set(Some(run));
        keys.apple.set(browser::is_apple());
        keys.singles.set(browser::stored(STORED).as_deref() != Some("off"));
        listener.set(Some(browser::on_key(move |press| keys.press(&press))));
    });
}

/// Gives the page its own shortcuts while it is shown.
pub fn use_commands(group: Group, run: Callback<Command>) {
    let mut keys: Keys = use_context();
    use_effect(move || keys.page.set(Some((group, run))));
    use_drop(move || keys.page.set(None));
}
