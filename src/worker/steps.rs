//! What the worker does every few seconds. Each step stands alone: one that fails stops no other.
use chrono::Duration;

use crate::accounts::{passkeys, sign_in};
use crate::audit;
use crate::booking::{Inviter, budget, holds};
use crate::cases::rehash;
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::families::apply::draft::store as drafts;
use crate::families::{deletion, remarks, retention};
use crate::idempotency;
use crate::keys::{self, journal};
use crate::lists;
use crate::outbox::store as outbox;
use crate::visits::overdue;

/// Hours that an `Idempotency-Key` is remembered: long enough for a phone that was offline for a day.
const KEY_HOURS: i64 = 48;

/// The name under which the threads that deliver mail note how they stand.
pub const MAIL: &str = "mail";
/// The name under which the thread that carries planning runs out notes how it stands.
pub const PLANNING: &str = "planning";
/// The name under which the thread that carries lists out notes how it stands.
pub const LISTS: &str = "lists";

/// Where steps work.
pub struct StepContext {
    /// What handlers have at hand.
    pub desk: Desk,
    /// Who invites waiting households.
    pub inviter: Inviter,
}

/// Something that is done in every round.
pub struct Step {
    /// Its stable name, in the table `worker_steps` and in `/ready`.
    pub name: &'static str,
    /// Does it, on a desk whose clock stands still; gives how many things were done.
    pub run: fn(&Desk, &Inviter) -> StoreResult<usize>,
    /// What the log calls those things.
    pub done: &'static str,
}

/// All of them, in their order.
pub const STEPS: &[Step] = &[
    Step { name: "overdue_visits", run: |desk, _| overdue::release(desk), done: "half-days that nobody reported" },
    Step {
        name: "unapproved_bookings",
        run: |desk, inviter| inviter.release_unapproved(desk),
        done: "half-days whose case was not approved in time",
    },
    Step { name: "windows", run: |desk, inviter| inviter.tell_windows(desk), done: "windows that were still owed" },
    Step { name: "lookups", run: |desk, _| rehash::carry_out(desk), done: "cases found by their spelling again" },
    Step { name: "deletions", run: |desk, _| deletion::carry_out(desk), done: "cases whose family asked for it" },
    Step { name: "retention", run: |desk, _| retention::carry_out(desk), done: "cases whose time was over" },
    Step { name: "remarks", run: |desk, _| remarks::forget(desk), done: "remarks whose time was over" },
    Step { name: "holds", run: end_holds, done: "holds that ended" },
    Step { name: "invitations", run: |desk, inviter| inviter.round(desk), done: "invitations" },
    Step { name: "mail_deadlines", run: give_mails_up, done: "mails given up after their time" },
    Step { name: "drafts", run: forget_drafts, done: "drafts forgotten" },
    Step {
        name: "list_contents",
        run: |desk, _| lists::carry_out::forget(desk),
        done: "lists whose content was forgotten",
    },
    Step { name: "sign_ins", run: |desk, _| sign_in::forget(desk), done: "sign-ins forgotten" },
    Step { name: "passkeys", run: forget_challenges, done: "questions to devices forgotten" },
    Step { name: "takings", run: forget_takings, done: "traces of takings and filings forgotten" },
    Step { name: "keys", run: forget_keys, done: "keys forgotten" },
    Step { name: "months", run: end_months, done: "keys of months or cases destroyed for good" },
    Step { name: "audit_head", run: |desk, _| audit::head::tell(desk), done: "places where the log's head was told" },
];

fn end_holds(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    let now = desk.now();
    desk.db.write(|conn| holds::expire(conn, &desk.dice, now))
}

fn give_mails_up(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    let now = desk.now();
    desk.db.write(|conn| {
        outbox::pauses::forget(conn, now)?;
        outbox::give_up_ended(conn, now)
    })
}

fn forget_drafts(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    let now = desk.now();
    desk.db.write(|conn| drafts::forget_expired(conn, now))
}

fn forget_challenges(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    desk.db.write(|conn| passkeys::forget_old(conn, desk))
}

fn forget_takings(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    let yesterday = desk.now() - Duration::days(1);
    desk.db.write(|conn| budget::forget(conn, yesterday))
}

fn end_months(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    let (now, settings) = (desk.now(), &desk.settings.keys);
    keys::make_months(&desk.db, &desk.vault, now)?;
    let ended = desk.db.write(|conn| keys::end_months(conn, &desk.vault, settings.month_days, now))?;
    let told = journal::write_down(&desk.db, &settings.destroyed_file)?;
    if ended + told > 0 {
        desk.db.wipe_deleted()?;
    }
    Ok(ended.max(told))
}

fn forget_keys(desk: &Desk, _: &Inviter) -> StoreResult<usize> {
    let (keys, contents) = (Duration::hours(KEY_HOURS), Duration::from(desk.settings.limits.repeat_secs));
    let now = desk.now();
    desk.db.write(|conn| idempotency::forget_before(conn, now - keys, now - contents))
}
