use super::entries::{Does, Entry, entries};
use crate::{
    domain::goal::{GoalFilter, GoalSummary},
    rpc,
    ui::{
        browser,
        components::{Glyph, Icon, IconButton},
        keys::Keys,
        route::Route,
    },
};
use dioxus::prelude::*;

/// The pause after a letter before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 120;

/// The field and what fits.
#[component]
pub fn Search(onclose: EventHandler<()>) -> Element {
    let keys: Keys = use_context();
    let mut typed = use_signal(String::new);
    let mut at = use_signal(|| 0_usize);
    let goals = use_goals(typed);
    let lines = use_memo(move || entries(&typed.read(), &goals.read()));
    let choose = use_callback(move |entry: Entry| {
        onclose.call(());
        match entry.does {
            Does::Run(command) => keys.run(command),
            Does::Open(key) => {
                navigator().push(Route::goal(key).href());
            }
        }
    });
    let press = move |event: KeyboardEvent| {
        let count = lines.read().len();
        let next = match event.key() {
            Key::ArrowDown if count > 0 => (at() + 1) % count,
            Key::ArrowUp if count > 0 => (at() + count - 1) % count,
            Key::Enter => {
                event.prevent_default();
                let chosen = lines.read().get(at()).cloned();
                return chosen.into_iter().for_each(|entry| choose.call(entry));
            }
            _ => return,
        };
        event.prevent_default();
        at.set(next);
        browser::scroll_to(&format!("palette-{next}"));
    };
    rsx! {
        div { class: "palette-field",
            Icon { glyph: Glyph::Search }
            input {
                r#type: "text",
                role: "combobox",
                "aria-label": "Search or run a command",
                "aria-expanded": "true",
                "aria-controls": "palette-list",
                "aria-autocomplete": "list",
                "aria-activedescendant": if lines.read().is_empty() { None } else { Some(format!("palette-{at}")) },
                placeholder: "Search goals, or type a command",
                autocomplete: "off",
                autofocus: true,
                spellcheck: "false",
                value: "{typed}",
                oninput: move |event| {
                    typed.set(event.value());
                    at.set(0);
                },
                onkeydown: press,
            }
            // On a phone the palette fills the screen: there is no outside to press.
            IconButton { glyph: Glyph::Cross, label: "Close", onclick: move |_| onclose.call(()) }
        }
        Lines { lines: lines(), at: at(), onchoose: choose }
    }
}

#[component]
fn Lines(lines: Vec<Entry>, at: usize, onchoose: EventHandler<Entry>) -> Element {
    let keys: Keys = use_context();
    rsx! {
        if lines.is_empty() {
            p { class: "palette-none", role: "status", "Nothing fits. Try a word of a goal's title, or its key." }
        }
        ul { id: "palette-list", role: "listbox", "aria-label": "What fits",
            for (i , entry) in lines.iter().cloned().enumerate() {
                li {
                    key: "{entry.group}{entry.key:?}{entry.words}",
                    id: "palette-{i}",
                    role: "option",
                    "aria-selected": i == at,
                    "data-first": i == 0 || lines[i - 1].group != entry.group,
                    "data-group": entry.group,
                    onclick: {
                        let entry = entry.clone();
                        move |_| onchoose.call(entry.clone())
                    },
                    Icon { glyph: entry.glyph }
                    if let Some(key) = &entry.key {
                        span { class: "mono muted", "{key}" }
                    }
                    span { class: "palette-words", "{entry.words}" }
                    if !entry.keys.is_empty() {
                        kbd { "{keys.shown(entry.keys)}" }
                    }
                }
            }
        }
    }
}

/// The goals that fit what is typed; the latest ones before anything is.
fn use_goals(typed: Signal<String>) -> ReadSignal<Vec<GoalSummary>> {
    let mut goals = use_signal(Vec::new);
    use_resource(move || {
        let wanted = typed.read().trim_start_matches(['#', '>']).trim().to_owned();
        async move {
            if !wanted.is_empty() {
                browser::sleep(PAUSE_MS).await;
            }
            let filter = GoalFilter { q: (!wanted.is_empty()).then_some(wanted), ..Default::default() };
            // Without an answer the actions still work.
            if let Ok(page) = rpc::goals::list(filter, None).await {
                goals.set(page.items);
            }
        }
    });
    goals.into()
}
