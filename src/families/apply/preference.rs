//! Which half-days suit, as far as somebody said so on the page of the contact.
use crate::cases::new_case::NewPreference;
use crate::families::apply::answers::Answers;

impl Answers {
    /// Every half-day suits, unless somebody says otherwise.
    pub(super) fn preference(&self) -> NewPreference {
        NewPreference { times: self.typed.get("preference.times").to_owned(), from: self.date("preference.from") }
    }
}
