//! What is asked about data, how it came, how it ended, and the words that are kept of it.
use serde::{Deserialize, Serialize};

use crate::coded_enum;
use crate::sealed::Sealable;

coded_enum! {
    /// What is asked, or has happened.
    pub enum RightsKind {
        Access = "access" / "xem, nhận bản dữ liệu",
        Correct = "correct" / "sửa dữ liệu",
        Restrict = "restrict" / "rút đồng ý, hạn chế, phản đối",
        Delete = "delete" / "xoá dữ liệu",
        Breach = "breach" / "sự cố lộ, mất dữ liệu",
    }
}

coded_enum! {
    /// How it reached the office.
    pub enum RightsChannel {
        Desk = "desk" / "tại trụ sở",
        Telephone = "telephone" / "qua điện thoại",
        Paper = "paper" / "bằng văn bản",
        Own = "own" / "tự phát hiện",
    }
}

coded_enum! {
    /// How it ended.
    pub enum RightsEnd {
        Done = "done" / "đã làm",
        Refused = "refused" / "không làm được, đã trả lời",
    }
}

crate::stored_code!(RightsKind, RightsChannel, RightsEnd);

/// What was asked, in the words of whoever wrote it down.
#[derive(Clone, Serialize, Deserialize)]
pub struct RightsWords(pub String);

impl Sealable for RightsWords {
    const PURPOSE: &'static str = "rights_requests.words";
}

/// What was answered.
#[derive(Clone, Serialize, Deserialize)]
pub struct RightsAnswer(pub String);

impl Sealable for RightsAnswer {
    const PURPOSE: &'static str = "rights_requests.answer";
}
