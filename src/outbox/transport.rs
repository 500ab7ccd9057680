//! How a mail leaves the house: as an `.eml` file in a folder, or by SMTP. The only place that knows lettre.
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use secrecy::ExposeSecret;

use super::stop::Stop;
use super::verdict::{Verdict, Why};
use super::{Mail, emblem};
use crate::clock::Timestamp;
use crate::config::{MailSettings, MailTransport};

pub mod address;
mod conversation;
mod server;

use server::Server;

/// Delivers mails.
pub enum Transport {
    /// Into a folder.
    Folder(PathBuf),
    /// To a server.
    Smtp(Box<Server>),
}

/// Why a mail did not leave.
#[derive(Debug, thiserror::Error)]
#[error("{said}")]
pub struct SendError {
    /// What is to be done about it.
    pub verdict: Verdict,
    /// What happened, without anybody's address.
    pub said: String,
}

/// The settings name no usable transport; the sentence names the setting.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(String);

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
    /// The office's picture, a PNG.
    pub emblem: &'a [u8],
}

impl Transport {
    /// The transport of the settings.
    ///
    /// # Errors
    /// [`TransportError`] when the URL is not one, or our own addresses are none: found here and not with each mail.
    pub fn new(settings: &MailSettings) -> Result<Self, TransportError> {
        for (key, address) in [("from", &settings.from), ("reply_to", &settings.reply_to)] {
            if address.parse::<Mailbox>().is_err() {
                return Err(TransportError(format!("mail.{key} không phải là địa chỉ e-mail")));
            }
        }
        match settings.transport {
            MailTransport::Folder => Ok(Self::Folder(settings.folder.clone())),
            MailTransport::Smtp => {
                let (answer, whole) =
                    (Duration::from_secs(settings.answer_secs), Duration::from_secs(settings.try_secs));
                let server = Server::read(settings.smtp_url.expose_secret(), answer, whole);
                Ok(Self::Smtp(Box::new(server.map_err(|said| TransportError(format!("mail.smtp_url: {said}")))?)))
            }
        }
    }

    /// Sends one mail. Into a folder a repeated mail replaces itself; a server can tell it by its Message-ID.
    ///
    /// # Errors
    /// [`SendError`]; after `mail.try_secs` at the latest, and soon after `stop` breaks off.
    pub fn send(&self, envelope: &Envelope<'_>, mail: &Mail, stop: &Stop) -> Result<(), SendError> {
        let message = message(envelope, mail)?;
        match self {
            Self::Folder(folder) => write_file(folder, envelope.message_id, &message.formatted()),
            Self::Smtp(server) => conversation::hold(server, message.envelope(), &message.formatted(), stop),
        }
    }
}

/// The domain of an address in small letters; none when it is no address.
pub fn domain_of(address: &str) -> Option<String> {
    Some(address.parse::<Mailbox>().ok()?.email.domain().to_lowercase())
}

/// `Auto-Submitted: auto-generated` (RFC 3834): no holiday note and no list answers.
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The MIME message: text and HTML as alternatives, the HTML with the picture that it names; the calendar entry both
/// inline and as a file, because some calendars take the one and some the other.
fn message(envelope: &Envelope<'_>, mail: &Mail) -> Result<Message, SendError> {
    let written_at = UNIX_EPOCH + Duration::from_secs(u64::try_from(envelope.written_at.unix()).unwrap_or(0));
    let builder = Message::builder()
        .message_id(Some(envelope.message_id.to_owned()))
        .date(written_at)
        .header(AutoSubmitted)
        .from(own(envelope.from)?)
        .reply_to(own(envelope.reply_to)?)
        // The address itself stays out of the error: it ends in a log.
        .to(mail.to.parse().map_err(|_| broken("địa chỉ e-mail không hợp lệ"))?)
        .subject(mail.subject.clone());
    let bodies = MultiPart::alternative().singlepart(SinglePart::plain(mail.text.clone()));
    let html = SinglePart::html(mail.html.clone());
    let bodies = match emblem::is_named_in(&mail.html) {
        true => bodies.multipart(with_picture(html, envelope.emblem)?),
        // What an earlier release left, or who has no picture.
        false => bodies.singlepart(html),
    };
    let Some(invitation) = &mail.invitation else {
        return builder.multipart(bodies).map_err(broken);
    };
    let inline_kind = format!("text/calendar; charset=utf-8; method={}", invitation.method);
    let inline_kind = ContentType::parse(&inline_kind).map_err(broken)?;
    let inline = SinglePart::builder().header(inline_kind).body(invitation.ics.clone());
    let file_kind = ContentType::parse("application/ics").map_err(broken)?;
    let file = Attachment::new("lich-hen.ics".to_owned()).body(invitation.ics.clone(), file_kind);
    builder.multipart(MultiPart::mixed().multipart(bodies.singlepart(inline)).singlepart(file)).map_err(broken)
}

/// The HTML and its picture (RFC 2387).
fn with_picture(html: SinglePart, png: &[u8]) -> Result<MultiPart, SendError> {
    let kind = ContentType::parse("image/png").map_err(broken)?;
    let picture = Attachment::new_inline_with_name(emblem::CONTENT_ID.to_owned(), emblem::FILE.to_owned());
    Ok(MultiPart::related().singlepart(html).singlepart(picture.body(png.to_vec(), kind)))
}

/// One of our own addresses. [`Transport::new`] has read it; a mail must not be given up because of it.
fn own(address: &str) -> Result<Mailbox, SendError> {
    let verdict = Verdict::ServerWaits(Why::RefusesUs);
    address
        .parse()
        .map_err(|_| SendError { verdict, said: "địa chỉ gửi của hệ thống không hợp lệ".to_owned() })
}

/// Writes beside and renames, so that a reader of the folder never sees half a mail.
fn write_file(folder: &Path, message_id: &str, bytes: &[u8]) -> Result<(), SendError> {
    let temporary =
        |error: std::io::Error| SendError { verdict: Verdict::ServerWaits(Why::NoAnswer), said: error.to_string() };
    std::fs::create_dir_all(folder).map_err(temporary)?;
    let name: String = message_id.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
    let half = folder.join(format!("{name}.part"));
    std::fs::write(&half, bytes).map_err(temporary)?;
    std::fs::rename(&half, folder.join(format!("{name}.eml"))).map_err(temporary)
}

fn broken(error: impl std::fmt::Display) -> SendError {
    SendError { verdict: Verdict::GiveUp, said: error.to_string() }
}
