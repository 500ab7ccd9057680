//! The navigation of staff's pages: what a page shows of it, and what it is drawn from.
use std::sync::Arc;

use crate::config::Office;

/// What somebody of staff looks at: the address they asked for, and what waits behind the items of their navigation.
#[derive(Clone, Debug, Default)]
pub struct Screen {
    /// Whose pages these are.
    pub office: Arc<Office>,
    /// The path of the page.
    pub path: String,
    /// What waits, by the address of the item.
    pub badges: Vec<(&'static str, Badge)>,
}

/// Navigation of a signed-in person.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Name that colleagues see.
    pub name: String,
    /// Vietnamese word for the role.
    pub role: &'static str,
    /// Where the role begins its day.
    pub home: &'static str,
    /// What stands in the bar.
    pub bar: Vec<Item>,
    /// What stands behind "Thêm".
    pub more: Vec<Item>,
    /// Whether the bar has a search for cases.
    pub finds_cases: bool,
}

/// An item of the navigation.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its address.
    pub href: &'static str,
    /// The words that a phone shows as well.
    pub short: &'static str,
    /// The rest of the words.
    pub rest: &'static str,
    /// The letter that leads there after a "g"; none behind "Thêm".
    pub key: &'static str,
    /// The page that is shown belongs to it.
    pub is_here: bool,
    /// What waits behind it.
    pub badge: Option<Badge>,
}

/// How much waits behind an item.
#[derive(Clone, Copy, Debug)]
pub struct Badge {
    /// How many; never 0.
    pub count: usize,
    /// What they are, for screen readers.
    pub words: &'static str,
    /// Somebody waits at a door, or has lost what was promised.
    pub is_hot: bool,
}

impl SignedIn {
    /// The first letters of the first and the last word of the name.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace();
        let letters = [words.next(), words.next_back()].into_iter().flatten();
        letters.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
    }
}
