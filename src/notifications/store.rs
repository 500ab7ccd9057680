//! Rows of `notifications`, read together with the mails that tell them.
use std::collections::HashSet;

use diesel::prelude::*;

use super::{Entry, Fact, FactKind, MailState, Notification, Recipient, Said, Script, Told, ToldAs};
use crate::clock::Timestamp;
use crate::db::schema::{holds, notifications as facts, outbox_mails as mails, visits};
use crate::db::{DbConn, StoreResult};
use crate::ids::{AccountId, CaseId, HoldId, MailId, NotificationId, VisitId};
use crate::sealed::Sealed;

crate::stored_code!(FactKind, ToldAs, Entry);

/// A fact to be stored.
pub struct NewNotification<'a> {
    /// What it is about.
    pub fact: Fact<'a>,
    /// What a caller says.
    pub script: Sealed<Script>,
    /// What the mail says, where that is not the same.
    pub said: Option<Sealed<Said>>,
    /// The mail that tells it.
    pub mail_id: Option<MailId>,
    /// What the mail does to a calendar.
    pub entry: Option<Entry>,
    /// Where it goes.
    pub recipient: Option<Sealed<Recipient>>,
    /// That it is told with this very moment.
    pub told: Option<Told>,
    /// Not a fact that anybody has to be told (any more).
    pub superseded_at: Option<Timestamp>,
}

type MailRow = (MailId, Option<Timestamp>, Option<Timestamp>, Option<Timestamp>, Option<Timestamp>);
type Row = (
    (NotificationId, CaseId, Option<VisitId>, Option<HoldId>, FactKind, Option<Sealed<Script>>, Timestamp),
    (Option<Entry>, Option<Sealed<Recipient>>, Option<Sealed<Said>>),
    (Option<Timestamp>, Option<AccountId>, Option<ToldAs>, Option<Timestamp>),
    Option<MailRow>,
);

#[diesel::dsl::auto_type(no_type_alias)]
fn with_mail() -> _ {
    facts::table.left_join(mails::table).select((
        (
            facts::id,
            facts::case_id,
            facts::visit_id,
            facts::hold_id,
            facts::kind,
            facts::sealed_script,
            facts::created_at,
        ),
        (facts::entry, facts::sealed_recipient, facts::sealed_said),
        (facts::told_at, facts::told_by, facts::told_as, facts::superseded_at),
        (mails::id, mails::sent_at, mails::given_up_at, mails::withdrawn_at, mails::claimed_until).nullable(),
    ))
}

/// Stores a fact; gives its number.
pub(super) fn add(conn: &mut DbConn, new: &NewNotification<'_>, now: Timestamp) -> StoreResult<NotificationId> {
    let row = (
        (facts::case_id.eq(new.fact.case_id), facts::visit_id.eq(new.fact.visit_id)),
        (facts::hold_id.eq(new.fact.hold_id), facts::kind.eq(new.fact.kind)),
        facts::sealed_script.eq(new.script.as_stored()),
        facts::sealed_said.eq(new.said.as_ref().map(Sealed::as_stored)),
        facts::created_at.eq(now),
        facts::mail_id.eq(new.mail_id),
        facts::entry.eq(new.entry),
        facts::sealed_recipient.eq(new.recipient.as_ref().map(Sealed::as_stored)),
        facts::told_at.eq(new.told.map(|told| told.at)),
        facts::told_by.eq(new.told.and_then(|told| told.by)),
        facts::told_as.eq(new.told.map(|told| told.how)),
        facts::superseded_at.eq(new.superseded_at),
    );
    Ok(diesel::insert_into(facts::table).values(row).returning(facts::id).get_result(conn)?)
}

/// One fact.
pub fn find(conn: &mut DbConn, id: NotificationId) -> StoreResult<Option<Notification>> {
    let row: Option<Row> = with_mail().filter(facts::id.eq(id)).first(conn).optional()?;
    Ok(row.map(notification))
}

/// The number of the fact that a mail with this key tells.
pub(super) fn by_mail_key(conn: &mut DbConn, key: &str) -> StoreResult<Option<NotificationId>> {
    let row = facts::table.inner_join(mails::table).filter(mails::idempotent_key.eq(key)).select(facts::id);
    Ok(row.first(conn).optional()?)
}

/// Everything that a family had to know, oldest first.
pub fn of_case(conn: &mut DbConn, case_id: CaseId) -> StoreResult<Vec<Notification>> {
    let rows: Vec<Row> = with_mail().filter(facts::case_id.eq(case_id)).order(facts::id).load(conn)?;
    Ok(rows.into_iter().map(notification).collect())
}

/// The same about one visit.
pub fn of_visit(conn: &mut DbConn, visit_id: VisitId) -> StoreResult<Vec<Notification>> {
    let rows: Vec<Row> = with_mail().filter(facts::visit_id.eq(visit_id)).order(facts::id).load(conn)?;
    Ok(rows.into_iter().map(notification).collect())
}

/// The same about one invitation.
pub fn of_hold(conn: &mut DbConn, hold_id: HoldId) -> StoreResult<Vec<Notification>> {
    let rows: Vec<Row> = with_mail().filter(facts::hold_id.eq(hold_id)).order(facts::id).load(conn)?;
    Ok(rows.into_iter().map(notification).collect())
}

/// The facts that give way to this one, oldest first.
pub(super) fn thread(conn: &mut DbConn, fact: &Fact<'_>) -> StoreResult<Vec<Notification>> {
    let mut all = of_case(conn, fact.case_id)?;
    if fact.kind.ends_case() {
        return Ok(all);
    }
    all.retain(|one| match (fact.hold_id, fact.visit_id) {
        (Some(hold_id), _) => one.hold_id == Some(hold_id),
        (None, Some(visit_id)) => one.visit_id == Some(visit_id),
        // A question and a secret are told by calls of their own.
        (None, None) => one.visit_id.is_none() && (one.kind == FactKind::Secret) == (fact.kind == FactKind::Secret),
    });
    Ok(all)
}

/// The open lines of the call list, oldest first: not told, nothing newer, and no mail that left or will. An
/// invitation is open while its place is kept; what announces a visit, until somebody came or its day is over.
pub fn open_lines(conn: &mut DbConn, now: Timestamp) -> StoreResult<Vec<Notification>> {
    let unmailed = mails::id.nullable().is_null().or(mails::sent_at
        .nullable()
        .is_null()
        .and(mails::given_up_at.nullable().is_not_null().or(mails::withdrawn_at.nullable().is_not_null())));
    let rows: Vec<Row> = with_mail()
        .filter(facts::told_at.is_null())
        .filter(facts::superseded_at.is_null())
        .filter(unmailed)
        .order((facts::created_at, facts::id))
        .load(conn)?;
    let mut open: Vec<Notification> = rows.into_iter().map(notification).collect();
    let (live, expected) = (live_holds(conn, &open, now)?, expected_visits(conn, &open, now)?);
    open.retain(|one| match (one.hold_id, one.visit_id) {
        (Some(hold_id), _) => live.contains(&hold_id),
        (None, Some(visit_id)) if one.kind.announces_visit() => expected.contains(&visit_id),
        _ => true,
    });
    Ok(open)
}

/// The invitations among these whose place is still kept.
fn live_holds(conn: &mut DbConn, of: &[Notification], now: Timestamp) -> StoreResult<HashSet<HoldId>> {
    let ids: Vec<HoldId> = of.iter().filter_map(|one| one.hold_id).collect();
    let stand = holds::table.filter(holds::id.eq_any(ids)).filter(holds::ended_at.is_null());
    Ok(stand.filter(holds::expires_at.gt(now)).select(holds::id).load(conn)?.into_iter().collect())
}

/// The visits among these to which a team is still to come.
fn expected_visits(conn: &mut DbConn, of: &[Notification], now: Timestamp) -> StoreResult<HashSet<VisitId>> {
    let ids: Vec<VisitId> = of.iter().filter_map(|one| one.visit_id).collect();
    let to_come = visits::table
        .filter(visits::id.eq_any(ids))
        .filter(visits::closed_at.is_null())
        .filter(visits::cancelled_at.is_null())
        .filter(visits::arrived_at.is_null())
        .filter(visits::promised_on.ge(now.date()));
    Ok(to_come.select(visits::id).load(conn)?.into_iter().collect())
}

/// Notes that something newer takes the place of these.
pub fn supersede(conn: &mut DbConn, ids: &[NotificationId], now: Timestamp) -> StoreResult<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let live = facts::table.filter(facts::id.eq_any(ids)).filter(facts::superseded_at.is_null());
    diesel::update(live).set(facts::superseded_at.eq(now)).execute(conn)?;
    Ok(())
}

/// Notes that somebody told a fact; false when it was told or gave way before.
pub fn mark_told(conn: &mut DbConn, id: NotificationId, told: Told) -> StoreResult<bool> {
    let row =
        facts::table.filter(facts::id.eq(id)).filter(facts::told_at.is_null()).filter(facts::superseded_at.is_null());
    let changes = (facts::told_at.eq(told.at), facts::told_by.eq(told.by), facts::told_as.eq(told.how));
    Ok(diesel::update(row).set(changes).execute(conn)? == 1)
}

/// Names where the mails of a case went, for those that earlier releases sent.
pub fn name_recipients(conn: &mut DbConn, case_id: CaseId, address: &Sealed<Recipient>) -> StoreResult<()> {
    let unnamed = facts::table
        .filter(facts::case_id.eq(case_id))
        .filter(facts::mail_id.is_not_null())
        .filter(facts::sealed_recipient.is_null());
    diesel::update(unnamed).set(facts::sealed_recipient.eq(address.as_stored())).execute(conn)?;
    Ok(())
}

/// Forgets what was said to a family and where its mails went; nothing is left to be told.
pub fn forget(conn: &mut DbConn, case_id: CaseId, now: Timestamp) -> StoreResult<()> {
    let rows = || facts::table.filter(facts::case_id.eq(case_id));
    let blank = (
        facts::sealed_script.eq(None::<String>),
        facts::sealed_said.eq(None::<String>),
        facts::sealed_recipient.eq(None::<String>),
    );
    diesel::update(rows()).set(blank).execute(conn)?;
    diesel::update(rows().filter(facts::superseded_at.is_null())).set(facts::superseded_at.eq(now)).execute(conn)?;
    Ok(())
}

fn notification((head, (entry, recipient, said), told, mail): Row) -> Notification {
    let (id, case_id, visit_id, hold_id, kind, script, created_at) = head;
    let (told_at, by, told_as, superseded_at) = told;
    let mail = mail.map(|(id, sent_at, given_up_at, withdrawn_at, claimed_until)| MailState {
        id,
        sent_at,
        given_up_at,
        withdrawn_at,
        claimed_until,
    });
    let told = told_at.zip(told_as).map(|(at, how)| Told { at, by, how });
    Notification {
        id,
        case_id,
        visit_id,
        hold_id,
        kind,
        script,
        said,
        created_at,
        mail,
        entry,
        recipient,
        told,
        superseded_at,
    }
}
