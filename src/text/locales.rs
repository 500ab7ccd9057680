//! Languages: each is a folder of messages (Project Fluent). Vietnamese and English are embedded; an office adds others as
//! `<tag>/*.ftl` in the folder of `office.languages`.
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use rust_embed::RustEmbed;
use thiserror::Error;

#[derive(RustEmbed)]
#[folder = "messages/"]
struct Embedded;

/// What each language says of itself: its name in its own words.
const NAME: &str = "locale-name";

/// The texts of each language by its tag.
type Folders = BTreeMap<String, Vec<String>>;

/// A language of pages and mails; text stands for it as its BCP 47 tag. Copying is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Locale(usize);

/// A tag of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no language «{0}»")]
pub struct UnknownLocale(String);

/// Why the folder of further languages cannot be used.
#[derive(Debug, Error)]
pub enum FolderError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// What is wrong in it, in Vietnamese.
    #[error("{0}")]
    Wrong(String),
}

/// All languages. The first is Vietnamese.
pub struct Locales(Vec<Language>);

struct Language {
    tag: String,
    bundle: FluentBundle<FluentResource>,
}

static ALL: OnceLock<Locales> = OnceLock::new();

/// Reads all messages, before the first visitor waits for it; a further folder only counts the first time.
///
/// # Errors
/// [`Locales::read`].
pub fn read_all(further: &Path) -> Result<(), FolderError> {
    let all = Locales::read(further)?;
    ALL.get_or_init(|| all);
    Ok(())
}

pub(super) fn all() -> &'static Locales {
    ALL.get_or_init(Locales::embedded)
}

impl Locale {
    /// What staff speak, and families unless they choose otherwise: it has every message.
    pub const VIETNAMESE: Self = Self(0);

    /// Every language, Vietnamese first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..all().0.len()).map(Self)
    }

    /// The BCP 47 tag.
    pub fn code(self) -> &'static str {
        all().0.get(self.0).map_or("vi", |language| &language.tag)
    }

    /// What it calls itself: "Tiếng Việt", "English".
    pub fn name(self) -> String {
        all().say(self, NAME, &FluentArgs::new()).map(|(said, _)| said).unwrap_or_default()
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::all().find(|locale| locale.code() == tag).ok_or_else(|| UnknownLocale(tag.to_owned()))
    }
}

impl Locales {
    /// What the program brings.
    fn embedded() -> Self {
        let mut folders = Folders::new();
        for path in Embedded::iter() {
            let text = Embedded::get(&path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
            let tag = path.split('/').next().unwrap_or_default();
            folders.entry(tag.to_owned()).or_default().extend(text);
        }
        // What is wrong there ends the process at the first look at it, so any test that opens a page finds it.
        let language = |tag: &str| Language::of(tag, &folders[tag]).unwrap_or_else(|fault| panic!("messages/{fault}"));
        let others = folders.keys().filter(|tag| *tag != "vi");
        Self(std::iter::once("vi").chain(others.map(String::as_str)).map(language).collect())
    }

    /// What the program brings, and the folders of an office; none for an empty path. What one of those does not say is
    /// said in Vietnamese.
    ///
    /// # Errors
    /// [`FolderError`].
    pub fn read(further: &Path) -> Result<Self, FolderError> {
        let mut all = Self::embedded();
        for (tag, texts) in read_folders(further)? {
            if all.0.iter().any(|language| language.tag == tag) {
                return Err(FolderError::Wrong(format!("«{tag}»: chương trình đã có ngôn ngữ này")));
            }
            let language = Language::of(&tag, &texts).and_then(Language::named).map_err(FolderError::Wrong)?;
            all.0.push(language);
        }
        Ok(all)
    }

    /// A message in a language, else in Vietnamese, with what was wrong with its arguments.
    pub(super) fn say(&self, locale: Locale, key: &str, arguments: &FluentArgs<'_>) -> Option<(String, bool)> {
        let own = self.0.get(locale.0).filter(|language| language.bundle.has_message(key));
        let language = own.or(self.0.first())?;
        let pattern = language.bundle.get_message(key)?.value()?;
        let mut faults = Vec::new();
        let said = language.bundle.format_pattern(pattern, Some(arguments), &mut faults).into_owned();
        Some((said, faults.is_empty()))
    }
}

impl Language {
    fn of(tag: &str, texts: &[String]) -> Result<Self, String> {
        let language = tag.parse().map_err(|_| format!("«{tag}»: không phải mã ngôn ngữ (BCP 47)"))?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks around arguments are for mixed directions of writing; here they would only disturb searching.
        bundle.set_use_isolating(false);
        for text in texts {
            let resource =
                FluentResource::try_new(text.clone()).map_err(|(_, faults)| format!("«{tag}»: {faults:?}"))?;
            bundle.add_resource(resource).map_err(|faults| format!("«{tag}»: {faults:?}"))?;
        }
        Ok(Self { tag: tag.to_owned(), bundle })
    }

    /// Refuses one that does not say its name.
    fn named(self) -> Result<Self, String> {
        let is_named = self.bundle.has_message(NAME);
        if is_named { Ok(self) } else { Err(format!("«{}»: thiếu {NAME}, tên của ngôn ngữ", self.tag)) }
    }
}

fn read_folders(further: &Path) -> std::io::Result<Folders> {
    let mut folders = Folders::new();
    if further.as_os_str().is_empty() {
        return Ok(folders);
    }
    for folder in std::fs::read_dir(further)? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        let mut files: Vec<_> = std::fs::read_dir(folder.path())?.collect::<Result<_, _>>()?;
        files.retain(|file| file.path().extension().is_some_and(|ending| ending == "ftl"));
        files.sort_by_key(std::fs::DirEntry::file_name);
        let texts = files.iter().map(|file| std::fs::read_to_string(file.path())).collect::<Result<_, _>>()?;
        folders.insert(folder.file_name().to_string_lossy().into_owned(), texts);
    }
    Ok(folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(tag: &str, text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(tag)).unwrap();
        std::fs::write(folder.path().join(tag).join("frame.ftl"), text).unwrap();
        folder
    }

    fn say(all: &Locales, tag: &str, key: &str) -> String {
        let at = all.0.iter().position(|language| language.tag == tag).expect("a language");
        all.say(Locale(at), key, &FluentArgs::new()).expect("a message").0
    }

    #[test]
    fn a_folder_with_one_file_is_a_language_and_says_the_rest_in_vietnamese() {
        let folder = folder_with("ko", "locale-name = 한국어\nframe-home = 첫 페이지\n");
        let all = Locales::read(folder.path()).unwrap();
        assert_eq!(all.0.iter().map(|language| &*language.tag).collect::<Vec<_>>(), ["vi", "en", "ko"]);
        assert_eq!((say(&all, "ko", NAME), say(&all, "ko", "frame-home")), ("한국어".into(), "첫 페이지".into()));
        assert_eq!(say(&all, "ko", "frame-apply"), say(&all, "vi", "frame-apply"));
    }

    #[test]
    fn what_is_no_language_is_refused_and_said() {
        for (tag, text, said) in [
            ("en", "locale-name = English", "đã có"),
            ("ko", "frame-home = 첫 페이지", "thiếu locale-name"),
            ("ko", "locale-name 한국어", "«ko»"),
            ("not a tag", "locale-name = x", "BCP 47"),
        ] {
            let refused =
                Locales::read(folder_with(tag, text).path()).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(refused.contains(said), "{text}: {refused}");
        }
        assert!(Locales::read(Path::new("/not/there")).is_err());
        assert!(Locales::read(Path::new("")).is_ok());
    }
}
