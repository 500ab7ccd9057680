//! What a remark is, how it ended, and the texts that are kept of it.
use serde::{Deserialize, Serialize};

use crate::coded_enum;
use crate::sealed::Sealable;

coded_enum! {
    /// What somebody wants to say.
    pub enum RemarkKind {
        Thanks = "thanks" / "cảm ơn",
        Suggestion = "suggestion" / "góp ý",
        Complaint = "complaint" / "khiếu nại",
    }
}

coded_enum! {
    /// How it ended.
    pub enum RemarkEnd {
        Answered = "answered" / "đã trả lời",
        NotAccepted = "not_accepted" / "không thụ lý, đã trả lời",
    }
}

crate::stored_code!(RemarkKind, RemarkEnd);

impl RemarkKind {
    /// How its number begins.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Thanks => "CO",
            Self::Suggestion => "GY",
            Self::Complaint => "KN",
        }
    }
}

/// What was said; it may name somebody.
#[derive(Clone, Serialize, Deserialize)]
pub struct RemarkWords(pub String);

impl Sealable for RemarkWords {
    const PURPOSE: &'static str = "remarks.words";
}

/// Who said it, and how to answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct RemarkContact(pub String);

impl Sealable for RemarkContact {
    const PURPOSE: &'static str = "remarks.contact";
}

/// What was answered.
#[derive(Clone, Serialize, Deserialize)]
pub struct RemarkAnswer(pub String);

impl Sealable for RemarkAnswer {
    const PURPOSE: &'static str = "remarks.answer";
}
