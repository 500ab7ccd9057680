//! What a family must know about its visits, one function for each fact: the mail, what a caller would say, the state.
use super::emails;
use super::outcomes::Outcome;
use super::say::{self, CancelledBecause, Follows, Why};
use super::visit::Visit;
pub use super::whom::{Appointment, Whom};
use crate::cases::household::Household;
use crate::db::{DbConn, StoreResult};
use crate::ids::VisitId;
use crate::notifications::{self, Fact, FactKind, How, Outgoing, Sentences, holders, take_entry_back};

/// How a family learns a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By mail, or a mail is on its way beside the screen.
    ByMail,
    /// Somebody has to call.
    ByCall,
    /// It read the answer on its screen, and gets no mail.
    OnScreen,
}

/// Whether the family was told an appointment of this visit, and nothing since that took it back.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn knows_window(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<bool> {
    let beside = |kind| matches!(kind, FactKind::Officers | FactKind::Place | FactKind::OldEntry);
    let last = notifications::store::of_visit(conn, visit_id)?.into_iter().rfind(|fact| !beside(fact.kind));
    Ok(last.is_some_and(|fact| fact.kind == FactKind::Appointment))
}

/// How the family of a visit learns the window that it has; none while it has none.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn how_told(conn: &mut DbConn, visit: &Visit) -> StoreResult<Option<Reached>> {
    if visit.promise.is_none() {
        return Ok(None);
    }
    let facts = notifications::store::of_visit(conn, visit.id)?;
    let told = facts.iter().rfind(|fact| fact.kind == FactKind::Appointment);
    Ok(told.map(|fact| if fact.mail.is_some() { Reached::ByMail } else { Reached::ByCall }))
}

impl Whom<'_> {
    /// Tells an appointment: date, window, officers.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn appointment(self, conn: &mut DbConn, told: Appointment<'_>, why: Why) -> StoreResult<Reached> {
        let household = self.household(conn)?;
        let kind = match why {
            Why::Officers => FactKind::Officers,
            Why::Place => FactKind::Place,
            Why::New | Why::Changed | Why::Again | Why::Confirmed => FactKind::Appointment,
        };
        let say = |words| say::appointment(words, why, told.promise, told.duty, &household);
        let sentences = Sentences::of(self.words(), say);
        let how = self.how(|to| emails::published(self, to, &household, told, why))?;
        self.about_visit(conn, told.visit, kind, &sentences, how)
    }

    /// Tells a half-day that was taken; the window follows. `before` is the visit as it was read.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn half_day(self, conn: &mut DbConn, before: &Visit, visit: &Visit, why: Why) -> StoreResult<Reached> {
        let Some(booking) = visit.booking else { return Ok(Reached::OnScreen) };
        let household = self.household(conn)?;
        let say = |words| say::half_day(words, why, booking, self.case, &household);
        let sentences = Sentences::of(self.words(), say);
        let how = self.how(|to| emails::booked(self, to, &household, before, booking, why))?;
        let kind = if why == Why::Place { FactKind::Place } else { FactKind::HalfDay };
        self.about_visit(conn, before, kind, &sentences, how)
    }

    /// Tells that a half-day is no more and the case goes on. `visit` is as it was while it had it.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn ended(self, conn: &mut DbConn, visit: &Visit, because: CancelledBecause) -> StoreResult<Reached> {
        let sentences = self.end(Some(visit), because)?;
        let how = self.how(|to| emails::cancelled(self, to, Some(visit), because, &sentences.said))?;
        self.about_visit(conn, visit, kind_of(because), &sentences, how)
    }

    /// Tells that the whole wish has ended, once, whatever the number of its visits. `open` are its visits as they were
    /// before; each calendar entry is taken back.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn case_ended(self, conn: &mut DbConn, open: &[&Visit], because: CancelledBecause) -> StoreResult<Reached> {
        let first = open.iter().find(|visit| visit.booking.is_some()).or(open.first()).copied();
        let sentences = self.end(first, because)?;
        let how = self.how(|to| emails::cancelled(self, to, first, because, &sentences.said))?;
        let reached = match first {
            Some(visit) => self.about_visit(conn, visit, kind_of(because), &sentences, how)?,
            None => self.about_case(conn, kind_of(because), &sentences, how)?,
        };
        for other in open.iter().filter(|visit| first.is_none_or(|first| first.id != visit.id)) {
            self.take_entries_back(conn, other, None)?;
        }
        Ok(reached)
    }

    /// Tells that a team could not do it, and what comes next. `visit` is as it was while it was to come.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn failed(self, conn: &mut DbConn, visit: &Visit, outcomes: &[Outcome]) -> StoreResult<Reached> {
        let sentences = Sentences::of(self.words(), |words| say::failed(words, outcomes, visit));
        let how = self.how(|to| emails::failed(self, to, visit, &sentences.said))?;
        self.about_visit(conn, visit, FactKind::Failed, &sentences, how)
    }

    /// Tells that reports were put right, and what follows; `key` names the report that corrects another one.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn corrected(self, conn: &mut DbConn, visit: &Visit, key: &str, follows: &Follows) -> StoreResult<Reached> {
        let key = format!("visit-notice:{}:{key}", visit.id);
        let sentences = Sentences::of(self.words(), |words| say::corrected(words, follows, visit));
        let how = self.how(|to| emails::notice(key, to, self.case, &sentences.said))?;
        self.about_visit(conn, visit, FactKind::Corrected, &sentences, how)
    }

    /// Takes the calendar entries of a visit back wherever they are, except at one address.
    ///
    /// # Errors
    /// [`crate::db::StoreError`].
    pub fn take_entries_back(self, conn: &mut DbConn, visit: &Visit, except: Option<&str>) -> StoreResult<()> {
        let (desk, case) = (self.desk, self.case);
        for holder in holders(conn, &desk.vault, visit.id, self.now)? {
            let Some(address) = holder.or(desk.vault.unseal(&case.contact)?.email) else { continue };
            if except == Some(&*address) {
                continue;
            }
            let gone = emails::entry_gone(self, address, visit)?;
            take_entry_back(conn, desk, case.id, visit.id, gone, self.now)?;
        }
        Ok(())
    }

    /// That an appointment or the wish is no more; why it was refused is quoted.
    fn end(self, visit: Option<&Visit>, because: CancelledBecause) -> StoreResult<Sentences> {
        let reason = self.case.refusal(&self.desk.vault)?;
        let say = |words| say::ended(words, because, self.case, visit, reason.as_deref());
        let quoted = reason.as_deref().filter(|_| because == CancelledBecause::Refused).map(say::closed);
        Ok(Sentences::of(self.words(), say).quoting(quoted))
    }

    fn how(self, mail: impl FnOnce(String) -> StoreResult<Outgoing>) -> StoreResult<How> {
        How::of(self.case.email(&self.desk.vault)?, self.own, mail)
    }

    fn household(self, conn: &mut DbConn) -> StoreResult<Household> {
        if let Some(household) = self.household {
            return Ok(household.clone());
        }
        let applicants = crate::cases::store::applicants_of(conn, self.case.id)?;
        Ok(self.case.unseal(&self.desk.vault, &applicants)?)
    }

    fn about_visit(
        self,
        conn: &mut DbConn,
        visit: &Visit,
        kind: FactKind,
        sentences: &Sentences,
        how: How,
    ) -> StoreResult<Reached> {
        let reached = Reached::of(&how);
        let to = how.outgoing().map(|outgoing| outgoing.mail.to.clone());
        let fact = Fact { case_id: self.case.id, visit_id: Some(visit.id), hold_id: None, kind, sentences };
        notifications::tell(conn, self.desk, &fact, how, self.now)?;
        // Nothing was ever told of a visit whose calendar entry has no number yet.
        if visit.invite_sequence > 0 {
            self.take_entries_back(conn, visit, to.as_deref())?;
        }
        Ok(reached)
    }

    fn about_case(self, conn: &mut DbConn, kind: FactKind, sentences: &Sentences, how: How) -> StoreResult<Reached> {
        let reached = Reached::of(&how);
        let fact = Fact { case_id: self.case.id, visit_id: None, hold_id: None, kind, sentences };
        notifications::tell(conn, self.desk, &fact, how, self.now)?;
        Ok(reached)
    }
}

fn kind_of(because: CancelledBecause) -> FactKind {
    match because {
        CancelledBecause::Withdrawn => FactKind::Withdrawn,
        CancelledBecause::Postponed => FactKind::Postponed,
        CancelledBecause::GivenBack => FactKind::GivenBack,
        CancelledBecause::Refused => FactKind::Refused,
        CancelledBecause::NotApproved => FactKind::NotApprovedInTime,
        CancelledBecause::NotNeeded => FactKind::Corrected,
        CancelledBecause::Joined => FactKind::Joined,
    }
}

impl Reached {
    fn of(how: &How) -> Self {
        match how {
            How::Mail(_) | How::Page(Some(_)) => Self::ByMail,
            How::Call => Self::ByCall,
            How::Page(None) => Self::OnScreen,
        }
    }
}
