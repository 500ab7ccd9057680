//! The bar of stages: where on its way a household is.
/// The five parts of the way, as the bar shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Who needs a card, and who writes.
    Who,
    /// Which card there is, and why another is needed.
    Card,
    /// How the person moves.
    Health,
    /// Where the team goes.
    Home,
    /// Whom to call, and off it goes.
    Send,
}

impl Stage {
    /// In their order.
    pub const ALL: [Self; 5] = [Self::Who, Self::Card, Self::Health, Self::Home, Self::Send];

    /// In the messages: `apply-stage-CODE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Who => "who",
            Self::Card => "card",
            Self::Health => "health",
            Self::Home => "home",
            Self::Send => "send",
        }
    }
}
