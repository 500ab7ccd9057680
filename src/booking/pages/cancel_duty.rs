//! The page that cancels a duty: it shows first who loses a half-day by it.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::api::duties::asked;
use crate::booking::orphan::{CapacityError, cancel, look};
use crate::booking::preview::{Hurt, PreviewError};
use crate::desk::Desk;
use crate::ids::{DutyId, VisitId};
use crate::teams::duty::Duty;
use crate::teams::duty::api::Cancellation;
use crate::teams::week;
use crate::visits::pages::ward_name;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

#[derive(Template)]
#[template(path = "booking/cancel_duty.html")]
struct CancelDutyPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    duty: Duty,
    date: String,
    back: String,
    hurt: Vec<Line>,
    /// The team has left: there is nothing to send.
    running: bool,
}

/// A household that loses its half-day, without its names.
struct Line {
    visit_id: VisitId,
    code: Option<String>,
    ward: String,
    published: bool,
    must_be_called: bool,
    instead: Option<String>,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(cancellation_page).service(post_cancellation);
}

/// The page that shows who is hurt and asks for a reason.
#[get("/duties/{id}/cancellation")]
pub async fn cancellation_page(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<DutyId>,
) -> Result<HttpResponse, Problem> {
    cancel_form(&desk, board, staff, *id, Typed::default(), Mistakes::default()).await
}

/// Cancels a duty with those accepted whom the page showed, and shows its week.
#[post("/duties/{id}/cancellation")]
pub async fn post_cancellation(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    id: Path<DutyId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by) = (Typed::new(given.into_inner()), *id, staff.clone());
    // The version that the page was made from: what changed since then must be seen before it is cancelled.
    let expected: i32 = typed.get("version").parse().unwrap_or(0);
    let accept = typed.all("accept").iter().filter_map(|id| id.parse().ok()).collect();
    let wanted = Cancellation { reason: typed.get("reason").to_owned(), accept };
    let known = board.clone();
    let done = desk
        .write(move |conn, desk| {
            let asked = asked(&known, desk, &by, id);
            cancel(conn, asked, expected, &wanted)
        })
        .await;
    match done {
        Ok(duty) => Ok(page::see_other(&week::address_of(duty.on))),
        Err(error) => {
            let mistakes = Mistakes::to_mend(error.into())?;
            cancel_form(&desk, board, staff, id, typed, mistakes).await
        }
    }
}

async fn cancel_form(
    desk: &Desk,
    board: Data<Board>,
    staff: Staff,
    id: DutyId,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let (by, known) = (staff.clone(), board.clone());
    let (found, preview) = desk
        .read(move |conn, desk| {
            let duty = crate::teams::store::duty(conn, id)?;
            let preview = match look(conn, asked(&known, desk, &by, id), None) {
                Ok(preview) => Ok(preview.hurt),
                Err(CapacityError::Store(error) | CapacityError::Preview(PreviewError::Store(error))) => {
                    return Err(CapacityError::Store(error));
                }
                // A duty that is over, cancelled or another ward's: the page says so when it is sent.
                Err(CapacityError::Preview(PreviewError::Running)) => Err(true),
                Err(_) => Err(false),
            };
            Ok((duty, preview))
        })
        .await?;
    let duty = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let date = crate::text::dates::long_date(duty.on);
    let frame = Frame::for_staff(format!("Huỷ ca {date}"), &staff).with(&mistakes);
    let back = week::address_of(duty.on);
    let running = preview.as_ref().err().copied().unwrap_or(false);
    let line = |hurt: &Hurt| Line {
        visit_id: hurt.visit.id,
        code: hurt.code_for(&staff),
        ward: ward_name(&board.reference.geography, &hurt.case.ward_code),
        published: hurt.visit.promise.is_some(),
        must_be_called: !hurt.case.has_email,
        instead: hurt.instead.map(|instead| instead.half_day.on(instead.on)),
    };
    let hurt = preview.unwrap_or_default().iter().map(line).collect();
    let template = CancelDutyPage { frame, typed, mistakes: mistakes.clone(), duty, date, back, hurt, running };
    Ok(page::page(&template, &mistakes))
}

impl CancelDutyPage {
    fn to_call(&self) -> usize {
        self.hurt.iter().filter(|line| line.must_be_called).count()
    }
}
