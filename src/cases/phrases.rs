//! Sentences that a dispatcher need not type anew: questions before a decision, reasons of a refusal with what the family
//! can do, from `phrases.csv`.
use serde::Deserialize;

use super::verify::REASON_LENGTH_MAX;
use crate::coded_enum;
use crate::reference::{ReferenceError, ReferenceFiles};

const FILE: &str = "phrases.csv";

coded_enum! {
    /// What a phrase is used for.
    pub enum PhraseUse {
        Ask = "ask" / "câu hỏi cho gia đình",
        Refuse = "refuse" / "lý do không duyệt",
    }
}

/// A phrase.
#[derive(Clone, Debug, Deserialize)]
pub struct Phrase {
    /// For what.
    #[serde(rename = "use")]
    pub used_for: PhraseUse,
    /// Whole sentences, which the family reads.
    pub text: String,
    /// Who wrote it, or the rule that it follows.
    pub source: String,
}

/// All phrases, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Phrases(Vec<Phrase>);

impl Phrases {
    /// Reads `phrases.csv`; refuses one without a source, one longer than a dispatcher may type, and one that stands there
    /// twice.
    ///
    /// # Errors
    /// [`ReferenceError`] naming the line.
    pub fn load(files: &ReferenceFiles) -> Result<Self, ReferenceError> {
        let mut phrases: Vec<Phrase> = Vec::new();
        for row in files.rows::<Phrase>(FILE)? {
            let refuse = |reason: &str| Err(ReferenceError::at(FILE, row.line, reason));
            let Phrase { text, source, .. } = &row.value;
            if text.is_empty() || source.is_empty() {
                return refuse("câu có sẵn thiếu nội dung hoặc nguồn");
            }
            if text.chars().count() > REASON_LENGTH_MAX {
                return refuse("câu có sẵn dài quá");
            }
            if phrases.iter().any(|known| known.text == *text) {
                return refuse("câu có sẵn bị lặp");
            }
            phrases.push(row.value);
        }
        Ok(Self(phrases))
    }

    /// Those for one use.
    pub fn of(&self, used_for: PhraseUse) -> Vec<&str> {
        self.0.iter().filter(|one| one.used_for == used_for).map(|one| one.text.as_str()).collect()
    }
}
