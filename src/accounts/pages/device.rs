//! Browsers on which an account signed in before: a cookie that opens nothing, but whose holder is not slowed down by
//! those who guess at the account from elsewhere.
use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use data_encoding::HEXLOWER;

use crate::accounts::guesses::Guesser;
use crate::desk::{ClientAddress, Desk};
use crate::sealed::is_same;
use crate::web::cookies;

/// Who guesses at this login with this request.
pub fn guesser(request: &HttpRequest, desk: &Desk, login: &str, from: ClientAddress) -> Guesser {
    let known = cookies::value(request, desk, &cookie_name(desk, login)).and_then(|cookie| {
        let (number, signed) = cookie.split_once('.')?;
        is_same(&signature(desk, login, number), signed).then(|| number.to_owned())
    });
    known.map_or(Guesser::Address(from), Guesser::KnownDevice)
}

/// The cookie for a browser on which this login's password was right.
pub fn cookie(desk: &Desk, login: &str) -> Cookie<'static> {
    let number = HEXLOWER.encode(&desk.dice.bytes::<8>());
    let signed = signature(desk, login, &number);
    cookies::build(desk, &cookie_name(desk, login), format!("{number}.{signed}"))
        .max_age(actix_web::cookie::time::Duration::days(desk.settings.accounts.known_device_days))
        .finish()
}

/// Colleagues who share a browser have a cookie each; its name does not say whose it is.
fn cookie_name(desk: &Desk, login: &str) -> String {
    format!("luudong_device_{}", &desk.vault.lookup("known device", &[login])[..8])
}

fn signature(desk: &Desk, login: &str, number: &str) -> String {
    HEXLOWER.encode(&desk.vault.key("known device", &[login]).mac(&[number])[..16])
}
