//! How far the chain goes, told outside the database: in a file that only grows, and in a mail each evening. Who cuts the
//! log off, empties it or brings back an old copy of the database cannot make that unsaid.
use std::fmt;
use std::io;
use std::path::Path;
use std::str::FromStr;

use super::store::{self, Head};
use crate::db::{StoreError, StoreResult, append_only};
use crate::desk::Desk;
use crate::outbox::{self, Mail, MailedFact};
use crate::text::dates::long_date;
use crate::text::messages::Words;

/// The head of the chain at some moment, as it stands on one line: number, keyed hash, moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// How many entries there were.
    pub entries: i64,
    /// The keyed hash of the last one.
    pub mac: String,
    /// When that was (RFC 3339); for people.
    pub at: String,
}

impl fmt::Display for Outside {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {}", self.entries, self.mac, self.at)
    }
}

impl FromStr for Outside {
    type Err = ();

    fn from_str(line: &str) -> Result<Self, ()> {
        let mut parts = line.split_whitespace();
        let entries = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        let mac = parts.next().ok_or(())?.to_owned();
        Ok(Self { entries, mac, at: parts.next().unwrap_or_default().to_owned() })
    }
}

/// The lines of a head file; one that the machine broke off in the middle of writing is left out.
///
/// # Errors
/// [`io::Error`] when the file is there and cannot be read.
pub fn read(file: &Path) -> io::Result<Vec<Outside>> {
    Ok(append_only::whole(file)?.lines().filter_map(|line| line.parse().ok()).collect())
}

/// Tells outside how far the chain goes, if it has gone on: in the file at most once in `audit.head_secs`, by mail once in
/// an evening. Gives how much was told.
///
/// # Errors
/// [`StoreError`]; also when the file cannot be written.
pub fn tell(desk: &Desk) -> StoreResult<usize> {
    let Some(head) = desk.db.read(store::head)?.filter(|head| head.entries > 0) else { return Ok(0) };
    Ok(to_file(desk, &head)? + by_mail(desk, &head)?)
}

fn to_file(desk: &Desk, head: &Head) -> StoreResult<usize> {
    let settings = &desk.settings.audit;
    if settings.head_file.as_os_str().is_empty() {
        return Ok(0);
    }
    let now = desk.now();
    let unavailable = |error: io::Error| StoreError::Unavailable(format!("{}: {error}", settings.head_file.display()));
    let tail = append_only::tail(&settings.head_file).map_err(unavailable)?;
    let last: Option<Outside> = tail.lines().rev().find_map(|line| line.parse().ok());
    let is_early = last.as_ref().is_some_and(|last| {
        let at = chrono::DateTime::parse_from_rfc3339(&last.at).map(|at| at.timestamp()).unwrap_or_default();
        last.mac == head.mac || now.unix() < at + i64::from(settings.head_secs)
    });
    if is_early {
        return Ok(0);
    }
    let at = now.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let line = Outside { entries: head.entries, mac: head.mac.clone(), at };
    append_only::append(&settings.head_file, &line.to_string()).map_err(unavailable)?;
    Ok(1)
}

fn by_mail(desk: &Desk, head: &Head) -> StoreResult<usize> {
    let settings = &desk.settings.audit;
    let now = desk.now();
    if settings.mail_to.is_empty() || now.secs_of_day() < settings.mail_at_secs {
        return Ok(0);
    }
    let key = format!("audit-head:{}", now.date());
    let names = [key.clone()];
    if !desk.db.read(|conn| outbox::store::facts_of(conn, &names))?.is_empty() {
        return Ok(0);
    }
    let day_shown = long_date(now.date());
    let line = format!("{} {}", head.entries, head.mac);
    let text = format!(
        "Nhật ký truy cập đến tối {day_shown} có {} mục. Giữ thư này ở nơi khác với máy chủ.\n\n{line}\n\n\
         Kiểm tra về sau: luudong verify-audit --head \"{line}\"",
        head.entries
    );
    let html = format!(
        "<tr><td class=\"pad ink\" style=\"padding:24px\"><pre style=\"white-space:pre-wrap;margin:0\">{text}</pre></td></tr>"
    );
    let subject = format!("Nhật ký truy cập {day_shown}: {} mục", head.entries);
    let language = Words::VIETNAMESE.lang().to_owned();
    let mail = Mail { to: settings.mail_to.clone(), subject, text, html, invitation: None, language };
    let under = desk.vault.unnamed_key();
    let fact = MailedFact { kind: "audit-head", key: &key };
    let is_new = desk.db.write(|conn| outbox::enqueue(conn, desk, &under, fact, &mail, now))?;
    Ok(usize::from(is_new))
}
