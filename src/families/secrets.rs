//! A secret that was lost, or has become known: it is mailed to the address on file and nowhere else, issued by the
//! office to a caller who knows the household, or changed by the family itself. Never by the code alone, which stands on
//! every mail: whoever has only that can neither open a case nor shut its family out (docs/adr/0013).
use crate::accounts::{Permission, Staff};
use crate::audit::{self, Action};
use crate::cases::CaseTables;
use crate::cases::case::Case;
use crate::cases::find::{FindCaseError, Reader, find};
use crate::cases::store as cases;
use crate::db::{DbConn, StoreError, StoreResult};
use crate::desk::Desk;
use crate::dice::read_code;
use crate::families::check::{secs_to_midnight, store as tries};
use crate::field_problem::FieldProblem;
use crate::idempotency::IdempotencyKey;
use crate::notifications::{Told, ToldAs, has_secret};
use crate::sealed::secret_hash;

pub mod api;
mod emails;
pub mod facts;
pub mod pages;

use emails::Why;
use facts::SaidFacts;

/// A secret just made; told once.
#[derive(Clone, Debug)]
pub struct NewSecret {
    /// The case that it opens.
    pub code: String,
    /// As it stands in links.
    pub secret: String,
    /// Where it leads.
    pub link: String,
}

/// What became of a caller's facts.
#[derive(Clone, Debug)]
pub enum Issued {
    /// They are right.
    Secret(NewSecret),
    /// One of them is not, which is noted and counted; which one is not said.
    Wrong,
}

/// What a caller asks for.
pub struct IssueRequest<'a> {
    /// What they said.
    pub said: &'a SaidFacts,
    /// The secrets of before have become known, and open nothing any more.
    pub ends_others: bool,
    /// By what the request is known again: the same one is one try, however often it is sent.
    pub request: Option<&'a IdempotencyKey>,
}

/// Why no secret is issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The case cannot be had.
    #[error(transparent)]
    Find(#[from] FindCaseError),
    /// Too few facts, or some that cannot be read.
    #[error("có chỗ cần sửa")]
    Invalid(Vec<FieldProblem>),
    /// Too many wrong ones today; seconds until midnight.
    #[error("hôm nay đã ghi sai quá nhiều lần cho hồ sơ này, chờ {0} giây; xin gặp gia đình trực tiếp")]
    TooMany(i64),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Mails a further secret to the address on file. Whether there is such a case, an address, or one mail too many today:
/// whoever asks learns nothing. Older secrets go on opening the case, so asking takes nothing from the family.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "mail_secret", skip_all)]
pub fn mail_further(conn: &mut DbConn, desk: &Desk, typed: &str) -> StoreResult<()> {
    let (now, today) = (desk.now(), desk.now().date());
    let Some(code) = read_code(typed) else { return Ok(()) };
    tries::forget_before(conn, today)?;
    let subject = desk.vault.lookup("secret_mails.code", &[&code]);
    if !tries::count_try(conn, &subject, today, desk.settings.limits.secret_mails_per_code)? {
        return Ok(());
    }
    let Some(case) = cases::case_by_code(conn, &code)? else { return Ok(()) };
    let Some(to) = case.email(&desk.vault)? else { return Ok(()) };
    let made = made(desk, &case);
    let id = cases::add_secret(conn, case.id, &secret_hash(&made.secret), None, now)?;
    emails::send(conn, desk, &case, to, id, Why::Lost(&made))?;
    audit::note(conn, None, Action::MailSecret, &audit::case_subject(case.id), None, now)
}

/// The family changes its secret: those of before open nothing any more.
///
/// # Errors
/// [`StoreError`].
#[tracing::instrument(name = "change_secret", skip_all, fields(case_id = %case.id))]
pub fn change(conn: &mut DbConn, desk: &Desk, case: &Case) -> StoreResult<NewSecret> {
    let made = made(desk, case);
    cases::replace_secrets(conn, case.id, &secret_hash(&made.secret))?;
    // Whoever found a link and changes it does so before the eyes of whose it is.
    if let Some(to) = case.email(&desk.vault)? {
        emails::send(conn, desk, case, to, desk.now().unix(), Why::Changed(&made))?;
    }
    has_secret(conn, case.id, Told { at: desk.now(), by: None, how: ToldAs::Page })?;
    audit::note(conn, None, Action::ChangeSecret, &audit::case_subject(case.id), None, desk.now())?;
    Ok(made)
}

/// Issues a secret to somebody who telephones or stands at a desk, when two facts that they said are right.
///
/// # Errors
/// [`IssueError`]; nothing is written then. Wrong facts are no error: that they were said is written down.
#[tracing::instrument(name = "issue_secret", skip_all)]
pub fn issue(
    conn: &mut DbConn,
    desk: &Desk,
    tables: &CaseTables,
    by: &Staff,
    code: &str,
    asked: &IssueRequest<'_>,
) -> Result<Issued, IssueError> {
    let now = desk.now();
    let case = find(conn, code, &Reader::Staff(by.clone()), Permission::EditCases)?;
    let said = asked.said.read(tables).map_err(IssueError::Invalid)?;
    tries::forget_before(conn, now.date())?;
    // Counted before it is checked, and taken back when it was right: tries at the same moment do not exceed the limit.
    let subject = desk.vault.lookup("wrong_facts.code", &[&case.code]);
    let is_repeat = match asked.request {
        Some(request) => !tries::count_try(conn, &name_of(desk, &case, request), now.date(), 1)?,
        None => false,
    };
    if !is_repeat && !tries::count_try(conn, &subject, now.date(), desk.settings.limits.wrong_facts_per_code)? {
        return Err(IssueError::TooMany(secs_to_midnight(now)));
    }
    let applicants = cases::applicants_of(conn, case.id)?;
    let household = case.unseal(&desk.vault, &applicants).map_err(StoreError::from)?;
    let about = audit::case_subject(case.id);
    if !said.fit(&household) {
        if !is_repeat {
            audit::note(conn, Some(by), Action::WrongFacts, &about, None, now)?;
        }
        return Ok(Issued::Wrong);
    }
    if !is_repeat {
        tries::take_back_try(conn, &subject, now.date())?;
    }
    if let Some(request) = asked.request {
        tries::forget_try(conn, &name_of(desk, &case, request), now.date())?;
    }
    let made = made(desk, &case);
    let hash = secret_hash(&made.secret);
    if asked.ends_others {
        cases::replace_secrets(conn, case.id, &hash)?;
    } else {
        cases::add_secret(conn, case.id, &hash, Some(by.account_id), now)?;
    }
    if let Some(to) = case.email(&desk.vault).map_err(StoreError::from)? {
        emails::send(conn, desk, &case, to, now.unix(), Why::Issued { ends_others: asked.ends_others })?;
    }
    has_secret(conn, case.id, Told { at: now, by: Some(by.account_id), how: ToldAs::Call })?;
    audit::note(conn, Some(by), Action::IssueSecret, &about, None, now)?;
    Ok(Issued::Secret(made))
}

/// Under what it is kept for the day that a request was a try.
fn name_of(desk: &Desk, case: &Case, request: &IdempotencyKey) -> String {
    let named = [&*case.code, &request.requester, &request.key, &request.request_hash];
    desk.vault.lookup("wrong_facts.request", &named)
}

fn made(desk: &Desk, case: &Case) -> NewSecret {
    let (code, secret) = (case.code.clone(), desk.dice.case_secret());
    let link = format!("{}/follow/{code}/{secret}", desk.settings.server.public_url);
    NewSecret { code, secret, link }
}
