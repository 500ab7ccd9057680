//! Giving the second factor while signing in, and again before what is grave: a code, or a signature of a device.
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::WRONG_CODE;
use crate::accounts::door::Door;
use crate::accounts::gate::GateError;
use crate::accounts::guesses::Guesser;
use crate::accounts::identity::{Identity, Staff};
use crate::accounts::pages::entry;
use crate::accounts::passkeys::{self, Challenge};
use crate::accounts::second_factor::{self, store};
use crate::accounts::sign_in::SignInError;
use crate::accounts::{Account, store as accounts};
use crate::desk::{ClientAddress, Desk};
use crate::ids::AccountId;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};
use crate::web::own_address::is_own;
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;

const WRONG_SIGNATURE: &str = "Khoá truy cập không dùng được: sai thiết bị, hoặc quá 5 phút. Thử lại hoặc nhập mã.";

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    action: &'static str,
    why: &'static str,
    challenge: Option<Challenge>,
}

#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The page that asks for the second factor of somebody whose password was right.
pub async fn ask_code(
    desk: &Desk,
    account_id: AccountId,
    ticket: String,
    next: &str,
    mistakes: Mistakes,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::default().or("ticket", ticket).or("next", next.to_owned());
    let why = "Mật khẩu đúng, còn một bước: khoá truy cập, hoặc 6 chữ số đang hiện trong ứng dụng xác thực.";
    let frame = Frame::new("Nhập mã xác thực");
    code_page(desk, account_id, frame, typed, mistakes, "/sign-in/code", why).await
}

pub async fn post_sign_in_code(
    request: HttpRequest,
    desk: Data<Desk>,
    door: Data<Door>,
    from: ClientAddress,
    earlier: Identity,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let ticket = typed.get("ticket").to_owned();
    let too_late = || page::see_other("/sign-in");
    let Some(id) = second_factor::account_of(&desk, &ticket) else { return Ok(too_late()) };
    let proven = desk.read(move |conn, _| accounts::find_proven(conn, id)).await?;
    let genuine = proven.filter(|proven| second_factor::is_genuine(&desk, &ticket, proven.password.as_stored()));
    let Some(proven) = genuine else { return Ok(too_late()) };
    let who = entry::guesser_of(&request, &desk, &proven.account.login, from);
    match check(&desk, &door, &proven.account, &who, &typed).await {
        Ok(()) => entry::enter(&desk, earlier, proven, typed.get("next"), true).await,
        Err(error @ (SignInError::Store(_) | SignInError::Gate(GateError::NotDone))) => Err(error.into()),
        Err(refusal) => {
            let refused = Problem::from(refusal);
            let mistakes = mistakes_of(&refused, &typed);
            let mut page = ask_code(&desk, id, ticket, typed.get("next"), mistakes).await?;
            refused.tell_wait(&mut page);
            Ok(page)
        }
    }
}

pub async fn proof_page(desk: Data<Desk>, staff: Staff, wanted: Query<Next>) -> Result<HttpResponse, Problem> {
    ask_again(&desk, &staff, &wanted.next, Mistakes::default()).await
}

pub async fn post_proof(
    desk: Data<Desk>,
    door: Data<Door>,
    staff: Staff,
    from: ClientAddress,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let account = super::own_account(&desk, &staff).await?;
    let next = if is_own(typed.get("next")) { typed.get("next").to_owned() } else { "/".to_owned() };
    match check(&desk, &door, &account, &Guesser::Address(from), &typed).await {
        Ok(()) => {
            desk.write(move |conn, desk| store::note_proof(conn, staff.sign_in_id, desk.now())).await?;
            Ok(page::see_other(&next))
        }
        Err(error @ (SignInError::Store(_) | SignInError::Gate(GateError::NotDone))) => Err(error.into()),
        Err(refusal) => {
            let refused = Problem::from(refusal);
            let mut page = ask_again(&desk, &staff, &next, mistakes_of(&refused, &typed)).await?;
            refused.tell_wait(&mut page);
            Ok(page)
        }
    }
}

/// A signature where the browser sent one, otherwise the code.
async fn check(desk: &Desk, door: &Door, account: &Account, who: &Guesser, typed: &Typed) -> Result<(), SignInError> {
    if typed.get("passkey").is_empty() {
        return door.check_code(desk, account, who, typed.get("code")).await;
    }
    let (token, answer) = (typed.get("challenge").to_owned(), typed.exact("passkey").to_owned());
    door.check_signature(desk, account, token, answer).await
}

fn mistakes_of(refused: &Problem, typed: &Typed) -> Mistakes {
    if *refused.kind() != types::WRONG_CODE {
        return Mistakes::of(refused);
    }
    let mut mistakes = Mistakes::default();
    mistakes.add("code", if typed.get("passkey").is_empty() { WRONG_CODE } else { WRONG_SIGNATURE });
    mistakes
}

async fn ask_again(desk: &Desk, staff: &Staff, next: &str, mistakes: Mistakes) -> Result<HttpResponse, Problem> {
    let typed = Typed::default().or("next", next.to_owned());
    let why = "Việc sắp làm ảnh hưởng đến nhiều người, nên cần mã xác thực một lần nữa.";
    let frame = Frame::for_staff("Nhập mã xác thực", staff);
    code_page(desk, staff.account_id, frame, typed, mistakes, "/account/proof", why).await
}

async fn code_page(
    desk: &Desk,
    account_id: AccountId,
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    action: &'static str,
    why: &'static str,
) -> Result<HttpResponse, Problem> {
    let challenge = match desk.read(move |conn, _| passkeys::store::count(conn, account_id)).await? {
        0 => None,
        _ => desk.write(move |conn, desk| passkeys::ask_signature(conn, desk, account_id)).await?,
    };
    let frame = frame.with(&mistakes);
    Ok(page::page(&CodePage { frame, typed, mistakes: mistakes.clone(), action, why, challenge }, &mistakes))
}
