//! A fact in whole sentences, twice: as somebody says it who calls, and as the family's mail does.
use serde::{Deserialize, Serialize};

use crate::sealed::Sealable;
use crate::text::messages::Words;

/// What changed and what comes next. Who calls, the code, and that nobody asks for money or an OTP is said around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentences {
    /// What a caller says; in Vietnamese, which callers read.
    pub script: String,
    /// What the mail says.
    pub said: Said,
}

/// What a mail says, in the language of its case; sealed, because it tells when somebody is at home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// BCP 47 tag.
    pub language: String,
    /// Whole sentences.
    pub text: String,
    /// The part of them that a dispatcher typed, in Vietnamese.
    #[serde(default)]
    pub quoted: Option<String>,
}

impl Sealable for Said {
    const PURPOSE: &'static str = "notifications.said";
}

impl Sentences {
    /// Said in Vietnamese and in the words of a case.
    pub fn of(words: Words, say: impl Fn(Words) -> String) -> Self {
        let said = Said { language: words.lang().to_owned(), text: say(words), quoted: None };
        Self { script: say(Words::VIETNAMESE), said }
    }

    /// The same, with words in them that a dispatcher typed.
    #[must_use]
    pub fn quoting(mut self, quoted: Option<String>) -> Self {
        self.said.quoted = quoted;
        self
    }
}

impl Said {
    /// What a caller says, as a mail does.
    pub fn script(script: &str) -> Self {
        Self { language: Words::VIETNAMESE.lang().to_owned(), text: script.to_owned(), quoted: None }
    }

    /// The words of its language.
    pub fn words(&self) -> Words {
        Words::of_tag(&self.language)
    }

    /// Before what a dispatcher typed, that, and after it.
    pub fn parts(&self) -> (&str, &str, &str) {
        let quoted = self.quoted.as_deref().filter(|_| !self.words().is_vietnamese());
        let cut = quoted.and_then(|quoted| self.text.split_once(quoted).map(|(before, after)| (before, quoted, after)));
        cut.unwrap_or((&self.text, "", ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::messages::Locale;

    #[test]
    fn what_a_dispatcher_typed_is_told_apart_in_another_language_only() {
        let say = |words: Words| words.with("say-ended-refused", &[("reason", &"Không ở địa bàn.")]);
        let told = |tag: &str| {
            let words = Words(tag.parse::<Locale>().expect("a language"));
            Sentences::of(words, say).quoting(Some("Không ở địa bàn.".to_owned())).said
        };
        assert_eq!(told("en").parts().1, "Không ở địa bàn.");
        assert!(told("en").parts().2.starts_with(" If you have questions"), "{:?}", told("en"));
        assert_eq!(told("vi").parts(), (told("vi").text.as_str(), "", ""));
        assert_eq!(Sentences::of(told("en").words(), say).script, told("vi").text, "callers read Vietnamese");
    }
}
