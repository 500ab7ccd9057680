//! Tells whoever reads the mail of a case that a secret was made, and tells the secret where the mail is its way.
use std::fmt::Display;

use askama::Template;

use super::NewSecret;
use crate::cases::case::Case;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::dice::spoken_secret;
use crate::keys;
use crate::outbox::{self, Mail, MailedFact};

/// Why there is a new one.
#[derive(Clone, Copy)]
pub(super) enum Why<'a> {
    /// Somebody said that the old one was lost.
    Lost(&'a NewSecret),
    /// The family changed it.
    Changed(&'a NewSecret),
    /// The office told it to a caller.
    Issued {
        /// The old ones open nothing any more.
        ends_others: bool,
    },
}

/// What the mail says.
struct SecretFacts<'a> {
    code: &'a str,
    happened: &'static str,
    secret: Option<(String, &'a str)>,
    after: &'static str,
    otherwise: &'static str,
}

#[derive(Template)]
#[template(path = "mail/case_secret.subject.txt")]
struct Subject<'a>(&'a SecretFacts<'a>);

#[derive(Template)]
#[template(path = "mail/case_secret.txt")]
struct Text<'a>(&'a SecretFacts<'a>);

#[derive(Template)]
#[template(path = "mail/case_secret.html")]
struct Html<'a>(&'a SecretFacts<'a>);

impl<'a> SecretFacts<'a> {
    fn of(code: &'a str, why: Why<'a>) -> Self {
        let told = |made: &'a NewSecret| Some((spoken_secret(&made.secret), made.link.as_str()));
        let (happened, secret, after, otherwise) = match why {
            Why::Lost(made) => (
                "Có người vừa báo mất mật mã của hồ sơ này. Dưới đây là mật mã mới.",
                told(made),
                "Mật mã cũ, nếu tìm thấy, vẫn dùng được. Muốn bỏ mật mã cũ, mở hồ sơ rồi bấm “Đổi mật mã”.",
                "Gia đình không báo mất thì không phải làm gì. Thư này chỉ gửi đến địa chỉ đã ghi trong hồ sơ.",
            ),
            Why::Changed(made) => (
                "Mật mã của hồ sơ này vừa được đổi trên trang hồ sơ.",
                told(made),
                "Mật mã và liên kết cũ không mở được hồ sơ nữa.",
                "Gia đình không đổi thì có người khác đã mở được hồ sơ. Xin mở liên kết trên, xem lại và đổi mật mã lần nữa.",
            ),
            Why::Issued { ends_others } => (
                "Cán bộ vừa cấp mật mã mới cho hồ sơ này, theo yêu cầu của người gọi điện hoặc đến trụ sở.",
                None,
                if ends_others {
                    "Mật mã và liên kết cũ không mở được hồ sơ nữa."
                } else {
                    "Mật mã và liên kết cũ vẫn dùng được."
                },
                "Người trong nhà không yêu cầu thì xin gọi ngay trực ban Công an phường, xã.",
            ),
        };
        Self { code, happened, secret, after, otherwise }
    }
}

/// Puts the mail into the outbox; `number` tells one from another of the same case.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn send(
    conn: &mut DbConn,
    desk: &Desk,
    case: &Case,
    to: String,
    number: impl Display,
    why: Why<'_>,
) -> StoreResult<()> {
    let facts = SecretFacts::of(&case.code, why);
    let mail = Mail::of(to, &Subject(&facts), &Text(&facts), &Html(&facts))?;
    let kind = match why {
        Why::Lost(_) => "lost",
        Why::Changed(_) => "changed",
        Why::Issued { .. } => "issued",
    };
    let fact = MailedFact { kind: "case_secret", key: &format!("case-secret:{}:{kind}:{number}", case.id) };
    let key = keys::of_case(conn, &desk.vault, &case.code)?;
    outbox::enqueue(conn, desk, &key, fact, &mail, desk.now())?;
    Ok(())
}
