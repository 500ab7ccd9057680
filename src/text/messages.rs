//! What families read, by language: the messages of `messages/<tag>/*.ftl` (Project Fluent).
use fluent_bundle::{FluentArgs, FluentValue};

use super::locales;
pub use super::locales::Locale;

/// The messages of one locale, for templates: `{{ words.say("frame-skip") }}`. Copying is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Locale);

/// By what a link names the language in which its letter was written.
pub const LINK_PARAMETER: &str = "lang";

/// What can stand in a message: numbers choose plural forms, texts are put in as they are.
pub trait Argument {
    /// As Fluent takes it.
    fn value(&self) -> FluentValue<'_>;
}

impl Default for Words {
    fn default() -> Self {
        Self::VIETNAMESE
    }
}

impl Words {
    /// What staff and call scripts speak, and families unless they choose otherwise.
    pub const VIETNAMESE: Self = Self(Locale::VIETNAMESE);

    /// Those of a stored BCP 47 tag; Vietnamese where no such language is known (any more).
    pub fn of_tag(tag: &str) -> Self {
        tag.parse().map_or(Self::VIETNAMESE, Self)
    }

    /// For `<html lang>`.
    pub fn lang(self) -> &'static str {
        self.0.code()
    }

    /// Whether what people of the office typed is in the page's own language.
    pub fn is_vietnamese(self) -> bool {
        self.0 == Locale::VIETNAMESE
    }

    /// An address of ours as a letter in this language gives it: whoever opens it reads the page in the same language. In
    /// Vietnamese, the usual one, as it is.
    pub fn link(self, address: &str) -> String {
        if self.is_vietnamese() {
            return address.to_owned();
        }
        let sign = if address.contains('?') { '&' } else { '?' };
        format!("{address}{sign}{LINK_PARAMETER}={}", self.lang())
    }

    /// What stands between whole numbers and their fractions: 3,4 or 3.4.
    pub fn decimal_mark(self) -> char {
        self.say("locale-decimal-mark").chars().next().unwrap_or(',')
    }

    /// The other languages with their names, for the links that lead to them.
    pub fn others(self) -> impl Iterator<Item = (Locale, String)> {
        Locale::all().filter(move |locale| *locale != self.0).map(|locale| (locale, locale.name()))
    }

    /// A message without arguments.
    pub fn say(self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A message with arguments. One that does not exist shows its key; a test finds every such key.
    pub fn with(self, key: &str, arguments: &[(&str, &dyn Argument)]) -> String {
        self.find(key, arguments).unwrap_or_else(|| {
            tracing::error!(key, locale = self.lang(), "a message is missing");
            key.to_owned()
        })
    }

    /// A message that may not exist, for keys made of codes: `mistake-format`.
    pub fn find(self, key: &str, arguments: &[(&str, &dyn Argument)]) -> Option<String> {
        let given = arguments.iter().map(|(name, argument)| (*name, argument.value()));
        let (said, whole) = locales::all().say(self.0, key, &FluentArgs::from_iter(given))?;
        if !whole {
            tracing::error!(key, "a message lacks an argument");
        }
        Some(said)
    }
}

impl Argument for str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Argument for &str {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(*self)
    }
}

impl Argument for String {
    fn value(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {
        $(impl Argument for $kind {
            fn value(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        })*
    };
}
numbers!(i32, i64, u32, usize);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_takes_its_arguments_and_a_missing_one_shows_its_key() {
        assert_eq!(Words::VIETNAMESE.with("frame-title", &[("page", &"Tìm")]), "Tìm – Lưu Động");
        assert_eq!(Words::of_tag("en").say("frame-mistake"), "Error:");
        assert_eq!(Words::of_tag("no language"), Words::VIETNAMESE);
        assert_eq!(Words::VIETNAMESE.say("not-there"), "not-there");
        assert_eq!(Words::VIETNAMESE.find("not-there", &[]), None);
    }
}
