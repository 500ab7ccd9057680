//! A dispatcher corrects whom to talk to and where to come, for a family that calls; a half-day which the corrected place
//! breaks says so before it is given back.
use actix_web::web::{Data, Form, Path, ServiceConfig};
use actix_web::{HttpResponse, get, post};
use askama::Template;

use crate::accounts::Staff;
use crate::booking::Board;
use crate::booking::correct::correct_case;
use crate::cases::edit::{CaseCorrection, EditCaseError};
use crate::cases::find::Reader;
use crate::cases::household::Pin;
use crate::cases::new_case::{NewAddress, NewContact};
use crate::cases::pages::form::{Choice, Choices};
use crate::cases::read::{self, CaseFile};
use crate::desk::Desk;
use crate::text::messages::Locale;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

#[derive(Template)]
#[template(path = "booking/correction.html")]
struct CorrectionPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    file: CaseFile,
    choices: Choices,
    ward_found: Option<usize>,
    /// The half-day that cannot be kept at the place as typed: the box that gives it back is shown.
    breaks: bool,
}

impl CorrectionPage {
    fn languages(&self) -> Vec<Choice> {
        Locale::all().map(|one| (one.code().to_owned(), one.name())).collect()
    }
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    config.service(form).service(correct);
}

#[get("/cases/{code}/correction")]
async fn form(desk: Data<Desk>, board: Data<Board>, staff: Staff, code: Path<String>) -> Result<HttpResponse, Problem> {
    correction_page(&desk, &board, &staff, code.into_inner(), Typed::default(), Mistakes::default(), false).await
}

#[post("/cases/{code}/correction")]
async fn correct(
    desk: Data<Desk>,
    board: Data<Board>,
    staff: Staff,
    code: Path<String>,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let (code, typed) = (code.into_inner(), Typed::new(given.into_inner()));
    if typed.is("find", "ward") {
        return correction_page(&desk, &board, &staff, code, typed, Mistakes::default(), false).await;
    }
    let correction = match read_correction(&typed) {
        Ok(correction) => correction,
        Err(mistakes) => return correction_page(&desk, &board, &staff, code, typed, mistakes, false).await,
    };
    let version = typed.get("version").parse().unwrap_or(0);
    let (known, by, wanted) = (board.clone(), staff.clone(), code.clone());
    let done = desk
        .write(move |conn, desk| {
            let reader = Reader::Staff(by.clone());
            correct_case(conn, known.booker(desk, Some(&by)), &wanted, &reader, &correction, version)?;
            Ok::<_, EditCaseError>(())
        })
        .await;
    let breaks = matches!(done, Err(EditCaseError::PlaceBreaks(_)));
    let refusal = match done {
        Ok(()) => return Ok(page::see_other(&format!("/cases/{code}#contact"))),
        Err(error @ (EditCaseError::Find(_) | EditCaseError::Store(_))) => return Err(error.into()),
        Err(refusal) => refusal,
    };
    let whole = breaks.then(|| crate::cases::api::sentence(&refusal));
    let mut mistakes = Mistakes::of(&refusal.into());
    mistakes.whole = whole.or(mistakes.whole);
    correction_page(&desk, &board, &staff, code, typed, mistakes, breaks).await
}

/// What was typed; a pin is both of its numbers or none.
fn read_correction(typed: &Typed) -> Result<CaseCorrection, Mistakes> {
    let text = |name: &str| typed.get(name).to_owned();
    let degrees = |name: &str| typed.get(name).replace(',', ".").parse::<f64>().ok();
    let pin = match (typed.some("address.pin.lat"), typed.some("address.pin.lng")) {
        (None, None) => None,
        _ => {
            let pin = degrees("address.pin.lat").zip(degrees("address.pin.lng"));
            let Some((lat, lng)) = pin else {
                let mut mistakes = Mistakes::default();
                mistakes.add(
                    "address.pin.lat",
                    "Ghi cả vĩ độ và kinh độ, dạng 20.84551 và 106.70213, hoặc để trống cả hai.",
                );
                return Err(mistakes);
            };
            Some(Pin { lat, lng })
        }
    };
    Ok(CaseCorrection {
        contact: Some(NewContact {
            name: text("contact.name"),
            relation: text("contact.relation"),
            phone: text("contact.phone"),
            email: text("contact.email"),
        }),
        address: Some(NewAddress {
            line: text("address.line"),
            hamlet: text("address.hamlet"),
            ward_code: text("address.ward_code"),
            old_address: text("address.old_address"),
            sub_area: text("address.sub_area"),
            pin,
        }),
        note: Some(text("note")),
        readiness: None,
        language: typed.some("language"),
        give_back: typed.is("give_back", "yes"),
    })
}

async fn correction_page(
    desk: &Desk,
    board: &Board,
    staff: &Staff,
    code: String,
    typed: Typed,
    mistakes: Mistakes,
    breaks: bool,
) -> Result<HttpResponse, Problem> {
    let reader = Reader::Staff(staff.clone());
    let file = desk.write(move |conn, desk| read::one(conn, desk, &code, &reader)).await?;
    let typed = stored_where_nothing_was_typed(typed, &file);
    let choices = Choices::of(&board.reference.cases, &typed);
    let page = CorrectionPage {
        frame: Frame::for_staff(format!("Sửa hồ sơ {}", file.case.code), staff).with(&mistakes),
        ward_found: typed.is("find", "ward").then_some(choices.wards.len()),
        choices,
        file,
        typed,
        breaks,
        mistakes,
    };
    Ok(page::page(&page, &page.mistakes))
}

fn stored_where_nothing_was_typed(typed: Typed, file: &CaseFile) -> Typed {
    let household = &file.household;
    let (contact, address) = (&household.contact, &household.address);
    let degrees = |of: fn(&Pin) -> f64| address.pin.as_ref().map(|pin| format!("{:.5}", of(pin))).unwrap_or_default();
    typed
        .or("version", file.case.version.to_string())
        .or("contact.name", contact.name.to_string())
        .or("contact.relation", contact.relation.code())
        .or("contact.phone", contact.phone.shown.clone())
        .or("contact.email", contact.email.clone().unwrap_or_default())
        .or("language", file.case.language.code())
        .or("address.line", address.line.clone())
        .or("address.hamlet", address.hamlet.clone().unwrap_or_default())
        .or("address.old_address", address.old_address.clone().unwrap_or_default())
        .or("address.ward_code", file.case.ward_code.clone())
        .or("address.sub_area", file.case.sub_area.clone().unwrap_or_default())
        .or("address.pin.lat", degrees(|pin| pin.lat))
        .or("address.pin.lng", degrees(|pin| pin.lng))
        .or("note", household.note.clone().unwrap_or_default())
}
