//! The page with which a dispatcher's day begins.
use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use askama::Template;

use super::today::{self, Entry, Household, Line, Reached, Today};
use super::{Late, NearDeadline, Worklist};
use crate::accounts::Staff;
use crate::booking::Board;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::geography::Geography;
use crate::text::dates::{clock_time, long_date};
use crate::text::lunar::lunar_words;
use crate::text::messages::Words;
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::page::{self, Frame};

/// How many cases near their deadline are shown; a count says how many there are.
const NEAR_SHOWN: usize = 12;

#[derive(Template)]
#[template(path = "worklist/page.html")]
struct WorklistPage {
    frame: Frame,
    at: String,
    all: Worklist,
    today: Today,
    geography: Data<Geography>,
    now: Timestamp,
}

/// A number of the page that leads to its list.
struct Count {
    count: usize,
    href: &'static str,
    words: &'static str,
    detail: String,
    /// Whether anything of it must not wait.
    is_hot: bool,
}

/// Registers the handler.
pub fn urls(config: &mut ServiceConfig) {
    config.service(show);
}

#[get("/worklist")]
async fn show(
    desk: Data<Desk>,
    board: Data<Board>,
    geography: Data<Geography>,
    staff: Staff,
) -> Result<HttpResponse, Problem> {
    let (now, frame) = (desk.now(), Frame::for_staff("Việc cần làm", &staff).noticing(desk.calendar_warning()));
    let found = desk
        .read(move |conn, desk| {
            let all = super::read(conn, board.booker(desk, Some(&staff)), &staff)?;
            Ok::<_, crate::db::StoreError>((all, today::read(conn, &staff, now)?))
        })
        .await?;
    let (all, today) = found;
    let lunar = lunar_words(now.date(), Words::VIETNAMESE);
    let day = if lunar.is_empty() { long_date(now.date()) } else { format!("{} ({lunar})", long_date(now.date())) };
    let at = format!("{day}, {}", clock_time(now.in_vietnam().time()));
    Ok(page::show(&WorklistPage { frame, at, all, today, geography, now }))
}

impl WorklistPage {
    /// The numbers, by what they are about.
    fn groups(&self) -> [(&'static str, Vec<Count>); 4] {
        let all = &self.all;
        let count = |count, href, words, detail: String, is_hot| Count { count, href, words, detail, is_hot };
        [
            (
                "Hồ sơ",
                vec![
                    count(all.undecided.ready, "/cases?waits_for=office", "chờ duyệt", self.oldest(), false),
                    count(all.undecided.asked, "/cases?waits_for=family", "chờ gia đình trả lời", String::new(), false),
                ],
            ),
            (
                "Chỗ và giờ",
                vec![
                    count(
                        all.unapproved,
                        "/unapproved-bookings",
                        "giữ chỗ chưa duyệt",
                        some(all.lapsing_today, "hết hạn trong hôm nay"),
                        all.lapsing_today > 0,
                    ),
                    count(
                        all.without_window,
                        "/unapproved-bookings",
                        "chưa có khung giờ",
                        String::new(),
                        all.without_window > 0,
                    ),
                    count(all.waiting, "/waiting-list", "hộ chờ xếp buổi", String::new(), false),
                ],
            ),
            (
                "Báo cho gia đình",
                vec![
                    count(all.calls, "/calls", "cần gọi", some(all.broken_mails, "vì thư hỏng"), false),
                    count(all.remarks, "/remarks", "góp ý, khiếu nại", String::new(), false),
                    count(all.rights_requests, "/rights-requests", "yêu cầu về dữ liệu", String::new(), false),
                ],
            ),
            (
                "Thời hạn",
                vec![
                    count(all.late.len(), "#late", "hộ bị trễ hẹn", self.teams_out(), !all.late.is_empty()),
                    count(all.near_deadline.len(), "#near", "sắp quá hạn", "chưa có buổi".to_owned(), false),
                ],
            ),
        ]
    }

    fn oldest(&self) -> String {
        let answered = some(self.all.undecided.answered, "gia đình đã trả lời");
        let oldest = self.all.undecided.oldest.map(|at| (self.now.date() - at.date()).num_days());
        let oldest = oldest.filter(|days| *days > 0).map(|days| format!("lâu nhất {days} ngày")).unwrap_or_default();
        [answered, oldest].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
    }

    fn teams_out(&self) -> String {
        let households: usize = self.today.lines.iter().map(|line| line.households).sum();
        if households == 0 { String::new() } else { format!("{households} hộ có hẹn hôm nay") }
    }

    fn now_words(&self) -> String {
        clock_time(self.now.in_vietnam().time())
    }

    fn ward(&self, code: &str) -> String {
        ward_name(&self.geography, code)
    }

    fn wards(&self, line: &Line) -> String {
        let names: Vec<String> = line.ward_codes.iter().take(2).map(|code| self.ward(code)).collect();
        let more = line.ward_codes.len().saturating_sub(2);
        if more == 0 { names.join(", ") } else { format!("{}, và {more} nơi nữa", names.join(", ")) }
    }

    fn near_shown(&self) -> &[NearDeadline] {
        &self.all.near_deadline[..self.all.near_deadline.len().min(NEAR_SHOWN)]
    }

    fn late_words(&self, one: &Late) -> String {
        let minutes = (self.now.secs_of_day() - one.window_to).begun_minutes();
        let coming = if one.is_en_route { "đang trên đường đến" } else { "chưa báo đang đến" };
        format!("khung giờ hết lúc {}, đã quá {minutes} phút; {} {coming}", one.window_to, one.team)
    }
}

impl Today {
    /// The full hours above the lines: slot and words.
    fn axis(&self) -> Vec<(i32, String)> {
        (0..self.hours).map(|hour| (hour * 12, format!("{:02}", self.from_hour + hour))).collect()
    }

    fn households(&self) -> usize {
        self.lines.iter().map(|line| line.households).sum()
    }

    fn done(&self) -> usize {
        self.lines.iter().map(|line| line.done).sum()
    }
}

impl Line {
    fn said(&self) -> String {
        match self.late {
            Some(late) => format!("Trễ hẹn {} phút", late.begun_minutes()),
            None if self.households == 0 => "Chưa có hộ nào".to_owned(),
            None if self.done == self.households => "Đã xong".to_owned(),
            None => "Đúng hẹn".to_owned(),
        }
    }
}

impl Entry {
    fn class(&self) -> &'static str {
        self.household.as_ref().map_or("travel", |one| match one.reached {
            Reached::Done => "serve done",
            Reached::AtTheDoor => "serve doing",
            Reached::Late => "serve late",
            Reached::EnRoute | Reached::ToCome => "serve",
        })
    }
}

impl Household {
    /// Both halves of the code: a short bar shows the first.
    fn code_halves(&self) -> (&str, &str) {
        self.code.as_deref().and_then(|code| code.split_once('-')).unwrap_or_default()
    }

    fn said(&self, ward: &str) -> String {
        let reached = match self.reached {
            Reached::Done => "đã xong, ",
            Reached::AtTheDoor => "đang làm, ",
            Reached::EnRoute => "đang đến, ",
            Reached::Late => "trễ hẹn, ",
            Reached::ToCome => "",
        };
        format!("{reached}{}–{}, {ward}, {} người", self.from, self.to, self.captures)
    }
}

fn some(count: usize, words: &str) -> String {
    if count == 0 { String::new() } else { format!("{count} {words}") }
}
