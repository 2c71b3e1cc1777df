use crate::ui::components::Glyph;

/// A section of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Integrations,
    Repositories,
    Budgets,
    Routing,
    Tokens,
    Appearance,
    Data,
    Profile,
}

impl Section {
    /// All, in their order.
    pub const ALL: [Self; 8] =
        [Self::Integrations, Self::Repositories, Self::Budgets, Self::Routing, Self::Tokens, Self::Appearance, Self::Data, Self::Profile];

    /// The word in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Integrations => "integrations",
            Self::Repositories => "repositories",
            Self::Budgets => "budgets",
            Self::Routing => "routing",
            Self::Tokens => "tokens",
            Self::Appearance => "appearance",
            Self::Data => "data",
            Self::Profile => "profile",
        }
    }

    /// Reads the word of [`Self::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.as_str() == text)
    }

    /// The name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Integrations => "Integrations",
            Self::Repositories => "Repositories",
            Self::Budgets => "Budgets",
            Self::Routing => "Model routing",
            Self::Tokens => "Tokens",
            Self::Appearance => "Appearance & keyboard",
            Self::Data => "Data & export",
            Self::Profile => "Profile",
        }
    }

    /// The symbol beside the name.
    pub fn glyph(self) -> Glyph {
        match self {
            Self::Integrations => Glyph::Plug,
            Self::Repositories => Glyph::Commit,
            Self::Budgets => Glyph::Chart,
            Self::Routing => Glyph::Graph,
            Self::Tokens => Glyph::Key,
            Self::Appearance => Glyph::Sun,
            Self::Data => Glyph::Database,
            Self::Profile => Glyph::User,
        }
    }
}
