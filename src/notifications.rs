//! What a family must know, and how it learned it: by a mail that left, a call, a letter, its own screen; or not yet.
pub mod sentences;
pub mod store;
pub mod tell;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::StoreResult;
use crate::ids::{AccountId, CaseId, HoldId, MailId, NotificationId, VisitId};
use crate::outbox::Mail;
use crate::sealed::{Sealable, Sealed};
use crate::text::messages::Words;
use crate::text::said;

pub use sentences::{Said, Sentences};
pub use tell::{answered, call_off, has_secret, holders, take_entry_back, tell};

coded_enum! {
    /// What a family must know.
    pub enum FactKind {
        Appointment = "appointment" / "lịch hẹn có khung giờ",
        HalfDay = "half_day" / "buổi đã chọn",
        Officers = "officers" / "đổi cán bộ đến nhà",
        Place = "place" / "nơi đến ghi lại",
        Postponed = "postponed" / "hoãn lịch hẹn",
        GivenBack = "given_back" / "đã trả lại buổi",
        NotApprovedInTime = "not_approved_in_time" / "chưa duyệt kịp nên trả chỗ về danh sách chờ",
        Failed = "failed" / "lượt đến chưa làm được",
        Corrected = "corrected" / "sửa lại kết quả đã báo",
        Invitation = "invitation" / "lời mời nhận buổi",
        Secret = "secret" / "mật mã mở hồ sơ",
        Question = "question" / "câu hỏi thêm trước khi duyệt",
        Refused = "refused" / "đề nghị chưa được chấp nhận",
        Withdrawn = "withdrawn" / "đã rút hồ sơ",
        Joined = "joined" / "gộp với hồ sơ gửi trước",
        OldEntry = "old_entry" / "gỡ lịch ở địa chỉ thư cũ",
    }
}

coded_enum! {
    /// How somebody told a family, other than by mail.
    pub enum ToldAs {
        Call = "call" / "bằng điện thoại",
        Letter = "letter" / "bằng thư trao tận tay",
        Page = "page" / "ngay trên trang mà gia đình tự làm",
    }
}

coded_enum! {
    /// What a mail does to the calendar of the address that it goes to (RFC 5546).
    pub enum Entry {
        Request = "request" / "ghi lịch",
        Cancel = "cancel" / "gỡ lịch",
    }
}

/// What a caller says, whole sentences; sealed, because it tells when somebody is at home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script(pub String);

impl Sealable for Script {
    const PURPOSE: &'static str = "notifications.script";
}

/// The e-mail address that a mail goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient(pub String);

impl Sealable for Recipient {
    const PURPOSE: &'static str = "notifications.recipient";
}

/// A fact that a family must know. What is newer in its thread takes the place of what is older: a thread is a visit,
/// an invitation or, without either, the case; what ends a case takes the place of everything.
#[derive(Clone, Copy, Debug)]
pub struct Fact<'a> {
    /// Whose.
    pub case_id: CaseId,
    /// About which visit.
    pub visit_id: Option<VisitId>,
    /// About which invitation (the number of its hold).
    pub hold_id: Option<HoldId>,
    /// What it is.
    pub kind: FactKind,
    /// What changed and what comes next.
    pub sentences: &'a Sentences,
}

/// A mail that tells a fact.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Which template, for the outbox.
    pub template: &'static str,
    /// Names the fact in the outbox; the same key is told once.
    pub key: String,
    /// The mail.
    pub mail: Mail,
}

/// How a fact reaches its family.
#[derive(Clone, Debug)]
pub enum How {
    /// By mail; if it is given up, by a call.
    Mail(Outgoing),
    /// Somebody has to call.
    Call,
    /// The family did it itself and reads the answer on its screen; the mail, if any, is a copy for its calendar.
    Page(Option<Outgoing>),
}

/// A fact as it is stored, with the mail that tells it.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Its number.
    pub id: NotificationId,
    /// Whose.
    pub case_id: CaseId,
    /// About which visit.
    pub visit_id: Option<VisitId>,
    /// About which invitation.
    pub hold_id: Option<HoldId>,
    /// What it is.
    pub kind: FactKind,
    /// What a caller says; none for what earlier releases left, and after the family's data was erased.
    pub script: Option<Sealed<Script>>,
    /// What its mail says, where that is not what a caller says.
    pub said: Option<Sealed<Said>>,
    /// When it happened.
    pub created_at: Timestamp,
    /// The mail that tells it.
    pub mail: Option<MailState>,
    /// What that mail does to a calendar.
    pub entry: Option<Entry>,
    /// Where that mail goes; none for what earlier releases left.
    pub recipient: Option<Sealed<Recipient>>,
    /// That somebody told it.
    pub told: Option<Told>,
    /// Since when something newer takes its place.
    pub superseded_at: Option<Timestamp>,
}

/// Where a mail stands, as far as its fact cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailState {
    /// Its number in the outbox.
    pub id: MailId,
    /// When it left.
    pub sent_at: Option<Timestamp>,
    /// When it was given up.
    pub given_up_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
    /// Until when a worker may be about to send it.
    pub claimed_until: Option<Timestamp>,
}

/// That a fact was told by other means than a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// Who; none when the family did it itself.
    pub by: Option<AccountId>,
    /// How.
    pub how: ToldAs,
}

/// Where a fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationState {
    /// Told by somebody, or on the family's own screen.
    Told(Told),
    /// Told by a mail that left then.
    Mailed(Timestamp),
    /// Something newer took its place before it was told.
    Superseded,
    /// Its mail waits to leave.
    MailWaits,
    /// Nobody told it, and no mail will: somebody has to call. Why, if a mail came back.
    Open(WhyOpen),
}

/// Why somebody has to call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyOpen {
    /// There is no mail: no address, or no consent.
    NoMail,
    /// The mail was given up: the address is wrong, or the server said no for good or for too long.
    GivenUp,
    /// The mail was withdrawn: the family wants none any more.
    Withdrawn,
    /// The household asked to be called.
    Wanted,
}

impl FactKind {
    /// Whether it announces that somebody comes: moot once somebody came.
    pub fn announces_visit(self) -> bool {
        matches!(self, Self::Appointment | Self::HalfDay | Self::Officers | Self::Place)
    }

    /// Whether nothing of the case is left to be told besides it.
    pub fn ends_case(self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn | Self::Joined)
    }
}

impl WhyOpen {
    /// For the caller.
    pub fn label(self) -> &'static str {
        match self {
            Self::NoMail => "gia đình không có thư điện tử",
            Self::GivenUp => "thư báo không gửi được: địa chỉ sai hoặc máy chủ thư từ chối",
            Self::Withdrawn => "gia đình không nhận thư nữa",
            Self::Wanted => "gia đình xin được gọi",
        }
    }
}

impl MailState {
    /// Whether it left or may be leaving this very moment.
    pub fn may_have_left(&self, now: Timestamp) -> bool {
        self.sent_at.is_some() || self.claimed_until.is_some_and(|until| until > now)
    }

    /// Whether it is still to leave.
    pub fn waits(&self) -> bool {
        self.sent_at.is_none() && self.given_up_at.is_none() && self.withdrawn_at.is_none()
    }
}

impl Notification {
    /// Where it stands.
    pub fn state(&self) -> NotificationState {
        match (self.told, self.mail) {
            (Some(told), _) => NotificationState::Told(told),
            (None, Some(MailState { sent_at: Some(at), .. })) => NotificationState::Mailed(at),
            _ if self.superseded_at.is_some() => NotificationState::Superseded,
            (None, None) if self.kind == FactKind::Secret => NotificationState::Open(WhyOpen::Wanted),
            (None, None) => NotificationState::Open(WhyOpen::NoMail),
            (None, Some(mail)) if mail.given_up_at.is_some() => NotificationState::Open(WhyOpen::GivenUp),
            (None, Some(mail)) if mail.withdrawn_at.is_some() => NotificationState::Open(WhyOpen::Withdrawn),
            (None, Some(_)) => NotificationState::MailWaits,
        }
    }
}

impl Notification {
    /// For staff: "Đã báo bằng thư lúc 08:00 ngày 23/11/2026."
    pub fn words(&self) -> String {
        let moment = |at: Timestamp| said::moment(Words::VIETNAMESE, at);
        match self.state() {
            NotificationState::Told(told) => format!("Đã báo {} lúc {}.", told.how.label(), moment(told.at)),
            NotificationState::Mailed(at) => format!("Đã báo bằng thư lúc {}.", moment(at)),
            NotificationState::Superseded => "Chưa báo thì đã có điều mới hơn.".to_owned(),
            NotificationState::MailWaits => "Thư báo đang chờ gửi.".to_owned(),
            NotificationState::Open(why) => format!("Chưa báo được: cần gọi ({}).", why.label()),
        }
    }
}

impl How {
    /// By mail where there is an address that mail may go to, else by a call. `own`: the family did it itself and reads
    /// the answer on its screen. `write` makes the mail to that address.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn of(
        email: Option<String>,
        own: bool,
        write: impl FnOnce(String) -> StoreResult<Outgoing>,
    ) -> StoreResult<Self> {
        let outgoing = email.map(write).transpose()?;
        Ok(match (outgoing, own) {
            (outgoing, true) => Self::Page(outgoing),
            (Some(outgoing), false) => Self::Mail(outgoing),
            (None, false) => Self::Call,
        })
    }

    /// The mail, if there is one.
    pub fn outgoing(&self) -> Option<&Outgoing> {
        match self {
            Self::Mail(mail) | Self::Page(Some(mail)) => Some(mail),
            Self::Call | Self::Page(None) => None,
        }
    }
}
