//! Lists of households that staff bring in a file: looked at row by row, put right in place, carried out as a job, undone
//! as long as nobody has touched what came of them. What a row says is read by `cases::import`.
pub mod api;
pub mod carry_out;
pub mod change;
pub mod check;
pub mod content;
pub mod pages;
pub mod store;
pub mod undo;
mod work;

pub use change::ListError;
pub use content::{Content, Said};

use crate::accounts::{Permission, Staff};
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::ids::{AccountId, ListId};

coded_enum! {
    /// How far a list is.
    pub enum ListState {
        Checked = "checked" / "xem thử",
        Confirmed = "confirmed" / "đang nhập",
        Done = "done" / "đã nhập",
        Undoing = "undoing" / "đang rút lại",
        Undone = "undone" / "đã rút lại",
        Failed = "failed" / "không nhập được",
    }
}

coded_enum! {
    /// What is said of a row, or became of it.
    pub enum RowVerdict {
        Good = "good" / "nhận được",
        Noted = "noted" / "nhận, có lưu ý",
        Joins = "joins" / "thêm vào hồ sơ có sẵn",
        Known = "known" / "đã có từ trước",
        Duplicate = "duplicate" / "trùng trong tệp",
        Refused = "refused" / "hỏng",
        Imported = "imported" / "đã nhập",
        Added = "added" / "đã thêm vào hồ sơ có sẵn",
        Withdrawn = "withdrawn" / "đã rút lại",
        Kept = "kept" / "giữ lại",
    }
}

/// Rows that are to be carried out.
pub const TO_DO: [RowVerdict; 3] = [RowVerdict::Good, RowVerdict::Noted, RowVerdict::Joins];

impl RowVerdict {
    /// Whether the row waits to be carried out.
    pub fn is_to_do(self) -> bool {
        TO_DO.contains(&self)
    }
}

/// A list without its content.
#[derive(Clone, Debug)]
pub struct List {
    /// Its number.
    pub id: ListId,
    /// Who brought it.
    pub account_id: AccountId,
    /// How far it is.
    pub state: ListState,
    /// How often it was changed.
    pub version: i32,
    /// Rows that are to be taken.
    pub rows_total: i32,
    /// Rows of them that were.
    pub rows_done: i32,
    /// When it was brought.
    pub created_at: Timestamp,
    /// When it was carried out, or undone.
    pub ended_at: Option<Timestamp>,
    /// Until when it can be confirmed or undone; then its content is forgotten.
    pub expires_at: Timestamp,
    /// Whether its content is still there.
    pub has_content: bool,
}

impl List {
    /// Whether somebody may see and change it: who brought it, and who edits cases everywhere.
    pub fn may_be_seen_by(&self, staff: &Staff) -> bool {
        self.account_id == staff.account_id || staff.may_everywhere(Permission::EditCases)
    }

    /// Whether rows and columns can still be put right, and the list confirmed.
    pub fn can_be_changed(&self, now: Timestamp) -> bool {
        matches!(self.state, ListState::Checked | ListState::Undone) && self.has_content && now < self.expires_at
    }

    /// Whether it can be undone.
    pub fn can_be_undone(&self, now: Timestamp) -> bool {
        self.state == ListState::Done && now < self.expires_at
    }

    /// Whether a job is at work on it or will be.
    pub fn is_in_work(&self) -> bool {
        matches!(self.state, ListState::Confirmed | ListState::Undoing)
    }
}

/// The subject of a list's entries in the log.
pub fn list_subject(id: ListId) -> String {
    format!("list:{id}")
}
