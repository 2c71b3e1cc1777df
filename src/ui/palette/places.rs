//! Where else the palette leads, by the words that people use for it.

use super::entries::{Does, Entry, fits};
use crate::ui::components::Glyph;

/// A place: its name, other words for it, its symbol, and what leads there.
type Place = (&'static str, &'static str, Glyph, Does);

const ADDRESSES: [(&str, &str, Glyph, &str); 12] = [
    (
        "Settings: Integrations",
        "github gitlab anthropic openai webhook connection model provider api key secret",
        Glyph::Plug,
        "/settings/integrations",
    ),
    ("Settings: Repositories", "allow list allowlist folder path git base branch", Glyph::Commit, "/settings/repositories"),
    ("Settings: Budgets", "money cap caps cost spend limit day dollars parallel time zone", Glyph::Chart, "/settings/budgets"),
    ("Settings: Model routing", "rules agent claude codex opus sonnet fallback cheaper", Glyph::Graph, "/settings/routing"),
    ("Settings: Tokens", "agents access bearer skill", Glyph::Key, "/settings/tokens"),
    ("Settings: Appearance & keyboard", "theme dark light shortcuts colours colors", Glyph::Sun, "/settings/appearance"),
    ("Settings: Data & export", "import backup restore download json markdown example", Glyph::Database, "/settings/data"),
    ("Settings: Profile", "name me account login tailscale", Glyph::Settings, "/settings/profile"),
    ("Goals in the archive", "archived removed deleted", Glyph::Archive, "/portfolio?status=archived"),
    ("Portfolio as Markdown", "export download proof", Glyph::Copy, "/api/portfolio?format=md"),
    ("Today’s standup as Markdown", "standup daily meeting", Glyph::Copy, "/api/standup?format=md"),
    ("Read about the interface (API)", "documentation docs openapi rest help", Glyph::Book, "/api/docs"),
];

/// The places that fit, each with how well.
pub fn fitting(wanted: &str) -> Vec<(u32, Entry)> {
    let addresses = ADDRESSES.iter().map(|(name, words, glyph, address)| (*name, *words, *glyph, Does::Go((*address).into())));
    let sign_out: Place = ("Sign out", "log out logout quit leave", Glyph::SignOut, Does::Send("sign-out"));
    let place = |(name, words, glyph, does): Place| {
        // A word that is only like one of many others would find everything.
        let by_words = words.contains(&wanted.to_lowercase()).then_some(1);
        let rank = fits(wanted, name).filter(|rank| *rank < 2).or(by_words)?;
        Some((rank, Entry { group: "Places", words: name.into(), key: None, keys: "", glyph, does }))
    };
    addresses.chain([sign_out]).filter_map(place).collect()
}
