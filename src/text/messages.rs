//! What families read, by locale: the messages of `messages/<locale>/*.ftl` (Project Fluent).
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use crate::coded_enum;

#[derive(RustEmbed)]
#[folder = "messages/"]
struct Files;

coded_enum! {
    /// A language of the pages for families; the code is the BCP 47 tag.
    pub enum Locale {
        Vietnamese = "vi" / "Tiếng Việt",
        English = "en" / "English",
    }
}

/// The messages of one locale, for templates: `{{ words.say("frame-skip") }}`. Copying is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(pub Locale);

/// What can stand in a message: numbers choose plural forms, texts are put in as they are.
pub trait Argument {
    /// As Fluent takes it.
    fn value(&self) -> FluentValue<'_>;
}

static BUNDLES: LazyLock<Vec<FluentBundle<FluentResource>>> =
    LazyLock::new(|| Locale::ALL.iter().map(|locale| bundle(*locale)).collect());

impl Default for Words {
    fn default() -> Self {
        Self::VIETNAMESE
    }
}

impl Words {
    /// What staff speak, and families unless they choose otherwise.
    pub const VIETNAMESE: Self = Self(Locale::Vietnamese);

    /// Those of a stored BCP 47 tag; Vietnamese where no such language is known (any more).
    pub fn of_tag(tag: &str) -> Self {
        tag.parse().map_or(Self::VIETNAMESE, Self)
    }

    /// For `<html lang>`.
    pub fn lang(self) -> &'static str {
        self.0.code()
    }

    /// What stands between whole numbers and their fractions: 3,4 or 3.4.
    pub fn decimal_mark(self) -> char {
        match self.0 {
            Locale::Vietnamese => ',',
            Locale::English => '.',
        }
    }

    /// The other language, for the link that leads to it.
    pub fn other(self) -> Locale {
        match self.0 {
            Locale::Vietnamese => Locale::English,
            Locale::English => Locale::Vietnamese,
        }
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
        let bundle = &BUNDLES[Locale::ALL.iter().position(|locale| *locale == self.0)?];
        let pattern = bundle.get_message(key)?.value()?;
        let given = arguments.iter().map(|(name, argument)| (*name, argument.value()));
        let mut faults = Vec::new();
        let said = bundle.format_pattern(pattern, Some(&FluentArgs::from_iter(given)), &mut faults).into_owned();
        if !faults.is_empty() {
            tracing::error!(key, ?faults, "a message lacks an argument");
        }
        Some(said)
    }
}

/// Reads all messages now, so that the first visitor does not wait for it.
pub fn read_all() {
    LazyLock::force(&BUNDLES);
}

/// Reads all files of a locale. What is wrong in one of them ends the process at the first look at it, so any test
/// that opens a page finds it.
fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let tag = locale.code().parse().expect("codes of locales are language tags");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Marks around arguments are for mixed directions of writing; here they would only disturb searching.
    bundle.set_use_isolating(false);
    for file in Files::iter().filter(|file| file.starts_with(&format!("{}/", locale.code()))) {
        let text = Files::get(&file).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        let resource = FluentResource::try_new(text.unwrap_or_default());
        let resource = resource.unwrap_or_else(|(_, faults)| panic!("messages/{file}: {faults:?}"));
        bundle.add_resource(resource).unwrap_or_else(|faults| panic!("messages/{file}: {faults:?}"));
    }
    bundle
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
        assert_eq!(Words(Locale::English).say("frame-mistake"), "Error:");
        assert_eq!(Words::VIETNAMESE.say("not-there"), "not-there");
        assert_eq!(Words::VIETNAMESE.find("not-there", &[]), None);
    }
}
