//! Pages of the second factor: setting it up, giving a code while signing in, giving one again before what is grave.
use actix_web::web::{Data, Form, Path, Query, ServiceConfig, get, post, resource};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{Enrolment, Reset, store};
use crate::accounts::api::CREDENTIALS_BYTES_MAX;
use crate::accounts::door::Door;
use crate::accounts::guesses::Guesser;
use crate::accounts::identity::{Identity, Staff};
use crate::accounts::{Account, manage, pages, store as accounts};
use crate::db::{DbConn, StoreResult};
use crate::web::client_address::ClientAddress;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Desk, Problem, extract};

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
struct FactorPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    is_on: bool,
    is_required: bool,
    left: i64,
    enrolment: Option<Enrolment>,
    picture: String,
    codes: Vec<String>,
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodePage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    action: &'static str,
    why: &'static str,
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    let small = || extract::form(CREDENTIALS_BYTES_MAX);
    config.service(resource("/sign-in/code").app_data(small()).route(post().to(post_sign_in_code)));
    let own = resource("/account/second-factor").app_data(small());
    config.service(own.route(get().to(factor_page)).route(post().to(post_factor)));
    let proof = resource("/account/proof").app_data(small());
    config.service(proof.route(get().to(proof_page)).route(post().to(post_proof)));
    config.route("/accounts/{id}/second-factor-reset", post().to(post_reset));
}

/// The page that asks for the code of somebody whose password was right.
pub fn ask_code(ticket: String, next: &str, mistakes: Mistakes) -> HttpResponse {
    let typed = Typed::default().or("ticket", ticket).or("next", next.to_owned());
    let why = "Mở ứng dụng xác thực trên điện thoại và nhập 6 chữ số đang hiện.";
    code_page(Frame::new("Nhập mã xác thực"), typed, mistakes, "/sign-in/code", why)
}

async fn post_sign_in_code(
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
    let Some(id) = super::account_of(&desk, &ticket) else { return Ok(too_late()) };
    let proven = desk.read(move |conn, _| accounts::find_proven(conn, id)).await?;
    let genuine = proven.filter(|proven| super::is_genuine(&desk, &ticket, proven.password.as_stored()));
    let Some(proven) = genuine else { return Ok(too_late()) };
    let who = pages::guesser_of(&request, &desk, &proven.account.login, from);
    match door.check_code(&desk, &proven.account, &who, typed.get("code")).await {
        Ok(()) => pages::enter(&desk, earlier, proven, typed.get("next"), true).await,
        Err(refused) => {
            let mut page = ask_code(ticket, typed.get("next"), mistakes_of(&refused));
            refused.tell_wait(&mut page);
            Ok(page)
        }
    }
}

async fn factor_page(desk: Data<Desk>, staff: Staff) -> Result<HttpResponse, Problem> {
    show(&desk, &staff, Mistakes::default(), Vec::new()).await
}

async fn post_factor(
    desk: Data<Desk>,
    door: Data<Door>,
    staff: Staff,
    from: ClientAddress,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let (account, by) = (own_account(&desk, &staff).await?, staff.clone());
    let code = typed.get("code").to_owned();
    let mut mistakes = Mistakes::default();
    let codes = match typed.get("do") {
        "begin" => {
            desk.write(move |conn, desk| super::begin(conn, desk, &account)).await?;
            return Ok(page::see_other("/account/second-factor"));
        }
        "confirm" => desk.write(move |conn, desk| super::confirm(conn, desk, &by, &code)).await?,
        kind @ ("codes" | "off") => match door.check_code(&desk, &account, &Guesser::Address(from), &code).await {
            Ok(()) if kind == "off" && !super::is_required(&desk, staff.role) => {
                desk.write(move |conn, desk| super::remove(conn, desk, Some(&by), by.account_id)).await?;
                return Ok(page::see_other("/account/second-factor"));
            }
            Ok(()) => Some(desk.write(move |conn, desk| super::new_recovery_codes(conn, desk, by.account_id)).await?),
            Err(refused) if refused.kind().status == 401 => None,
            Err(refused) => return Err(refused),
        },
        _ => return Err(Problem::new(&types::MALFORMED)),
    };
    if codes.is_none() {
        mistakes.add("code", WRONG_CODE);
    }
    show(&desk, &staff, mistakes, codes.unwrap_or_default()).await
}

const WRONG_CODE: &str = "Mã không đúng hoặc đã dùng rồi. Chờ ứng dụng hiện mã mới rồi nhập lại.";

fn mistakes_of(refused: &Problem) -> Mistakes {
    if *refused.kind() != types::WRONG_CODE {
        return Mistakes::of(refused);
    }
    let mut mistakes = Mistakes::default();
    mistakes.add("code", WRONG_CODE);
    mistakes
}

async fn show(desk: &Desk, staff: &Staff, mistakes: Mistakes, codes: Vec<String>) -> Result<HttpResponse, Problem> {
    let account = own_account(desk, staff).await?;
    let read = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        let is_on = store::find(conn, account.id)?.is_some_and(|factor| factor.confirmed_at.is_some());
        Ok((is_on, store::recovery_codes_left(conn, account.id)?, super::begun(conn, desk, &account)?))
    };
    let (is_on, left, enrolment) = desk.read(read).await?;
    let picture = enrolment.as_ref().and_then(|begun| crate::web::qr::svg_of(&begun.address)).unwrap_or_default();
    let template = FactorPage {
        frame: Frame::for_staff("Xác thực hai lớp", staff).with(&mistakes),
        typed: Typed::default(),
        mistakes: mistakes.clone(),
        is_on,
        is_required: super::is_required(desk, staff.role),
        left,
        enrolment,
        picture,
        codes,
    };
    Ok(page::page(&template, &mistakes))
}

async fn own_account(desk: &Desk, staff: &Staff) -> Result<Account, Problem> {
    let id = staff.account_id;
    let found = desk.read(move |conn, _| accounts::find(conn, id)).await?;
    found.ok_or_else(|| Problem::new(&types::SIGN_IN_NEEDED))
}

async fn proof_page(staff: Staff, wanted: Query<Next>) -> HttpResponse {
    ask_again(&staff, &wanted.next, Mistakes::default())
}

async fn post_proof(
    desk: Data<Desk>,
    door: Data<Door>,
    staff: Staff,
    from: ClientAddress,
    given: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, Problem> {
    let typed = Typed::new(given.into_inner());
    let account = own_account(&desk, &staff).await?;
    let next = if page::is_own(typed.get("next")) { typed.get("next").to_owned() } else { "/".to_owned() };
    match door.check_code(&desk, &account, &Guesser::Address(from), typed.get("code")).await {
        Ok(()) => {
            desk.write(move |conn, desk| store::note_proof(conn, staff.sign_in_id, desk.now())).await?;
            Ok(page::see_other(&next))
        }
        Err(refused) => {
            let mut page = ask_again(&staff, &next, mistakes_of(&refused));
            refused.tell_wait(&mut page);
            Ok(page)
        }
    }
}

fn ask_again(staff: &Staff, next: &str, mistakes: Mistakes) -> HttpResponse {
    let typed = Typed::default().or("next", next.to_owned());
    let why = "Việc sắp làm ảnh hưởng đến nhiều người, nên cần mã xác thực một lần nữa.";
    code_page(Frame::for_staff("Nhập mã xác thực", staff), typed, mistakes, "/account/proof", why)
}

fn code_page(frame: Frame, typed: Typed, mistakes: Mistakes, action: &'static str, why: &'static str) -> HttpResponse {
    let frame = frame.with(&mistakes);
    page::page(&CodePage { frame, typed, mistakes: mistakes.clone(), action, why }, &mistakes)
}

async fn post_reset(desk: Data<Desk>, staff: Staff, id: Path<i64>) -> Result<HttpResponse, Problem> {
    let (id, by) = (*id, staff.clone());
    let done = desk.write(move |conn, desk| super::reset(conn, desk, &by, id)).await?;
    let said = match done {
        Reset::Done => return Ok(page::see_other(&format!("/accounts/{id}"))),
        Reset::Asked => Ok("Đã ghi nhận. Một quản trị viên khác bấm cùng nút này trong 24 giờ thì mới đặt lại."),
        Reset::NotAlone => Err("Cần quản trị viên khác: không ai tự đặt lại cho mình, và một người không bấm hai lần."),
        Reset::None => Err("Tài khoản này không dùng xác thực hai lớp."),
    };
    manage::pages::tell(&desk, &staff, id, said).await
}
