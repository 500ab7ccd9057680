//! The one way in which a family is told something: the older facts of the thread give way, their mails are withdrawn.
use super::store::{self, NewNotification};
use super::{Entry, Fact, FactKind, How, Notification, Outgoing, Recipient, Script, Sentences, Told, ToldAs};
use crate::clock::Timestamp;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::{CaseId, HoldId, MailId, NotificationId, VisitId};
use crate::keys;
use crate::outbox::{self, MailedFact};
use crate::sealed::Vault;
use crate::text::messages::Words;

/// An address whose calendar holds an entry; none where an earlier release did not keep it: then the contact's own.
pub type Holder = Option<String>;

/// Tells a fact, in the transaction in which it becomes true; gives its number. A mail with a key that was told before
/// changes nothing. A calendar entry is cancelled only where one is: a CANCEL for an address that never got the
/// REQUEST goes out as a plain mail.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn tell(conn: &mut DbConn, desk: &Desk, fact: &Fact<'_>, how: How, now: Timestamp) -> StoreResult<NotificationId> {
    if let Some(outgoing) = how.outgoing()
        && let Some(told) = store::by_mail_key(conn, &outgoing.key)?
    {
        return Ok(told);
    }
    let recipient = how.outgoing().map(|outgoing| outgoing.mail.to.clone());
    make_way(conn, desk, fact, recipient.as_deref(), now)?;
    let told = matches!(how, How::Page(_)).then_some(Told { at: now, by: None, how: ToldAs::Page });
    let outgoing = match how {
        How::Mail(outgoing) | How::Page(Some(outgoing)) => Some(outgoing),
        How::Call | How::Page(None) => None,
    };
    let outgoing = match (outgoing, fact.visit_id) {
        (Some(outgoing), Some(visit_id)) => Some(without_vain_cancel(conn, &desk.vault, visit_id, outgoing, now)?),
        (outgoing, _) => outgoing,
    };
    add(conn, desk, fact, outgoing, told, None, now)
}

/// Cancels the calendar entry of a visit at an address that is told nothing else: the family has another one now, or
/// wants no mail. Not a fact of its own: nobody calls when it comes back.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn take_entry_back(
    conn: &mut DbConn,
    desk: &Desk,
    case_id: CaseId,
    visit_id: VisitId,
    outgoing: Outgoing,
    now: Timestamp,
) -> StoreResult<()> {
    let earlier = store::of_visit(conn, visit_id)?;
    withdraw(conn, earlier.iter().filter(|one| goes_to(&desk.vault, one, &outgoing.mail.to)), now)?;
    let nothing = Sentences::of(Words::VIETNAMESE, |_| String::new());
    let fact = Fact { case_id, visit_id: Some(visit_id), hold_id: None, kind: FactKind::OldEntry, sentences: &nothing };
    add(conn, desk, &fact, Some(outgoing), None, Some(now), now)?;
    Ok(())
}

/// The addresses whose calendars hold an entry of a visit: a REQUEST left (or may be leaving this moment), and no
/// CANCEL went or goes after it.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn holders(conn: &mut DbConn, vault: &Vault, visit_id: VisitId, now: Timestamp) -> StoreResult<Vec<Holder>> {
    let mut holders: Vec<Holder> = Vec::new();
    for one in store::of_visit(conn, visit_id)? {
        let (Some(entry), Some(mail)) = (one.entry, one.mail) else { continue };
        // What cannot be read any more belongs to nobody who could be written to.
        let Ok(address) = one.recipient.as_ref().map(|sealed| vault.unseal(sealed)).transpose() else { continue };
        let address = address.map(|recipient| recipient.0);
        match entry {
            Entry::Request if mail.may_have_left(now) && !holders.contains(&address) => holders.push(address),
            Entry::Cancel if mail.may_have_left(now) || mail.waits() => holders.retain(|holder| *holder != address),
            Entry::Request | Entry::Cancel => {}
        }
    }
    Ok(holders)
}

/// What a dispatcher asked needs no answer any more: the case was decided.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn answered(conn: &mut DbConn, case_id: CaseId, now: Timestamp) -> StoreResult<()> {
    let mut asked = store::of_case(conn, case_id)?;
    asked.retain(|one| one.kind == FactKind::Question);
    give_way(conn, &asked, now)
}

/// The household was given a secret, or made one itself: nobody has to call about it any more.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn has_secret(conn: &mut DbConn, case_id: CaseId, told: Told) -> StoreResult<()> {
    for one in store::of_case(conn, case_id)?.iter().filter(|one| one.kind == FactKind::Secret) {
        store::mark_told(conn, one.id, told)?;
    }
    Ok(())
}

/// An invitation ended: its mail, if it has not left, is not sent.
///
/// # Errors
/// [`crate::db::StoreError`].
pub fn call_off(conn: &mut DbConn, hold_id: HoldId, now: Timestamp) -> StoreResult<()> {
    let invited = store::of_hold(conn, hold_id)?;
    give_way(conn, &invited, now)
}

fn give_way(conn: &mut DbConn, these: &[Notification], now: Timestamp) -> StoreResult<()> {
    withdraw(conn, these.iter(), now)?;
    let ids: Vec<NotificationId> = these.iter().map(|one| one.id).collect();
    store::supersede(conn, &ids, now)
}

/// Everything older of the thread gives way. What waits for the recipient is withdrawn whatever it was; a CANCEL that
/// waits for another address still goes there.
fn make_way(
    conn: &mut DbConn,
    desk: &Desk,
    fact: &Fact<'_>,
    recipient: Option<&str>,
    now: Timestamp,
) -> StoreResult<()> {
    let thread = store::thread(conn, fact)?;
    let to_recipient = |one: &&Notification| recipient.is_some_and(|to| goes_to(&desk.vault, one, to));
    withdraw(conn, thread.iter().filter(|one| one.superseded_at.is_none() || to_recipient(one)), now)?;
    let standing: Vec<NotificationId> =
        thread.iter().filter(|one| one.superseded_at.is_none()).map(|one| one.id).collect();
    store::supersede(conn, &standing, now)
}

fn withdraw<'a>(conn: &mut DbConn, these: impl Iterator<Item = &'a Notification>, now: Timestamp) -> StoreResult<()> {
    let waiting: Vec<MailId> =
        these.filter_map(|one| one.mail).filter(|mail| mail.waits()).map(|mail| mail.id).collect();
    if waiting.is_empty() { Ok(()) } else { outbox::store::withdraw(conn, &waiting, now) }
}

fn goes_to(vault: &Vault, one: &Notification, to: &str) -> bool {
    let address = one.recipient.as_ref().and_then(|sealed| vault.unseal(sealed).ok());
    address.is_some_and(|address| address.0 == to)
}

/// A mail that cancels nothing carries no CANCEL.
fn without_vain_cancel(
    conn: &mut DbConn,
    vault: &Vault,
    visit_id: VisitId,
    mut outgoing: Outgoing,
    now: Timestamp,
) -> StoreResult<Outgoing> {
    if entry_of(&outgoing) == Some(Entry::Cancel) {
        let holders = holders(conn, vault, visit_id, now)?;
        let holds = |holder: &Holder| holder.as_ref().is_none_or(|address| *address == outgoing.mail.to);
        if !holders.iter().any(holds) {
            outgoing.mail.invitation = None;
        }
    }
    Ok(outgoing)
}

fn entry_of(outgoing: &Outgoing) -> Option<Entry> {
    let method = &outgoing.mail.invitation.as_ref()?.method;
    Some(if method == "CANCEL" { Entry::Cancel } else { Entry::Request })
}

fn add(
    conn: &mut DbConn,
    desk: &Desk,
    fact: &Fact<'_>,
    outgoing: Option<Outgoing>,
    told: Option<Told>,
    superseded_at: Option<Timestamp>,
    now: Timestamp,
) -> StoreResult<NotificationId> {
    let key = keys::of_case_id(conn, &desk.vault, fact.case_id)?;
    let said = Some(&fact.sentences.said).filter(|said| said.text != fact.sentences.script);
    let mut new = NewNotification {
        fact: *fact,
        script: desk.vault.seal(&key, &Script(fact.sentences.script.clone())),
        said: said.map(|said| desk.vault.seal(&key, said)),
        mail_id: None,
        entry: None,
        recipient: None,
        told,
        superseded_at,
    };
    if let Some(outgoing) = outgoing {
        new.entry = entry_of(&outgoing);
        let mailed = MailedFact { kind: outgoing.template, key: &outgoing.key };
        let queued = outbox::queue(conn, desk, &key, mailed, &outgoing.mail, now)?;
        new.mail_id = Some(queued.id);
        new.recipient = Some(desk.vault.seal(&key, &Recipient(outgoing.mail.to)));
    }
    store::add(conn, &new, now)
}
