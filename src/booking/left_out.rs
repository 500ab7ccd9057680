//! What a family's own preference takes from its half-days, said openly: how many there are, how many there would be.
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::booker::Booker;
use super::door::Door;
use super::offers::{Offer, View};
use super::refusals::BookError;
use super::subject::{door_of, visit_to_book};
use crate::calendar::HalfDay;
use crate::cases::case::Case;
use crate::cases::preference::{PreferredTimes, TimePreference};
use crate::db::{DbConn, StoreResult};
use crate::text::messages::{Argument, Words};
use crate::text::said;

/// The half-days that a preference leaves, and those that it leaves out.
#[derive(Clone, Debug)]
pub struct LeftOut {
    preference: TimePreference,
    offered: usize,
    half_days: Vec<(NaiveDate, HalfDay)>,
}

/// What a family's preference leaves of its half-days, and what it leaves out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LeftOutBody {
    /// Which half-days suit the family.
    pub times: PreferredTimes,
    /// The first day that suits; none when any does.
    pub from: Option<NaiveDate>,
    /// Half-days that a team can keep and that suit.
    pub offered: usize,
    /// Half-days that a team could keep, and that the family rules out itself.
    pub left_out: usize,
    /// The same in Vietnamese.
    #[schema(example = "Theo nguyện vọng của gia đình (chỉ buổi sáng), 3 buổi khác được bỏ qua.")]
    pub sentence: String,
}

impl LeftOut {
    /// What is left out of the offers for a door; none when every half-day suits.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn read(
        conn: &mut DbConn,
        booker: Booker<'_>,
        door: &Door,
        offers: &[Offer],
        view: View,
    ) -> StoreResult<Option<Self>> {
        let Some(preference) = door.admissible.preference.ahead(booker.now.date()).stated() else {
            return Ok(None);
        };
        let anytime = Door { admissible: door.admissible.without_preference(), ..door.clone() };
        let all = booker.offers(conn, &anytime, view)?;
        let half_days = all.iter().map(|offer| (offer.on, offer.half_day));
        let is_left_out = |one: &(NaiveDate, HalfDay)| !offers.iter().any(|offer| (offer.on, offer.half_day) == *one);
        Ok(Some(Self { preference, offered: offers.len(), half_days: half_days.filter(is_left_out).collect() }))
    }

    /// The same for the visit of a case that is booked next; none when there is nothing to book for.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn of_case(conn: &mut DbConn, booker: Booker<'_>, case: &Case, view: View) -> StoreResult<Option<Self>> {
        if case.preference.ahead(booker.now.date()).is_any() {
            return Ok(None);
        }
        let door = visit_to_book(conn, booker, case).and_then(|visit| door_of(booker, case, &visit));
        match door {
            Ok(door) => {
                let offers = booker.offers(conn, &door, view)?;
                Self::read(conn, booker, &door, &offers, view)
            }
            Err(BookError::Store(error)) => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// Whether the preference leaves nothing, and without it there would be something.
    pub fn leaves_nothing(&self) -> bool {
        self.offered == 0 && !self.half_days.is_empty()
    }

    /// In one sentence or two: what is left out because of it, and what there would be without it.
    pub fn sentence(&self, words: Words) -> String {
        let preference = self.preference.words(words);
        let (count, named) = (self.half_days.len(), ("preference", &preference as &dyn Argument));
        match (self.offered, self.half_days.first()) {
            (0, None) => words.with("choose-preference-nothing", &[named]),
            (_, None) => words.with("choose-preference-fits", &[named]),
            (0, Some((on, half_day))) => {
                let first = said::half_day(words, *half_day, *on);
                words.with("choose-preference-only", &[named, ("count", &count), ("half_day", &first)])
            }
            (_, Some(_)) => words.with("choose-preference-left-out", &[named, ("count", &count)]),
        }
    }

    /// For JSON.
    pub fn body(&self) -> LeftOutBody {
        LeftOutBody {
            times: self.preference.times,
            from: self.preference.from,
            offered: self.offered,
            left_out: self.half_days.len(),
            sentence: self.sentence(Words::VIETNAMESE),
        }
    }
}
