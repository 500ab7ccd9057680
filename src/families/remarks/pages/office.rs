//! The office's list of thanks, suggestions and complaints: what is next, until when, and what was answered.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Staff;
use crate::cases::CaseTables;
use crate::desk::Desk;
use crate::families::remarks::api::{RemarkBody, RemarkStepCode};
use crate::families::remarks::store::Remark;
use crate::families::remarks::{self, RemarkError, RemarkKind};
use crate::ids::RemarkId;
use crate::text::dates::short_date;
use crate::text::messages::Words;
use crate::text::said;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

const OWN_PAGE: &str = "/remarks";

#[derive(Template)]
#[template(path = "remarks/list.html")]
struct ListPage {
    frame: Frame,
    mistakes: Mistakes,
    waiting: Vec<Shown>,
    ended: Vec<Shown>,
}

/// A remark in words.
struct Shown {
    body: RemarkBody,
    ward: String,
    received: String,
    ended: String,
    /// What to do next, and until when.
    next: String,
    to_accept: bool,
    may_extend: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(do_step);
}

#[get("/remarks")]
async fn list(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    list_page(&desk, &staff, Mistakes::default()).await
}

#[post("/remarks/{id}")]
async fn do_step(
    desk: Data<Desk>,
    tables: Data<CaseTables>,
    staff: Staff,
    id: Path<RemarkId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let Ok(step) = typed.get("step").parse::<RemarkStepCode>() else {
        return Err(Problem::new(&types::MALFORMED));
    };
    let (id, by, answer) = (*id, staff.clone(), typed.exact("answer").to_owned());
    let done = desk.write(move |conn, desk| remarks::step(conn, desk, &tables, &by, id, step.into(), &answer)).await;
    match done {
        Ok(()) => Ok(page::see_other(OWN_PAGE)),
        Err(refusal @ (RemarkError::Answer | RemarkError::DoneBefore)) => {
            list_page(&desk, &staff, Mistakes { whole: Some(format!("{refusal}.")), ..Mistakes::default() }).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn list_page(desk: &Desk, staff: &Staff, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let by = staff.clone();
    let (waiting, ended) = desk.write(move |conn, desk| remarks::to_handle(conn, desk, &by)).await?;
    let shown = |all: Vec<Remark>| all.into_iter().map(|one| Shown::of(one, desk)).collect();
    let page = ListPage {
        frame: Frame::for_staff("Cảm ơn, góp ý, khiếu nại", staff).with(&mistakes),
        mistakes: mistakes.clone(),
        waiting: shown(waiting),
        ended: shown(ended),
    };
    Ok(page::page(&page, &mistakes))
}

impl Shown {
    fn of(one: Remark, desk: &Desk) -> Self {
        let moment = |at| said::moment(Words::VIETNAMESE, at);
        let is_complaint = one.kind == RemarkKind::Complaint;
        let next = match (one.due_on, one.accept_by) {
            (Some(due_on), _) => format!("giải quyết và trả lời chậm nhất {}", short_date(due_on)),
            (None, Some(accept_by)) => format!("báo có thụ lý hay không, chậm nhất {}", short_date(accept_by)),
            (None, None) if one.kind == RemarkKind::Thanks => "đọc, chuyển lời cho tổ".to_owned(),
            (None, None) => "đọc và trả lời".to_owned(),
        };
        let ward = one.ward_code.as_deref().and_then(|code| desk.ward_names.get(code));
        Self {
            ward: ward.cloned().unwrap_or_else(|| "không nói phường, xã nào".to_owned()),
            received: moment(one.received_at),
            ended: one.ended_at.map(moment).unwrap_or_default(),
            next,
            to_accept: is_complaint && one.accepted_at.is_none(),
            may_extend: is_complaint && one.accepted_at.is_some() && one.extended_at.is_none(),
            body: RemarkBody::of(one, &desk.vault, desk.now().date()),
        }
    }
}
