//! `/health`: alive, and the database answers. `/ready`: fit to keep promises, or what is in the way.
use std::time::Duration as Span;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::Duration;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult, probe, unreadable_rows};
use crate::desk::{ClientAddress, Desk};
use crate::outbox::store::{self as outbox, pauses};
use crate::web::Problem;
use crate::web::desk::block;
use crate::worker::steps;
use crate::worker::store::{self as worker, StepState};

/// Seconds that an answer of `/ready` is good for: whoever asks more often asks no disk.
const KEPT_SECS: i64 = 5;

/// Longest time that the database may take for the probe.
const PATIENCE: Span = Span::from_secs(5);

/// Failures of our mail server in a row before it is told: one broken connection is none.
const FAILURES_TOLD: i32 = 3;

/// How many receiving domains are looked at.
const PAUSES_SEEN: i64 = 50;

/// Something that is in the way.
#[derive(Clone, Debug, Serialize)]
struct Reason {
    /// Stable, for alarms.
    code: &'static str,
    /// Which step of the worker, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<&'static str>,
    /// For people; nothing personal.
    words: String,
}

/// The last answer of this process.
#[derive(Default)]
pub struct Readiness(Mutex<Option<(Timestamp, Vec<Reason>)>>);

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(health).service(ready);
}

#[get("/health")]
async fn health(desk: Data<Desk>) -> Result<HttpResponse, Problem> {
    let backlog = desk.read(|conn, _| outbox::backlog(conn)).await?;
    // How much is written to families is nobody's business: strangers learn that it lives.
    if !desk.client.is_some_and(ClientAddress::is_here) {
        return Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })));
    }
    Ok(HttpResponse::Ok().json(serde_json::json!({
        "status": "ok",
        "mails_waiting": backlog.waiting,
        "mails_given_up": backlog.given_up,
        "rows_unreadable": unreadable_rows(),
    })))
}

#[get("/ready")]
async fn ready(desk: Data<Desk>, last: Data<Readiness>) -> HttpResponse {
    let mut last = last.0.lock().await;
    let now = desk.now();
    let fresh = last.take().filter(|(at, _)| now >= *at && now - *at < Duration::seconds(KEPT_SECS));
    let reasons = match fresh {
        Some((_, reasons)) => reasons,
        None => look(&desk, now).await,
    };
    *last = Some((now, reasons.clone()));
    let (mut answer, status) = match reasons.is_empty() {
        true => (HttpResponse::Ok(), "ready"),
        false => (HttpResponse::ServiceUnavailable(), "not_ready"),
    };
    // What is the matter with us is for whoever looks after the machine.
    if !desk.client.is_some_and(ClientAddress::is_here) {
        return answer.json(serde_json::json!({ "status": status }));
    }
    answer.json(serde_json::json!({ "status": status, "reasons": reasons, "rows_unreadable": unreadable_rows() }))
}

async fn look(desk: &Data<Desk>, now: Timestamp) -> Vec<Reason> {
    let asked = desk.clone();
    let looking = block(move || {
        let mut reasons = write(&asked, now);
        match asked.db.read(|conn| read(conn, &asked, now)) {
            Ok(found) => reasons.extend(found),
            Err(error) => reasons.push(not_ready("database_down", "Cơ sở dữ liệu không trả lời.", &error)),
        }
        reasons
    });
    match actix_web::rt::time::timeout(PATIENCE, looking).await {
        Ok(Ok(reasons)) => reasons,
        Ok(Err(error)) => vec![not_ready("database_down", "Không kiểm tra được cơ sở dữ liệu.", &error)],
        Err(slow) => vec![not_ready("database_slow", "Cơ sở dữ liệu không ghi được trong 5 giây.", &slow)],
    }
}

/// Writes as a request would: every table may be changed, a row is stored for good, the disk takes more.
fn write(desk: &Desk, now: Timestamp) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let written = desk.db.write(|conn| {
        probe::tables(conn)?;
        worker::note_probe(conn, now)
    });
    if let Err(error) = written {
        reasons.push(not_ready("database_cannot_write", "Không ghi được vào cơ sở dữ liệu.", &error));
    }
    if let Err(error) = probe::growth(&desk.settings.database.url) {
        reasons.push(not_ready("disk_full", "Đĩa chứa cơ sở dữ liệu không nhận thêm dữ liệu.", &error));
    }
    reasons
}

/// What the rows tell. Each question is bounded, however many mails there are or were.
fn read(conn: &mut DbConn, desk: &Desk, now: Timestamp) -> StoreResult<Vec<Reason>> {
    let mut reasons = steps_in_the_way(&worker::step_states(conn)?, desk, now);
    let minutes = desk.settings.mail.overdue_minutes;
    let before = now - Duration::minutes(minutes.into());
    if let Some(since) = outbox::overdue_since(conn, before, now)? {
        let words = format!("Có thư đến giờ gửi từ {since} mà chưa ai gửi.");
        reasons.push(Reason { code: "mail_overdue", step: None, words });
    }
    for pause in pauses::lately(conn, PAUSES_SEEN)? {
        let is_ours = pause.receiver == pauses::OUR_SERVER;
        let since = pause.since;
        if pause.why == "refuses_us" {
            let whose = if is_ours { "Máy chủ thư" } else { "Một miền nhận thư" };
            let words = format!("{whose} từ chối hệ thống từ {since} (mật khẩu, quyền gửi hoặc danh sách chặn).");
            reasons.push(Reason { code: "mail_refuses_us", step: None, words });
        } else if is_ours && pause.failures >= FAILURES_TOLD {
            let words = format!("Máy chủ thư không nhận thư từ {since}.");
            reasons.push(Reason { code: "mail_server_down", step: None, words });
        }
    }
    Ok(reasons)
}

fn steps_in_the_way(states: &[StepState], desk: &Desk, now: Timestamp) -> Vec<Reason> {
    let late = Duration::from(desk.settings.worker.late_secs);
    let mut reasons = Vec::new();
    for name in steps::STEPS.iter().map(|step| step.name).chain([steps::MAIL, steps::PLANNING, steps::LISTS]) {
        let state = states.iter().find(|state| state.name == name);
        let (code, words) = match state {
            None => ("worker_step_late", "Việc này chưa chạy lần nào: chưa có tiến trình nền.".to_owned()),
            Some(StepState { failing_since: Some(since), .. }) => {
                ("worker_step_fails", format!("Việc này lỗi từ {since}; xem nhật ký."))
            }
            Some(state) if now - state.ran_at > late => {
                ("worker_step_late", format!("Việc này chạy lần cuối lúc {}.", state.ran_at))
            }
            Some(_) => continue,
        };
        reasons.push(Reason { code, step: Some(name), words });
    }
    reasons
}

/// What a machine said goes to the log; who asks over the network reads our sentence.
fn not_ready(code: &'static str, words: &str, error: &dyn std::fmt::Display) -> Reason {
    tracing::error!(code, %error, "not ready");
    Reason { code, step: None, words: words.to_owned() }
}
