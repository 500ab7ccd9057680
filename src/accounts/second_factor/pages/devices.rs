//! Passkeys on the page of the second factor: asking a device for one, keeping it, taking it away.
use actix_web::HttpResponse;
use askama::Template;

use crate::accounts::identity::Staff;
use crate::accounts::passkeys::store::StoredPasskey;
use crate::accounts::passkeys::{self, Added, Challenge, NAME_MAX};
use crate::accounts::second_factor::{self, store};
use crate::accounts::{Account, store as accounts};
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::PasskeyId;
use crate::text::messages::Words;
use crate::text::said;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};

const REFUSED: &str = "Chưa thêm được: thiết bị không trả lời đúng, đã có khoá này rồi, hoặc quá 5 phút. Hãy thử lại.";
const LAST: &str =
    "Tài khoản này phải có lớp thứ hai: thêm ứng dụng xác thực hoặc khoá khác trước khi xoá khoá cuối cùng.";

/// A passkey as the page shows it.
pub struct Shown {
    pub id: PasskeyId,
    pub name: String,
    pub words: String,
}

impl Shown {
    pub fn of(stored: &StoredPasskey) -> Self {
        let used = stored
            .last_used_at
            .map_or("chưa dùng".to_owned(), |at| format!("dùng lần cuối {}", said::moment(Words::VIETNAMESE, at)));
        let words = format!("thêm {}, {used}", said::moment(Words::VIETNAMESE, stored.created_at));
        Self { id: stored.id, name: stored.name.clone(), words }
    }
}

#[derive(Template)]
#[template(path = "accounts/passkey.html")]
struct PasskeyPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    challenge: Challenge,
}

/// The page that asks the device in front of its holder for a new key.
pub async fn ask(desk: &Desk, staff: &Staff, account: Account, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let challenge = desk.write(move |conn, desk| passkeys::ask_new(conn, desk, &account)).await?;
    let frame = Frame::for_staff("Thêm khoá truy cập", staff).with(&mistakes);
    let typed = Typed::default().or("name", "Thiết bị này".to_owned());
    Ok(page::page(&PasskeyPage { frame, typed, mistakes: mistakes.clone(), challenge }, &mistakes))
}

/// Keeps what the device made. With the first second factor come codes for the paper.
pub async fn add(desk: &Desk, staff: &Staff, account: Account, typed: &Typed) -> Result<HttpResponse, Problem> {
    let name = typed.get("name").trim();
    let name = if name.is_empty() { "Thiết bị" } else { name };
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let (token, answer, by) = (typed.get("challenge").to_owned(), typed.exact("passkey").to_owned(), staff.clone());
    let keep = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        let added = passkeys::add(conn, desk, &by, &token, &answer, &name)?;
        let needs_paper = added == Added::Done && store::recovery_codes_left(conn, by.account_id)? == 0;
        let codes =
            if needs_paper { second_factor::new_recovery_codes(conn, desk, by.account_id)? } else { Vec::new() };
        Ok((added, codes))
    };
    match desk.write(keep).await? {
        (Added::Done, codes) => super::show(desk, staff, Mistakes::default(), codes).await,
        (Added::Refused, _) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("name", REFUSED);
            ask(desk, staff, account, mistakes).await
        }
    }
}

/// Takes one away; the last second factor of an account that must have one stays.
pub async fn remove(desk: &Desk, staff: &Staff, typed: &Typed) -> Result<HttpResponse, Problem> {
    let (id, by) = (typed.get("id").parse().unwrap_or(PasskeyId::UNSTORED), staff.clone());
    let take_away = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<bool> {
        // Of two removals at the same moment the second sees what the first left.
        accounts::lock(conn, by.account_id)?;
        let others = passkeys::store::count(conn, by.account_id)? > 1;
        if second_factor::is_required(desk, by.role) && !others && !second_factor::has_application(conn, by.account_id)?
        {
            return Ok(false);
        }
        passkeys::remove(conn, desk, &by, id)?;
        if !second_factor::is_on(conn, by.account_id)? {
            second_factor::remove(conn, desk, Some(&by), by.account_id)?;
        }
        Ok(true)
    };
    if desk.write(take_away).await? {
        return Ok(page::see_other(super::OWN_PAGE));
    }
    let mistakes = Mistakes { whole: Some(LAST.to_owned()), ..Mistakes::default() };
    super::show(desk, staff, mistakes, Vec::new()).await
}
