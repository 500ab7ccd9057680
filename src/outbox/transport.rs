//! How a mail leaves the house: as an `.eml` file in a folder, or by SMTP. The only place that knows lettre.
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::ContentType;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Message, SmtpTransport, Transport as _};
use secrecy::ExposeSecret;

use super::Mail;
use crate::clock::Timestamp;
use crate::config::{MailSettings, MailTransport};

/// Seconds an SMTP conversation may take; shorter than the claim on the mail.
const SMTP_TIMEOUT: Duration = Duration::from_secs(30);

/// Delivers mails.
pub enum Transport {
    /// Into a folder.
    Folder(PathBuf),
    /// To a server.
    Smtp(Box<SmtpTransport>),
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Trying again is useless: the address or the mail itself is wrong, or the server said so for good (5xx).
    #[error("không gửi được, không thử lại: {0}")]
    Permanent(String),
    /// Later may be better: no connection, or the server asked to wait (4xx).
    #[error("chưa gửi được: {0}")]
    Temporary(String),
}

/// What surrounds a mail: who sends it, under which Message-ID, when.
pub struct Envelope<'a> {
    /// Sender.
    pub from: &'a str,
    /// Where answers go.
    pub reply_to: &'a str,
    /// Stable Message-ID with angle brackets.
    pub message_id: &'a str,
    /// The moment of the fact, so that a repeated mail is the same to the letter.
    pub written_at: Timestamp,
}

impl Transport {
    /// The transport of the settings.
    ///
    /// # Errors
    /// [`SendError::Permanent`] when the URL is not one.
    pub fn new(settings: &MailSettings) -> Result<Self, SendError> {
        match settings.transport {
            MailTransport::Folder => Ok(Self::Folder(settings.folder.clone())),
            MailTransport::Smtp => {
                let builder = SmtpTransport::from_url(settings.smtp_url.expose_secret()).map_err(permanent)?;
                Ok(Self::Smtp(Box::new(builder.timeout(Some(SMTP_TIMEOUT)).build())))
            }
        }
    }

    /// Sends one mail. Into a folder a repeated mail replaces itself; a server can tell it by its Message-ID.
    ///
    /// # Errors
    /// [`SendError`].
    pub fn send(&self, envelope: &Envelope<'_>, mail: &Mail) -> Result<(), SendError> {
        let message = message(envelope, mail)?;
        match self {
            Self::Folder(folder) => write_file(folder, envelope.message_id, &message.formatted()),
            Self::Smtp(server) => server.send(&message).map(|_| ()).map_err(|error| {
                if error.is_permanent() {
                    SendError::Permanent(said(&error))
                } else {
                    SendError::Temporary(said(&error))
                }
            }),
        }
    }
}

/// The MIME message: text and HTML as alternatives, the calendar entry both inline and as a file, because some
/// calendars take the one and some the other.
fn message(envelope: &Envelope<'_>, mail: &Mail) -> Result<Message, SendError> {
    let written_at = UNIX_EPOCH + Duration::from_secs(u64::try_from(envelope.written_at.unix()).unwrap_or(0));
    let builder = Message::builder()
        .message_id(Some(envelope.message_id.to_owned()))
        .date(written_at)
        .from(mailbox(envelope.from)?)
        .reply_to(mailbox(envelope.reply_to)?)
        .to(mailbox(&mail.to)?)
        .subject(mail.subject.clone());
    let bodies = MultiPart::alternative()
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let Some(invitation) = &mail.invitation else {
        return builder.multipart(bodies).map_err(permanent);
    };
    let inline_kind = format!("text/calendar; charset=utf-8; method={}", invitation.method);
    let inline_kind = ContentType::parse(&inline_kind).map_err(permanent)?;
    let inline = SinglePart::builder().header(inline_kind).body(invitation.ics.clone());
    let file_kind = ContentType::parse("application/ics").map_err(permanent)?;
    let file = Attachment::new("lich-hen.ics".to_owned()).body(invitation.ics.clone(), file_kind);
    builder.multipart(MultiPart::mixed().multipart(bodies.singlepart(inline)).singlepart(file)).map_err(permanent)
}

fn mailbox(address: &str) -> Result<Mailbox, SendError> {
    // The address itself stays out of the error: it ends in a log.
    address.parse().map_err(|_| SendError::Permanent("địa chỉ e-mail không hợp lệ".to_owned()))
}

/// Writes beside and renames, so that a reader of the folder never sees half a mail.
fn write_file(folder: &Path, message_id: &str, bytes: &[u8]) -> Result<(), SendError> {
    let temporary = |error: std::io::Error| SendError::Temporary(error.to_string());
    std::fs::create_dir_all(folder).map_err(temporary)?;
    let name: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    let half = folder.join(format!("{name}.part"));
    std::fs::write(&half, bytes).map_err(temporary)?;
    std::fs::rename(&half, folder.join(format!("{name}.eml"))).map_err(temporary)
}

fn permanent(error: impl std::fmt::Display) -> SendError {
    SendError::Permanent(error.to_string())
}

/// What the server said, without anything in angle brackets or with an at sign: servers like to repeat the recipient.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let text = error.to_string();
    let mut depth = 0;
    let keep = |c: &char| {
        depth += i32::from(*c == '<') - i32::from(*c == '>');
        depth == 0 && *c != '>'
    };
    let outside: String = text.chars().filter(keep).collect();
    let words = outside.split_whitespace().map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}
