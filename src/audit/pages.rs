//! The log as a page and as a table to take away.
use actix_web::HttpResponse;
use actix_web::web::{Data, Query, ServiceConfig, get};
use askama::Template;
use serde::Deserialize;

use super::read::{Narrowed, ReadEntry, read};
use crate::accounts::Staff;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::ids::AuditEntryId;
use crate::text::cells::no_formula;
use crate::text::dates::{clock_time, short_date};
use crate::text::messages::Words;
use crate::web::Problem;
use crate::web::form::Typed;
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

/// Entries on one page.
const SHOWN: i64 = 100;
/// Most entries in one table.
const EXPORTED_MAX: i64 = 50_000;

#[derive(Template)]
#[template(path = "audit/log.html")]
struct LogPage {
    frame: Frame,
    typed: Typed,
    entries: Vec<ShownEntry>,
    query: String,
    older: Option<AuditEntryId>,
}

/// An entry in words.
struct ShownEntry {
    at: String,
    who: String,
    action: String,
    subject: String,
    reason: String,
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

/// Registers the pages.
pub fn urls(config: &mut ServiceConfig) {
    config.route("/audit", get().to(log_page)).route("/audit.csv", get().to(export));
}

async fn log_page(
    desk: Data<Desk>,
    staff: Staff,
    narrowed: Query<Narrowed>,
    before: Query<Before>,
) -> Result<HttpResponse, Problem> {
    let (by, asked, from) = (staff.clone(), narrowed.clone(), before.before);
    let mut entries = desk.write(move |conn, desk| read(conn, desk, &by, &asked, from, SHOWN + 1)).await?;
    let is_more = entries.len() > usize::try_from(SHOWN).unwrap_or(usize::MAX);
    entries.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let older = entries.last().filter(|_| is_more).map(|last| last.id);
    let frame = Frame::for_staff("Nhật ký truy cập", &staff);
    let typed = Typed::default().or("case", narrowed.case.clone()).or("login", narrowed.login.clone());
    let parts = [("case", narrowed.case.trim()), ("login", narrowed.login.trim())];
    let query = serde_urlencoded::to_string(parts).map_err(|_| Problem::new(&types::INTERNAL))?;
    let entries = entries.into_iter().map(|entry| in_words(entry, frame.words)).collect();
    Ok(page::show(&LogPage { frame, typed, entries, query, older }))
}

async fn export(desk: Data<Desk>, staff: Staff, narrowed: Query<Narrowed>) -> Result<HttpResponse, Problem> {
    let narrowed = narrowed.into_inner();
    let entries = desk.write(move |conn, desk| read(conn, desk, &staff, &narrowed, None, EXPORTED_MAX)).await?;
    let table = table(&entries).map_err(|_| Problem::new(&types::INTERNAL))?;
    let name = "attachment; filename=\"nhat-ky-truy-cap.csv\"";
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("content-disposition", name))
        .insert_header(("cache-control", "no-store"))
        .body(table))
}

fn table(entries: &[ReadEntry]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["number", "happened_at", "login", "action", "subject", "reason"])?;
    for entry in entries {
        let number = entry.number.map(|number| number.to_string()).unwrap_or_default();
        let at = entry.happened_at.utc().to_rfc3339();
        let (login, reason) = (entry.login.clone().unwrap_or_default(), entry.reason.clone().unwrap_or_default());
        let row = [number, at, login, entry.action.clone(), entry.subject.clone(), reason];
        table.write_record(row.map(|cell| no_formula(&cell)))?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

fn in_words(entry: ReadEntry, words: Words) -> ShownEntry {
    let at: Timestamp = entry.happened_at;
    let key = format!("data-action-{}", entry.action);
    ShownEntry {
        at: format!("{} {}", clock_time(at.in_vietnam().time()), short_date(at.date())),
        who: entry.login.unwrap_or_else(|| words.say("data-role-none")),
        action: words.find(&key, &[]).unwrap_or(entry.action),
        subject: subject_in_words(&entry.subject),
        reason: entry.reason.unwrap_or_default(),
    }
}

/// `case:12` as "hồ sơ số 12"; a subject of another kind as it stands.
fn subject_in_words(subject: &str) -> String {
    let nouns = [
        ("case", "hồ sơ"),
        ("account", "tài khoản"),
        ("visit", "lượt đến"),
        ("duty", "ca"),
        ("planning_run", "phương án"),
        ("team", "tổ"),
        ("kit", "bộ thiết bị"),
        ("officer", "cán bộ"),
        ("list", "danh sách"),
    ];
    if subject == "exports" {
        return "danh sách tải về".to_owned();
    }
    let Some((noun, number)) = subject.split_once(':') else { return subject.to_owned() };
    match nouns.iter().find(|(code, _)| *code == noun) {
        Some((_, word)) => format!("{word} số {number}"),
        None => subject.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(no_formula("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(no_formula("gọi lại"), "gọi lại");
    }

    #[test]
    fn subjects_are_said_in_words() {
        assert_eq!(subject_in_words("case:12"), "hồ sơ số 12");
        assert_eq!(subject_in_words("url:GET /duties"), "url:GET /duties");
        assert_eq!(subject_in_words("audit"), "audit");
    }
}
