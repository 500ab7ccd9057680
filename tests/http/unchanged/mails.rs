//! Every kind of mail from a short story of its own, as it lies in the outbox. What is drawn or counted by the database
//! is named instead: codes, secrets, numbers of rows.
mod languages;
mod stories;

use std::collections::BTreeSet;

use diesel::prelude::*;
use luudong::db::schema::outbox_mails as mails;
use luudong::outbox::Mail;
use luudong::sealed::Sealed;

use crate::support::TestApp;
use crate::support::office::Filed;

/// Every kind that goes into the outbox.
const KINDS: [&str; 10] = [
    "case_question",
    "case_received",
    "case_secret",
    "data_request",
    "visit_booked",
    "visit_cancelled",
    "visit_failed",
    "visit_invited",
    "visit_notice",
    "visit_published",
];

/// One snapshot for each story.
pub fn all_are_what_they_were() {
    let mut kinds = BTreeSet::new();
    for (name, story) in stories::ALL {
        let pile = story("vi");
        insta::assert_snapshot!(*name, pile.text);
        kinds.extend(pile.kinds);
    }
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), KINDS, "each kind is in a story");
}

/// The mails of a story, in the order in which they were written.
#[derive(Default)]
pub struct Pile {
    text: String,
    kinds: BTreeSet<String>,
    read: BTreeSet<i64>,
    /// In which language its families are written to.
    language: &'static str,
    /// What is wrong with its mails, and with what their families read at the same moment.
    faults: Vec<String>,
    /// All that they say.
    said: String,
}

impl Pile {
    /// Of families who are written to in a language.
    pub fn in_language(language: &'static str) -> Self {
        Self { language, ..Self::default() }
    }

    /// Adds what was written since the last time, under what happened; then the worker does its round.
    pub fn after(&mut self, what: &str, app: &TestApp, families: &[&Filed]) {
        let rows: Vec<(i64, String, Sealed<Mail>)> = app.read(|conn| {
            let rows = mails::table.filter(mails::sealed_mail.ne("")).order(mails::id);
            Ok(rows.select((mails::id, mails::kind, mails::sealed_mail)).load(conn)?)
        });
        for (id, kind, sealed) in rows {
            if !self.read.insert(id) {
                continue;
            }
            let mail = app.desk.vault.unseal(&sealed).expect("a mail of this vault");
            languages::look(self, what, app, families, &mail);
            self.text.push_str(&format!("######## {what}: {kind}\n{}\n", named(whole(&mail), families)));
            self.kinds.insert(kind);
        }
        app.deliver();
    }
}

/// A mail with all its parts; lines of its calendar entry that were folded are joined.
fn whole(mail: &Mail) -> String {
    let entry = mail.invitation.as_ref().map_or_else(String::new, |entry| {
        format!("---- {}\n{}", entry.method, entry.ics.replace("\r\n ", "").replace("\r\n", "\n"))
    });
    let Mail { to, subject, text, html, .. } = mail;
    format!("To: {to}\nSubject: {subject}\n---- text\n{text}\n---- html\n{html}\n{entry}")
}

fn named(text: String, families: &[&Filed]) -> String {
    let named = families.iter().enumerate().fold(text, |text, (at, filed)| {
        text.replace(&filed.code, &format!("[code {at}]")).replace(&filed.secret, &format!("[secret {at}]"))
    });
    let named = without_secrets(&named);
    let lines = named.lines().map(|line| match line.strip_prefix("UID:visit-").and_then(|rest| rest.split_once('@')) {
        Some((_, host)) => format!("UID:visit-[id]@{host}"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The secrets that were drawn, as they stand in links and as they are read out.
fn without_secrets(text: &str) -> String {
    const LENGTH: usize = 27;
    let is_secret = |part: &str| {
        let mut signs = part.bytes().enumerate();
        signs.all(|(at, byte)| if at % 4 == 3 { matches!(byte, b'-' | b' ') } else { byte.is_ascii_digit() })
    };
    let (mut left, mut rest) = (String::new(), text);
    while let Some(sign) = rest.chars().next() {
        match rest.get(..LENGTH) {
            Some(part) if is_secret(part) => {
                left.push_str(if part.contains(' ') { "[spoken secret]" } else { "[secret]" });
                rest = &rest[LENGTH..];
            }
            _ => {
                left.push(sign);
                rest = &rest[sign.len_utf8()..];
            }
        }
    }
    left
}
