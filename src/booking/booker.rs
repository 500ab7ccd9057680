//! The context of a booking (desk, sequences in memory, who books, the moment), and the search for a duty that has a
//! feasible insertion. Families and staff pass through the same verbs; only their view of the sequences differs.
use super::board::Board;
use super::door::Door;
use super::offers::{Offer, Rules, View, offers};
use super::reasons::{NotOffered, not_offered};
use super::refusals::{BookError, HalfDayWish};
use super::sequence::Occupant;
use super::take::{Taken, Wanted, take_with};
use crate::accounts::Staff;
use crate::calendar::ExceptionalHalfDay;
use crate::cases::admissible::AdmissibleTimes;
use crate::cases::household::Person;
use crate::cases::new_case::{Inquiry, InquiryPerson, ParsedCase};
use crate::cases::triage::TriageDecision;
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::ids::DutyId;
use crate::planning::priority::PriorityWeights;
use crate::visits::create_missing;
use crate::visits::durations::Capture;

/// Who books, when, and with what knowledge.
#[derive(Clone, Copy)]
pub struct Booker<'a> {
    /// What every handler has at hand.
    pub desk: &'a Desk,
    /// The sequences.
    pub board: &'a Board,
    /// Staff; none for a family.
    pub staff: Option<&'a Staff>,
    /// The present moment.
    pub now: Timestamp,
}

impl Board {
    /// Who books, at this moment.
    pub fn booker<'a>(&'a self, desk: &'a Desk, staff: Option<&'a Staff>) -> Booker<'a> {
        Booker { desk, board: self, staff, now: desk.now() }
    }
}

impl<'a> Booker<'a> {
    /// What this person may see and take.
    pub fn view(&self) -> View {
        if self.staff.is_some() { View::Staff } else { View::Public }
    }

    /// What decides whose turn it is, today.
    ///
    /// # Errors
    /// [`crate::db::StoreError::Damaged`] when no weights are in force, which is refused at start.
    pub fn weights(&self) -> StoreResult<&'a PriorityWeights> {
        self.board.reference.weights_on(self.now.date())
    }

    /// The rules of the present moment.
    pub fn rules<'b>(&'b self, exceptions: &'b [ExceptionalHalfDay]) -> Rules<'b> {
        let (settings, calendar) = (&self.desk.settings.booking, &*self.desk.calendar);
        Rules { settings, calendar, exceptions, now: self.now }
    }

    /// Half-days that dispatchers opened in the span that anybody can book.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn exceptions(&self, conn: &mut DbConn) -> StoreResult<Vec<ExceptionalHalfDay>> {
        let (first, last) = View::Staff.horizon(&self.desk.settings.booking, self.now);
        crate::teams::store::exceptional_half_days(conn, first, last)
    }

    /// Everything that a door can take now, in order of time.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn offers(&self, conn: &mut DbConn, door: &Door, view: View) -> StoreResult<Vec<Offer>> {
        let exceptions = self.exceptions(conn)?;
        let (first, last) = view.horizon(&self.desk.settings.booking, self.now);
        let sequences = self.board.between(conn, first, last)?;
        Ok(offers(&sequences, self.board, door, view, self.rules(&exceptions)))
    }

    /// Everything else of the horizon, with the reason that binds.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn not_offered(&self, conn: &mut DbConn, door: &Door, offers: &[Offer]) -> StoreResult<Vec<NotOffered>> {
        let exceptions = self.exceptions(conn)?;
        let (first, last) = self.view().horizon(&self.desk.settings.booking, self.now);
        let sequences = self.board.between(conn, first, last)?;
        Ok(not_offered(&sequences, self.board, door, offers, self.view(), self.rules(&exceptions)))
    }

    /// Where a household that has not filed yet would be visited, and how much work is behind its door. A group site
    /// asks for the fullest of its half-days.
    ///
    /// # Errors
    /// [`BookError::NotOnMap`].
    pub fn door_of_inquiry(&self, inquiry: &Inquiry) -> Result<Door, BookError> {
        let (locality, durations) = (&inquiry.locality, &self.board.reference.durations);
        let spot =
            self.board.reference.geography.locate(&locality.ward_code, locality.sub_area.as_ref(), inquiry.point);
        let (captures, service_secs) = match inquiry.group_site {
            Some((_, expected)) => {
                let parts = create_missing::site_parts(expected, durations, &self.desk.settings.hours);
                parts.first().copied().unwrap_or_default()
            }
            None => {
                let captures = self.captures_of(inquiry);
                let people = i32::try_from(captures.len()).unwrap_or(i32::MAX).max(1);
                (people, create_missing::service_secs(&captures, durations))
            }
        };
        Ok(Door {
            case_id: None,
            ward_code: locality.ward_code.as_str().to_owned(),
            spot: spot.map_err(|error| BookError::NotOnMap(error.to_string()))?,
            captures,
            service_secs,
            setup_secs: durations.setup_secs(inquiry.group_site.is_some()),
            is_approved: self.staff.is_some(),
            admissible: AdmissibleTimes { preference: inquiry.preference, ..AdmissibleTimes::default() },
        })
    }

    /// The people whom somebody asks for.
    pub(super) fn captures_of(&self, inquiry: &Inquiry) -> Vec<Capture> {
        let capture = |person: &InquiryPerson| {
            let age_years = person.birth.age_on(self.now.date());
            Capture { mobility: person.mobility, groups: person.groups, age_years }
        };
        inquiry.people.iter().map(capture).collect()
    }

    /// The same for a case that was read and is not filed yet: the people whom triage sends a team to.
    ///
    /// # Errors
    /// [`BookError::NotOnMap`].
    pub fn door_of_new(&self, parsed: &ParsedCase) -> Result<Door, BookError> {
        let triaged = parsed.people.iter().zip(&parsed.triages);
        let visited = triaged.filter(|(_, triage)| triage.decision == TriageDecision::Visit);
        let mut people: Vec<&Person> = visited.map(|(person, _)| person).collect();
        if people.is_empty() {
            people = parsed.people.iter().collect();
        }
        let people = people.into_iter().map(|person| InquiryPerson {
            mobility: person.mobility,
            groups: person.groups,
            birth: person.identity.birth,
        });
        self.door_of_inquiry(&Inquiry {
            locality: parsed.locality.clone(),
            point: parsed.address.point(),
            people: people.collect(),
            group_site: parsed.group_site.map(|(kind, _)| (kind, parsed.captures())),
            preference: parsed.preference,
        })
    }

    /// Duties that could take a door in a half-day as far as memory knows, cheapest first: a guess that costs no query.
    pub fn guess(&self, door: &Door, wish: HalfDayWish) -> Vec<DutyId> {
        let sequences = self.board.remembered_on(wish.on);
        duties_of(offers(&sequences, self.board, door, self.view(), self.rules(&[])), wish)
    }

    /// Takes the half-day in the cheapest of the duties that can take it, all of which are `locked`. `seat` stores the
    /// occupant's row in a duty at a position, or leaves that to the caller.
    ///
    /// # Errors
    /// [`BookError::Gone`]; the caller's transaction must be rolled back then. [`StoreError::Overtaken`] when a duty
    /// that was not locked could take it: one that was opened a moment ago.
    pub fn take_half_day(
        &self,
        conn: &mut DbConn,
        door: &Door,
        wish: HalfDayWish,
        locked: &[DutyId],
        mut seat: impl FnMut(&mut DbConn, DutyId, i32) -> StoreResult<Occupant>,
    ) -> Result<Taken, BookError> {
        self.desk.calendar.check_known(wish.on)?;
        let duties = self.can_take(conn, door, wish)?;
        let (ours, others): (Vec<DutyId>, Vec<DutyId>) =
            duties.into_iter().partition(|duty_id| locked.contains(duty_id));
        if let Some(taken) = self.take_in(conn, door, wish, &ours, &mut seat)? {
            return Ok(taken);
        }
        if !others.is_empty() {
            return Err(StoreError::overtaken().into());
        }
        Err(self.gone(conn, door, wish)?)
    }

    /// Duties that can take a door in a half-day as it is stored now, cheapest first.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn can_take(&self, conn: &mut DbConn, door: &Door, wish: HalfDayWish) -> StoreResult<Vec<DutyId>> {
        let exceptions = self.exceptions(conn)?;
        let sequences = self.board.on(conn, wish.on)?;
        Ok(duties_of(offers(&sequences, self.board, door, self.view(), self.rules(&exceptions)), wish))
    }

    /// Takes the half-day in the first of some duties that can; none when none can.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn take_in(
        &self,
        conn: &mut DbConn,
        door: &Door,
        wish: HalfDayWish,
        duties: &[DutyId],
        mut seat: impl FnMut(&mut DbConn, DutyId, i32) -> StoreResult<Occupant>,
    ) -> StoreResult<Option<Taken>> {
        let exceptions = self.exceptions(conn)?;
        let (rules, view) = (self.rules(&exceptions), self.view());
        let is_wanted = |id: &&DutyId| self.board.remembered(**id).is_some_and(|known| known.duty.on == wish.on);
        for &duty_id in duties.iter().filter(is_wanted) {
            let wanted = Wanted { duty_id, half_day: wish.half_day, door, view };
            let seat = |conn: &mut DbConn, position| seat(conn, duty_id, position);
            if let Some(taken) = take_with(conn, self.board, &self.desk.dice, wanted, seat, rules)? {
                return Ok(Some(taken));
            }
        }
        Ok(None)
    }
}

fn duties_of(found: Vec<Offer>, wish: HalfDayWish) -> Vec<DutyId> {
    let wanted = found.into_iter().find(|offer| (offer.on, offer.half_day) == (wish.on, wish.half_day));
    wanted.map_or_else(Vec::new, |offer| offer.places.iter().map(|place| place.duty_id).collect())
}
