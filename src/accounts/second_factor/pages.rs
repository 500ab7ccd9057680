//! Pages of the second factor: setting it up and taking it away.
use actix_web::HttpResponse;
use actix_web::web::{Data, Form, Path, ServiceConfig, get, post, resource};
use askama::Template;

use super::{Enrolment, Reset, store};
use crate::accounts::door::Door;
use crate::accounts::guesses::Guesser;
use crate::accounts::identity::Staff;
use crate::accounts::sign_in::SignInError;
use crate::accounts::{Account, manage, passkeys, store as accounts};
use crate::db::{DbConn, StoreResult};
use crate::desk::{ClientAddress, Desk};
use crate::ids::AccountId;
use crate::web::form::{Mistakes, Typed};
use crate::web::page::{self, Frame};
use crate::web::problem_types as types;
use crate::web::{Problem, extract};

mod devices;
mod proof;

pub use proof::ask_code;

const OWN_PAGE: &str = "/account/second-factor";
/// Bytes of a form: what a device signs is longer than a code.
const ANSWER_BYTES_MAX: usize = 16_384;
const WRONG_CODE: &str = "Mã không đúng hoặc đã dùng rồi. Chờ ứng dụng hiện mã mới rồi nhập lại.";

#[derive(Template)]
#[template(path = "accounts/second_factor.html")]
struct FactorPage {
    frame: Frame,
    typed: Typed,
    mistakes: Mistakes,
    is_on: bool,
    is_required: bool,
    has_application: bool,
    left: i64,
    enrolment: Option<Enrolment>,
    picture: String,
    codes: Vec<String>,
    passkeys: Vec<devices::Shown>,
    may_have_passkeys: bool,
}

/// Registers the handlers.
pub fn urls(config: &mut ServiceConfig) {
    let small = || extract::form(ANSWER_BYTES_MAX);
    let own = resource(OWN_PAGE).app_data(small());
    config.service(own.route(get().to(factor_page)).route(post().to(post_factor)));
    config.service(resource("/sign-in/code").app_data(small()).route(post().to(proof::post_sign_in_code)));
    let proving = resource("/account/proof").app_data(small());
    config.service(proving.route(get().to(proof::proof_page)).route(post().to(proof::post_proof)));
    config.route("/accounts/{id}/second-factor-reset", post().to(post_reset));
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
    // Whoever finds a browser signed in must not add a device of their own to it.
    if !matches!(typed.get("do"), "codes" | "off") && needs_proof(&desk, &staff).await? {
        return Ok(page::see_other_and_back("/account/proof", OWN_PAGE));
    }
    let codes = match typed.get("do") {
        "begin" => {
            desk.write(move |conn, desk| super::begin(conn, desk, &account)).await?;
            return Ok(page::see_other(OWN_PAGE));
        }
        "confirm" => desk.write(move |conn, desk| super::confirm(conn, desk, &by, &code)).await?,
        "passkey" => return devices::ask(&desk, &staff, account, Mistakes::default()).await,
        "passkey-add" => return devices::add(&desk, &staff, account, &typed).await,
        "passkey-remove" => return devices::remove(&desk, &staff, &typed).await,
        kind @ ("codes" | "off") => match door.check_code(&desk, &account, &Guesser::Address(from), &code).await {
            Ok(()) if kind == "off" && !super::is_required(&desk, staff.role) => {
                desk.write(move |conn, desk| super::remove(conn, desk, Some(&by), by.account_id)).await?;
                return Ok(page::see_other(OWN_PAGE));
            }
            Ok(()) => Some(desk.write(move |conn, desk| super::new_recovery_codes(conn, desk, by.account_id)).await?),
            Err(SignInError::WrongCode) => None,
            Err(error) => return Err(error.into()),
        },
        _ => return Err(Problem::new(&types::MALFORMED)),
    };
    let mut mistakes = Mistakes::default();
    if codes.is_none() {
        mistakes.add("code", WRONG_CODE);
    }
    show(&desk, &staff, mistakes, codes.unwrap_or_default()).await
}

async fn needs_proof(desk: &Desk, staff: &Staff) -> Result<bool, Problem> {
    let id = staff.account_id;
    Ok(desk.read(move |conn, _| super::is_on(conn, id)).await? && !super::is_fresh(desk, staff))
}

async fn show(desk: &Desk, staff: &Staff, mistakes: Mistakes, codes: Vec<String>) -> Result<HttpResponse, Problem> {
    let account = own_account(desk, staff).await?;
    let read = move |conn: &mut DbConn, desk: &Desk| -> StoreResult<_> {
        let has_application = super::has_application(conn, account.id)?;
        let left = store::recovery_codes_left(conn, account.id)?;
        let devices = passkeys::store::of_account(conn, account.id)?;
        Ok((has_application, left, super::begun(conn, desk, &account)?, devices))
    };
    let (has_application, left, enrolment, devices) = desk.read(read).await?;
    let picture = enrolment.as_ref().and_then(|begun| crate::web::qr::svg_of(&begun.address)).unwrap_or_default();
    let template = FactorPage {
        frame: Frame::for_staff("Xác thực hai lớp", staff).with(&mistakes),
        typed: Typed::default(),
        mistakes: mistakes.clone(),
        is_on: has_application || !devices.is_empty(),
        is_required: super::is_required(desk, staff.role),
        has_application,
        left,
        enrolment,
        picture,
        codes,
        passkeys: devices.iter().map(devices::Shown::of).collect(),
        may_have_passkeys: passkeys::are_possible(desk),
    };
    Ok(page::page(&template, &mistakes))
}

async fn own_account(desk: &Desk, staff: &Staff) -> Result<Account, Problem> {
    let id = staff.account_id;
    let found = desk.read(move |conn, _| accounts::find(conn, id)).await?;
    found.ok_or_else(|| Problem::new(&types::SIGN_IN_NEEDED))
}

async fn post_reset(desk: Data<Desk>, staff: Staff, id: Path<AccountId>) -> Result<HttpResponse, Problem> {
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
