//! Pages of kits: which there are, which are out of service and until when, which duties that hurts.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::reading::{Choice, HurtLine, chosen, half_days, span};
use crate::accounts::Staff;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{KitId, OutageId};
use crate::teams::absence::{AbsenceError, NewOutage, Outage, OutageReason};
use crate::teams::add_kit::add_kit;
use crate::teams::api::absences::{KitRecord, kit_record};
use crate::teams::availability::{CHOICES_MAX, hurt_counts};
use crate::teams::change_kit::{ChangeKitError, change_kit};
use crate::teams::kit::{AddKitError, Kit, NewKit};
use crate::teams::note_absence::{note_outage, withdraw_outage};
use crate::teams::store::{self, outages};
use crate::text::messages::Words;
use crate::text::said;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

#[derive(Template)]
#[template(path = "teams/kits.html")]
struct KitsPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    lines: Vec<Line>,
}

/// A kit in the list.
struct Line {
    id: KitId,
    name: String,
    state: String,
    hurt: usize,
}

#[derive(Template)]
#[template(path = "teams/kit.html")]
struct KitPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    kit: Kit,
    outages: Vec<OutageLine>,
    hurt: Vec<HurtLine>,
    reasons: Vec<Choice>,
    half_days: Vec<Choice>,
}

/// An outage as it was noted.
struct OutageLine {
    id: OutageId,
    words: String,
    noted: String,
    is_withdrawn: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(list).service(add).service(show_one).service(rename).service(post_outage).service(withdraw);
}

#[get("/kits")]
async fn list(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    list_page(&desk, &staff, Typed::default(), Mistakes::default()).await
}

#[post("/kits")]
async fn add(desk: Data<Desk>, staff: Staff, given: Form<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let (typed, by) = (Typed::new(given.into_inner()), staff.clone());
    let new = NewKit { name: typed.get("name").to_owned() };
    let add =
        move |conn: &mut DbConn, desk: &Desk| -> Result<Kit, AddKitError> { add_kit(conn, &by, &new, desk.now()) };
    match desk.write(add).await {
        Ok(kit) => Ok(page::see_other(&format!("/kits/{}", kit.id))),
        Err(error) => list_page(&desk, &staff, typed, Mistakes::to_mend(error.into())?).await,
    }
}

#[get("/kits/{id}")]
async fn show_one(desk: Data<Desk>, staff: Staff, id: Path<KitId>) -> Result<HttpResponse, Problem> {
    kit_page(&desk, &staff, *id, Typed::default(), Mistakes::default()).await
}

#[post("/kits/{id}")]
async fn rename(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<KitId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by) = (Typed::new(given.into_inner()), *id, staff.clone());
    let change = NewKit { name: typed.get("name").to_owned() };
    let rename = move |conn: &mut DbConn, desk: &Desk| -> Result<Kit, ChangeKitError> {
        change_kit(conn, &by, id, &change, desk.now())
    };
    match desk.write(rename).await {
        Ok(_) => Ok(page::see_other(&format!("/kits/{id}"))),
        Err(error) => kit_page(&desk, &staff, id, typed, Mistakes::to_mend(error.into())?).await,
    }
}

#[post("/kits/{id}/outages")]
async fn post_outage(
    desk: Data<Desk>,
    staff: Staff,
    id: Path<KitId>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (typed, id, by) = (Typed::new(given.into_inner()), *id, staff.clone());
    let mut mistakes = Mistakes::default();
    let read = span(&typed, &mut mistakes);
    let reason = chosen::<OutageReason>(&typed, "reason", "Chọn lý do", &mut mistakes);
    let (Some(read), Some(reason)) = (read, reason) else {
        return kit_page(&desk, &staff, id, typed, mistakes).await;
    };
    let (from_half_day, to_half_day) = (read.from_half_day, read.to_half_day);
    let new = NewOutage { from: read.from, from_half_day, to: read.to, to_half_day, reason };
    let note = move |conn: &mut DbConn, desk: &Desk| -> Result<Outage, AbsenceError> {
        note_outage(conn, &by, id, &new, desk.now())
    };
    match desk.write(note).await {
        Ok(_) => Ok(page::see_other(&format!("/kits/{id}"))),
        Err(error) => kit_page(&desk, &staff, id, typed, Mistakes::to_mend(error.into())?).await,
    }
}

#[post("/kits/{id}/outages/{outage}/withdrawal")]
async fn withdraw(desk: Data<Desk>, staff: Staff, at: Path<(KitId, OutageId)>) -> Result<HttpResponse, Problem> {
    let ((id, outage_id), by) = (at.into_inner(), staff.clone());
    let withdraw = move |conn: &mut DbConn, desk: &Desk| -> Result<Outage, AbsenceError> {
        withdraw_outage(conn, &by, id, outage_id, desk.now())
    };
    match desk.write(withdraw).await {
        Ok(_) => Ok(page::see_other(&format!("/kits/{id}"))),
        Err(error) => kit_page(&desk, &staff, id, Typed::default(), Mistakes::to_mend(error.into())?).await,
    }
}

async fn kit_page(
    desk: &Desk,
    staff: &Staff,
    id: KitId,
    typed: Typed,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let found = desk.read(move |conn, desk| kit_record(conn, id, desk.now())).await?;
    let KitRecord { kit, outages, hurt } = found.ok_or_else(|| Problem::new(&types::NOT_FOUND))?;
    let whom = id.to_string();
    let template = KitPage {
        frame: Frame::for_staff(format!("Bộ thiết bị {}", kit.name), staff).with(&mistakes),
        typed: typed.or("name", kit.name.clone()),
        mistakes: mistakes.clone(),
        outages: outages.iter().map(OutageLine::of).collect(),
        hurt: hurt.iter().map(|one| HurtLine::of(one, &whom)).collect(),
        reasons: OutageReason::ALL.iter().map(|one| (one.code().to_owned(), one.label().to_owned())).collect(),
        half_days: half_days(),
        kit,
    };
    Ok(page::page(&template, &mistakes))
}

impl OutageLine {
    fn of(outage: &Outage) -> Self {
        let noted = said::moment(Words::VIETNAMESE, outage.noted_at);
        Self {
            id: outage.id,
            words: outage.words(),
            noted: format!("{}, {noted}", outage.noted_by),
            is_withdrawn: outage.withdrawn_at.is_some(),
        }
    }
}

async fn list_page(desk: &Desk, staff: &Staff, typed: Typed, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let lines = desk.read(lines).await?;
    let frame = Frame::for_staff("Bộ thiết bị", staff).with(&mistakes);
    let template = KitsPage { frame, typed, mistakes: mistakes.clone(), lines };
    Ok(page::page(&template, &mistakes))
}

fn lines(conn: &mut DbConn, desk: &Desk) -> StoreResult<Vec<Line>> {
    let today = desk.now().date();
    let outages = outages::between(conn, today, today + chrono::Days::new(366))?;
    let (_, hurt) = hurt_counts(conn, today)?;
    let line = |kit: Kit| {
        let outage = outages.iter().find(|outage| outage.kit_id == kit.id);
        Line {
            id: kit.id,
            state: outage.map_or_else(|| "dùng được".to_owned(), Outage::words),
            hurt: hurt.get(&kit.id).copied().unwrap_or(0),
            name: kit.name,
        }
    };
    Ok(store::list_kits(conn, 0, CHOICES_MAX)?.into_iter().map(line).collect())
}
