//! The subject of a booking: the next open visit of a case, with the door it leads to.
use super::booker::Booker;
use super::door::Door;
use super::refusals::BookError;
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::case::{Case, PlannableCase, State};
use crate::cases::triage::TriageDecision;
use crate::db::{DbConn, StoreError};
use crate::geography::wards::WardCode;
use crate::geography::zones::ZoneCode;
use crate::visits::create_missing;
use crate::visits::store as visits;
use crate::visits::visit::{Visit, VisitState};

/// The visit that is booked next: the first one that still looks for a half-day, else the first that has one.
/// Missing visits are opened.
///
/// # Errors
/// [`BookError::NothingToBook`], [`BookError::OnTheWay`].
pub fn visit_to_book(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<Visit, BookError> {
    refuse_closed(case)?;
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let plannable = PlannableCase { case: case.clone(), applicants };
    create_missing::for_case(conn, booker.desk, &booker.board.reference.durations, &plannable, booker.now)?;
    let visit = next_to_book(&visits::of_case(conn, case.id)?).cloned();
    let visit = visit.ok_or_else(|| BookError::NothingToBook("Hồ sơ này đã làm xong tại nhà.".to_owned()))?;
    if matches!(visit.state(), VisitState::EnRoute | VisitState::Arrived) {
        return Err(BookError::OnTheWay);
    }
    Ok(visit)
}

/// Of the visits of a case the one that is booked next.
pub fn next_to_book(visits: &[Visit]) -> Option<&Visit> {
    let open = visits.iter().filter(|visit| visit.is_open());
    open.min_by_key(|visit| (visit.booking.is_some(), visit.number, visit.part))
}

/// The visit that is booked first for a case that was filed in this transaction.
///
/// # Errors
/// [`BookError::NothingToBook`].
pub fn visit_of_new_case(conn: &mut DbConn, booker: Booker<'_>, case: &Case) -> Result<Visit, BookError> {
    refuse_closed(case)?;
    let applicants = crate::cases::store::applicants_of(conn, case.id)?;
    let plannable = PlannableCase { case: case.clone(), applicants };
    let durations = &booker.board.reference.durations;
    let first = create_missing::for_new_case(conn, booker.desk, durations, &plannable, booker.now)?.into_iter().next();
    first.ok_or_else(|| BookError::NothingToBook("Hồ sơ này chưa có ai cần làm căn cước.".to_owned()))
}

pub(in crate::booking) fn refuse_closed(case: &Case) -> Result<(), BookError> {
    let nothing = |why: &str| Err(BookError::NothingToBook(why.to_owned()));
    match case.state() {
        State::Withdrawn => nothing("Hồ sơ đã rút, không đặt buổi được nữa."),
        State::Refused => nothing("Đề nghị chưa được chấp nhận nên chưa đặt buổi được."),
        State::Filed => refuse_triage(case.triage),
        State::Verified => Ok(()),
    }
}

/// A team is only sent where triage says so, unless a dispatcher has approved the case.
pub(super) fn refuse_triage(decision: TriageDecision) -> Result<(), BookError> {
    if decision == TriageDecision::Visit {
        return Ok(());
    }
    let why = "Hồ sơ này chưa cần hoặc chưa đủ điều kiện để tổ đến nhà; cán bộ sẽ xem và liên hệ.";
    Err(BookError::NothingToBook(why.to_owned()))
}

/// Where the team would go for a visit of a case.
///
/// # Errors
/// [`BookError::NotOnMap`].
pub fn door_of(booker: Booker<'_>, case: &Case, visit: &Visit) -> Result<Door, BookError> {
    let unknown = |why: String| BookError::NotOnMap(why);
    let address = booker.desk.vault.unseal(&case.address).map_err(StoreError::from)?;
    let ward = WardCode::parse(&case.ward_code).map_err(|error| unknown(error.to_string()))?;
    let sub_area = case.sub_area.clone().map(ZoneCode);
    let spot = booker.board.reference.geography.locate(&ward, sub_area.as_ref(), address.point());
    Ok(Door {
        case_id: Some(case.id),
        ward_code: case.ward_code.clone(),
        spot: spot.map_err(|error| unknown(error.to_string()))?,
        captures: visit.captures,
        service_secs: visit.service_secs,
        setup_secs: booker.board.reference.durations.setup_secs(case.group_site.is_some()),
        is_approved: case.is_approved(),
        admissible: AdmissibleTimes::of(case),
    })
}
