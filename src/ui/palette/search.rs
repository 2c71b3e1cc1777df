use super::entries::{Does, Entry, Found, entries};
use crate::{
    domain::goal::GoalFilter,
    rpc,
    ui::{
        browser,
        components::{Glyph, Icon, IconButton},
        keys::{Group, Keys},
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
    let found = use_found(typed);
    let page = if matches!(router().current::<Route>(), Route::Goal { .. }) { Group::Goal } else { Group::Anywhere };
    let lines = use_memo(move || entries(&typed.read(), &found.read(), page));
    let choose = use_callback(move |entry: Entry| {
        onclose.call(());
        match entry.does {
            Does::Run(command) => keys.run(command),
            // What the server makes is no page of the program.
            Does::Go(address) if address.starts_with("/api/") => browser::leave(&address),
            Does::Go(address) => {
                navigator().push(address);
            }
            Does::Send(form) => browser::send(form),
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
                placeholder: "Search, or type a command",
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
            p { class: "palette-none", role: "status", "Nothing fits. Try a word of what you look for, or a key as G12." }
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

/// What fits what is typed; the latest goals before anything is.
fn use_found(typed: Signal<String>) -> ReadSignal<Found> {
    let mut found = use_signal(Found::default);
    use_resource(move || {
        let wanted = typed.read().trim_start_matches(['#', '>']).trim().to_owned();
        async move {
            // Without an answer the actions still work.
            if wanted.is_empty() {
                if let Ok(page) = rpc::goals::list(GoalFilter::default(), None).await {
                    found.set(Found { goals: page.items, hits: Vec::new() });
                }
                return;
            }
            browser::sleep(PAUSE_MS).await;
            if let Ok(hits) = rpc::search::search(wanted).await {
                found.set(Found { goals: Vec::new(), hits });
            }
        }
    });
    found.into()
}
