//! The page of requests about data: what came, what is next, until when.
use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path, ServiceConfig, get, post};
use askama::Template;
use chrono::NaiveDate;

use crate::accounts::Staff;
use crate::cases::find::FindCaseError;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::families::deletion::DeletionError;
use crate::families::rights::store::StoredRequest;
use crate::families::rights::{NewRequest, RightsChannel, RightsError, RightsKind, Step};
use crate::ids::RightsRequestId;
use crate::seconds::TimeOfDay;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;
use crate::visits::withdraw::WithdrawError;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

const OWN_PAGE: &str = "/rights-requests";

#[derive(Template)]
#[template(path = "rights/list.html")]
struct RightsPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    requests: Vec<Shown>,
    kinds: Vec<(&'static str, &'static str)>,
    channels: Vec<(&'static str, &'static str)>,
}

/// A request in words.
struct Shown {
    id: RightsRequestId,
    kind: RightsKind,
    code: Option<String>,
    ward: String,
    words: String,
    received: String,
    /// What to do next, and until when.
    next: String,
    is_late: bool,
    to_acknowledge: bool,
    may_extend: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.route(OWN_PAGE, get().to(rights_page)).route(OWN_PAGE, post().to(record));
    config.route("/rights-requests/{id}", post().to(do_step));
}

async fn rights_page(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    show(&desk, &staff, Typed::default(), Mistakes::default(), None).await
}

async fn record(desk: Data<Desk>, staff: Staff, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let new = match read(&typed) {
        Ok(new) => new,
        Err(mistakes) => return show(&desk, &staff, typed, mistakes, None).await,
    };
    let by = staff.clone();
    match desk.write(move |conn, desk| crate::families::rights::record(conn, desk, &by, &new)).await {
        Ok(_) => Ok(page::see_other(OWN_PAGE)),
        Err(RightsError::Case(FindCaseError::NotFound)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", "Không có hồ sơ mã này");
            show(&desk, &staff, typed, mistakes, None).await
        }
        Err(error @ (RightsError::Store(_) | RightsError::Case(FindCaseError::Store(_)))) => Err(error.into()),
        Err(refusal) => show(&desk, &staff, typed, Mistakes::of(&refusal.into()), None).await,
    }
}

fn read(typed: &Typed) -> Result<NewRequest, Mistakes> {
    let mut mistakes = Mistakes::default();
    let (kind, channel) = (typed.get("kind").parse::<RightsKind>(), typed.get("channel").parse::<RightsChannel>());
    if kind.is_err() {
        mistakes.add("kind", "Chọn loại yêu cầu");
    }
    if channel.is_err() {
        mistakes.add("channel", "Chọn cách nhận");
    }
    let day = typed.get("received_on");
    let received_on = (!day.is_empty()).then(|| day.parse::<NaiveDate>());
    if matches!(received_on, Some(Err(_))) {
        mistakes.add("received_on", "Ngày không đọc được");
    }
    match (kind, channel, received_on.transpose()) {
        (Ok(kind), Ok(channel), Ok(received_on)) => Ok(NewRequest {
            kind,
            channel,
            code: typed.get("code").to_owned(),
            ward_code: typed.get("ward_code").to_owned(),
            words: typed.get("words").to_owned(),
            received_at: received_on.map(|on| Timestamp::local_secs(on, TimeOfDay::MIDNIGHT)),
        }),
        _ => Err(mistakes),
    }
}

async fn do_step(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<RightsRequestId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let step = match typed.get("step") {
        "acknowledge" => Step::Acknowledge,
        "extend" => Step::Extend,
        "complete" => Step::Complete,
        "refuse" => Step::Refuse,
        _ => return Err(Problem::new(&types::MALFORMED)),
    };
    let (id, by, answer) = (*id, staff.clone(), typed.get("answer").to_owned());
    match desk.write(move |conn, desk| crate::families::rights::step(conn, desk, &by, id, step, &answer)).await {
        Ok(()) => Ok(page::see_other(OWN_PAGE)),
        Err(
            error @ (RightsError::Store(_)
            | RightsError::Case(FindCaseError::OutsideWards | FindCaseError::Store(_))
            | RightsError::Deletion(DeletionError::Store(_) | DeletionError::Withdraw(WithdrawError::Store(_)))),
        ) => Err(error.into()),
        Err(refusal) => {
            let said = Mistakes::of(&refusal.into());
            let said = said.whole.clone().or_else(|| said.fields.first().map(|(_, text)| text.clone()));
            show(&desk, &staff, Typed::default(), Mistakes::default(), said).await
        }
    }
}

async fn show(
    desk: &Desk,
    staff: &Staff,
    typed: Typed,
    mistakes: Mistakes,
    refused: Option<String>,
) -> Result<HttpResponse, Problem> {
    let by = staff.clone();
    let found = desk.write(move |conn, desk| crate::families::rights::open_requests(conn, desk, &by)).await?;
    let mistakes = Mistakes { whole: refused.or(mistakes.whole.clone()), ..mistakes };
    let labels = |kind: &RightsKind| (kind.code(), kind.label());
    Ok(page::page(
        &RightsPage {
            frame: Frame::for_staff("Yêu cầu về dữ liệu", staff).with(&mistakes),
            typed,
            mistakes: mistakes.clone(),
            requests: found.iter().map(|one| Shown::of(one, desk)).collect(),
            kinds: RightsKind::ALL.iter().map(labels).collect(),
            channels: RightsChannel::ALL.iter().map(|one| (one.code(), one.label())).collect(),
        },
        &mistakes,
    ))
}

impl Shown {
    fn of(one: &StoredRequest, desk: &Desk) -> Self {
        let moment = |at: Timestamp| said::moment(Words::VIETNAMESE, at);
        let next = one.next_clock();
        let what = match (one.kind, one.acknowledged_at, one.acknowledge_by) {
            (RightsKind::Breach, ..) => format!("báo cơ quan có thẩm quyền trước {}", moment(next)),
            (_, None, Some(_)) => format!("báo đã nhận, chậm nhất {}", short_date(next.date())),
            _ => format!("làm xong, chậm nhất {}", short_date(one.due_at.date())),
        };
        let ward = one.ward_code.as_deref().and_then(|code| desk.ward_names.get(code));
        Self {
            id: one.id,
            kind: one.kind,
            code: one.code.clone(),
            ward: ward.cloned().unwrap_or_else(|| "toàn thành phố".to_owned()),
            words: desk.vault.unseal(&one.words).map_or_else(|_| "(không đọc được nữa)".to_owned(), |words| words.0),
            received: format!("{} {}", moment(one.received_at), one.channel.label()),
            is_late: next < desk.now(),
            next: what,
            to_acknowledge: one.acknowledge_by.is_some() && one.acknowledged_at.is_none(),
            may_extend: one.extended_at.is_none() && one.kind != RightsKind::Breach,
        }
    }
}
