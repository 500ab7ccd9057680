//! The notice of a ward over JSON: the same facts as its page.
use actix_web::web::{Data, Path, ServiceConfig};
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::booking::Board;
use crate::calendar::{DayStatus, HalfDay};
use crate::cases::kinds::Procedure;
use crate::desk::Desk;
use crate::families::notice::pages::{Access, find_ward, schedule_of};
use crate::families::notice::schedule::{Availability, DayOfWard, Schedules};
use crate::families::notice::{Facts, FeeLine};
use crate::text::dates::long_date;
use crate::text::lunar::lunar_words;
use crate::text::messages::Words;
use crate::web::Problem;

/// What a ward's notice board says.
#[derive(Debug, Serialize, ToSchema)]
pub struct WardNotice {
    /// Five digits.
    #[schema(example = "11329")]
    pub code: String,
    /// Full name.
    #[schema(example = "Phường Ngô Quyền")]
    pub name: String,
    /// The page for people.
    #[schema(example = "/phuong/11329")]
    pub page: String,
    /// The coming four weeks.
    pub days: Vec<NoticeDay>,
    /// Whom to call: the ward's numbers, and the teams that serve it.
    pub hot_lines: Vec<NoticeLine>,
    /// What the common procedures cost.
    pub fees: Vec<NoticeFee>,
    /// The first day after today on which one of these fees changes.
    pub fees_change_on: Option<NaiveDate>,
    /// When a card would be there.
    pub card: NoticeCard,
    /// Deadlines of a complaint, days.
    pub complaint_days: NoticeComplaint,
    /// Parts of the ward that are hours apart.
    pub parts: Vec<String>,
    /// Only a mission of several days goes there.
    pub only_by_mission: bool,
}

/// A date of a ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeDay {
    /// The date.
    pub on: NaiveDate,
    /// As people read it.
    #[schema(example = "Thứ Bảy 28/11/2026")]
    pub words: String,
    /// The lunar date.
    #[schema(example = "20 tháng Mười âm lịch")]
    pub lunar: String,
    /// Half-days on which somebody may work; empty on a closed day.
    pub half_days: Vec<NoticeHalfDay>,
    /// Name of the holiday or make-up day.
    pub label: Option<String>,
    /// How sure this is; an estimate may still change.
    pub status: DayStatus,
}

/// An open half-day of a ward.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeHalfDay {
    /// Which half.
    pub half_day: HalfDay,
    /// Whether a team comes, and whether an ordinary visit would find room. Nothing is promised by it.
    pub standing: Availability,
}

/// A telephone.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeLine {
    /// Whose it is.
    pub label: String,
    /// The number; empty while the office has not told it.
    pub phone: String,
}

/// What a procedure costs, đồng; null where the officer says it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeFee {
    /// The procedure.
    pub procedure: Procedure,
    /// Today.
    pub today_vnd: Option<u32>,
    /// From the day of the change on.
    pub later_vnd: Option<u32>,
}

/// Seven working days, by an example.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeCard {
    /// Captured on the next working day …
    pub captured_on: NaiveDate,
    /// … it is there on this one.
    pub due_on: NaiveDate,
    /// Whether that rests on holidays that are not announced yet.
    pub estimate: bool,
}

/// Deadlines of a complaint, days.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeComplaint {
    /// To make it.
    pub file: u32,
    /// To accept it.
    pub accept: u32,
    /// To decide.
    pub decide: u32,
    /// To decide a complex matter.
    pub decide_complex: u32,
}

/// The notice board of a ward: half-days of the coming weeks, fees, telephones, deadlines. Never a household.
#[utoipa::path(
    tag = "places",
    params(("code" = String, Path, description = "Five digits", example = "11329")),
    responses((status = 200, body = WardNotice)),
)]
#[get("/api/v1/wards/{code}/notice")]
pub async fn notice_of_ward(
    desk: Data<Desk>,
    board: Data<Board>,
    schedules: Data<Schedules>,
    code: Path<String>,
) -> Result<HttpResponse, Problem> {
    let ward = find_ward(&board.reference.geography, &code)?.clone();
    let schedule = schedule_of(&desk, board.clone(), &schedules, &ward.code).await?;
    let facts = Facts::of(&board.reference, &desk.calendar, desk.now().date(), Some(&ward.code));
    let access = Access::of(&board.reference.geography, &ward.code);
    let common = facts.hot_lines.iter().map(|line| (line.label.clone(), line.phone.clone()));
    let lines = common.chain(schedule.teams.iter().cloned());
    let days = facts.complaints;
    Ok(HttpResponse::Ok().json(WardNotice {
        page: format!("/phuong/{}", ward.code),
        code: ward.code.to_string(),
        name: ward.name,
        days: schedule.days.iter().map(notice_day).collect(),
        hot_lines: lines.map(|(label, phone)| NoticeLine { label, phone }).collect(),
        fees: facts.fees.iter().map(NoticeFee::of).collect(),
        fees_change_on: facts.fees_change_on,
        card: NoticeCard {
            captured_on: facts.example.captured_on,
            due_on: facts.example.due_on,
            estimate: facts.example.estimate,
        },
        complaint_days: NoticeComplaint {
            file: days.file,
            accept: days.accept,
            decide: days.decide,
            decide_complex: days.decide_complex,
        },
        parts: access.parts,
        only_by_mission: access.only_by_mission,
    }))
}

impl NoticeFee {
    fn of(line: &FeeLine) -> Self {
        Self { procedure: line.procedure, today_vnd: line.today, later_vnd: line.later }
    }
}

fn notice_day(day: &DayOfWard) -> NoticeDay {
    let half = |(half_day, availability): &(HalfDay, Availability)| NoticeHalfDay {
        half_day: *half_day,
        standing: *availability,
    };
    NoticeDay {
        on: day.on,
        words: long_date(day.on),
        lunar: lunar_words(day.on, Words::VIETNAMESE),
        half_days: day.open.iter().map(half).collect(),
        label: day.label.clone(),
        status: day.status,
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(notice_of_ward);
}
