//! Holds: a place is kept for a quarter of an hour while a family fills in the rest.
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::booker::Booker;
use super::budget::{self, Taker};
use super::door::StoredDoor;
use super::refusals::OverBudget;
use super::refusals::{BookError, HalfDayWish};
use super::sequence::Occupant;
use crate::accounts::Permission;
use crate::cases::CaseTables;
use crate::cases::household::contact_lookup;
use crate::cases::new_case::{KeptFor, NewAddress, NewGroupSite, NewInquiryPerson, parse_kept_for};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::dice::Dice;
use crate::field_problem::FieldProblem;
use crate::keys;
use crate::sealed::secret_hash;
use crate::teams::store as teams;
use crate::visits::hold::{Hold, HoldEnd, NewHold, release, release_expired, release_expired_in};
use crate::visits::store as visits;

/// Hours that an ended hold is remembered, so that its family is told what became of it.
const REMEMBERED_HOURS: i64 = 24;

/// A place that somebody wants to have kept.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewHoldWish {
    /// Whom to call.
    pub contact: HoldContact,
    /// Where the team would go.
    pub address: NewAddress,
    /// Who needs a card; may be empty for a group site.
    #[serde(default)]
    pub people: Vec<NewInquiryPerson>,
    /// Hospital, care home, school …
    #[serde(default)]
    pub group_site: Option<NewGroupSite>,
    /// The half-day.
    pub half_day: HalfDayWish,
}

/// Whom to call.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldContact {
    /// Mobile or landline, any common way of writing it.
    #[schema(example = "0912 345 678")]
    pub phone: String,
}

/// A place that is kept.
#[derive(Clone, Debug)]
pub struct Held {
    /// The secret that opens it; stored only as a hash.
    pub token: String,
    /// The half-day.
    pub wish: HalfDayWish,
    /// Until when.
    pub expires_at: Timestamp,
    /// How often it may still be extended.
    pub extensions_left: i32,
}

/// Why no place is kept, or not for longer.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// Fields need another value.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// The ward is not the account's.
    #[error("Địa bàn này không thuộc tài khoản đang dùng.")]
    OutsideWards,
    /// The telephone or the address keeps as many places as it may.
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
    /// No hold has this token.
    #[error("Không có chỗ giữ nào với mã này.")]
    Unknown,
    /// It ended.
    #[error("Chỗ giữ này {}. Hãy chọn lại một buổi còn nhận.", .0.label())]
    Over(HoldEnd),
    /// It was extended as often as it may.
    #[error("Chỗ này đã gia hạn đủ {0} lần. Hãy gửi hồ sơ trước khi hết giờ giữ.")]
    NoMoreExtensions(i32),
    /// The half-day cannot be taken.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NewHoldWish {
    /// Reads for whom a place is wanted; nothing is stored, so no transaction waits for it.
    ///
    /// # Errors
    /// All field problems.
    pub fn read(&self, tables: &CaseTables, today: NaiveDate) -> Result<KeptFor, Vec<FieldProblem>> {
        let (phone, group_site) = (&self.contact.phone, self.group_site.as_ref());
        parse_kept_for(phone, &self.address, &self.people, group_site, tables, today)
    }
}

/// Keeps a place for a household that has not filed yet.
///
/// # Errors
/// [`HoldError`]; the caller's transaction must be rolled back then.
#[tracing::instrument(skip_all)]
pub fn hold(conn: &mut DbConn, booker: Booker<'_>, kept_for: &KeptFor, wish: HalfDayWish) -> Result<Held, HoldError> {
    let (desk, now) = (booker.desk, booker.now);
    let ward_code = kept_for.inquiry.locality.ward_code.as_str();
    if booker.staff.is_some_and(|staff| !staff.may_in_ward(Permission::EditCases, ward_code)) {
        return Err(HoldError::OutsideWards);
    }
    let contact_hash = contact_lookup(&desk.vault, &kept_for.phone.dial);
    let address_hash = kept_for.address.lookup(&desk.vault, ward_code);
    let taker = Taker { contact_hash: &contact_hash, address_hash: &address_hash, ward_code, ..Taker::default() };
    budget::lock(conn, booker, taker)?;
    let duties = teams::duties_serving(conn, ward_code, wish.on)?;
    teams::lock_duties(conn, &duties)?;
    release_expired_in(conn, &desk.dice, &duties, now)?;
    if let Some(over) = budget::count(conn, booker, taker)? {
        return Err(over.into());
    }
    let door = booker.door_of_inquiry(&kept_for.inquiry)?;
    let settings = &desk.settings.booking;
    let (token, expires_at) = (desk.dice.secret(), now + Duration::minutes(settings.hold_minutes));
    let token_hash = secret_hash(&token);
    let key = keys::of_month(conn, &desk.vault, now)?;
    let seat = |conn: &mut DbConn, duty_id, position| {
        let new = NewHold {
            token_hash: &token_hash,
            duty_id,
            position,
            half_day: wish.half_day,
            visit_id: None,
            why: None,
            contact_hash: &contact_hash,
            address_hash: &address_hash,
            door: desk.vault.seal(&key, &StoredDoor::of(&door)),
            captures: door.captures,
            service_secs: door.service_secs,
            setup_secs: door.setup_secs,
            expires_at,
        };
        Ok(Occupant::Hold(visits::add_hold(conn, &new, now)?))
    };
    booker.take_half_day(conn, &door, wish, &duties, seat)?;
    Ok(Held { token, wish, expires_at, extensions_left: settings.hold_extensions_max })
}

/// Keeps a place for as long again, counted from now.
///
/// # Errors
/// [`HoldError`].
#[tracing::instrument(name = "extend_hold", skip_all)]
pub fn extend(conn: &mut DbConn, booker: Booker<'_>, token: &str) -> Result<Held, HoldError> {
    let (hold, on) = live_hold(conn, booker, token)?;
    let settings = &booker.desk.settings.booking;
    if hold.extensions >= settings.hold_extensions_max {
        return Err(HoldError::NoMoreExtensions(settings.hold_extensions_max));
    }
    let expires_at = booker.now + Duration::minutes(settings.hold_minutes);
    if !visits::extend_hold(conn, &hold, expires_at)? {
        return Err(HoldError::Over(HoldEnd::Taken));
    }
    let wish = HalfDayWish { on, half_day: hold.half_day };
    let extensions_left = settings.hold_extensions_max - hold.extensions - 1;
    Ok(Held { token: token.to_owned(), wish, expires_at, extensions_left })
}

/// Gives a place back before its time is over.
///
/// # Errors
/// [`HoldError`].
#[tracing::instrument(name = "give_up_hold", skip_all)]
pub fn give_up(conn: &mut DbConn, booker: Booker<'_>, token: &str) -> Result<(), HoldError> {
    let (hold, _) = live_hold(conn, booker, token)?;
    if !release(conn, &booker.desk.dice, &hold, HoldEnd::GivenUp, booker.now)? {
        return Err(StoreError::overtaken().into());
    }
    Ok(())
}

/// A hold of a family that still stands, with its date; its duty is locked.
fn live_hold(conn: &mut DbConn, booker: Booker<'_>, token: &str) -> Result<(Hold, NaiveDate), HoldError> {
    let token_hash = secret_hash(token);
    let hold = visits::hold_by_token(conn, &token_hash)?.ok_or(HoldError::Unknown)?;
    teams::lock_duties(conn, &[hold.duty_id])?;
    let hold = visits::hold_by_token(conn, &token_hash)?.ok_or(HoldError::Unknown)?;
    if hold.visit_id.is_some() {
        return Err(HoldError::Unknown); // an invitation is answered, not extended
    }
    if let Some(ended_as) = hold.end_at(booker.now) {
        return Err(HoldError::Over(ended_as));
    }
    let duty = teams::not_cancelled(conn, &[hold.duty_id])?.pop();
    let duty = duty.ok_or(HoldError::Over(HoldEnd::Lost))?;
    Ok((hold, duty.on))
}

/// What the worker does: holds whose time is over give their place back, and old ones are forgotten.
///
/// # Errors
/// [`StoreError`].
pub fn expire(conn: &mut DbConn, dice: &Dice, now: Timestamp) -> StoreResult<usize> {
    let released = release_expired(conn, dice, now)?;
    visits::forget_holds(conn, now - Duration::hours(REMEMBERED_HOURS))?;
    Ok(released)
}
