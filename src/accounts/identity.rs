//! Who asks: nobody in particular, or a member of staff by bearer token (API) or cookie (pages).
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::account::{Account, Role};
use super::sign_in::store;
use super::tokens;
use crate::clock::Timestamp;
use crate::desk::Desk;
use crate::ids::{AccountId, SignInId};
use crate::sealed::secret_hash;
use crate::web::navigation::Screen;
use crate::web::problem_types as types;
use crate::web::{Problem, cookies};

/// The cookie of a browser's sign-in.
const COOKIE: &str = "luudong_sign_in";

/// A member of staff who asks.
#[derive(Clone, Debug)]
pub struct Staff {
    /// The account's number.
    pub account_id: AccountId,
    /// The sign-in's number.
    pub sign_in_id: SignInId,
    /// Name that colleagues see.
    pub name: String,
    /// What the account may do.
    pub role: Role,
    /// Wards it is limited to; empty = all.
    pub ward_codes: Vec<String>,
    /// Somebody else chose the password: nothing is open but the change of it.
    pub password_is_temporary: bool,
    /// When this sign-in last gave a code of the second factor; none: it came in by password alone.
    pub proven_at: Option<Timestamp>,
    /// What they look at; empty over JSON.
    pub screen: Arc<Screen>,
}

/// Who asks.
#[derive(Clone, Debug)]
pub enum Identity {
    /// The public, families included; a case's secret opens that case only.
    Public,
    /// Staff.
    Staff(Staff),
}

impl Identity {
    /// Works out who asks, from the bearer token, or on pages from the cookie; rights are read from the database each
    /// time, so that they end when they are taken away. The API knows no cookie: a browser sends
    /// it along with whatever another site makes it send, and only pages look where a form comes from.
    ///
    /// # Errors
    /// 401 for a bearer token that is not valid any more. A stale cookie is nobody in particular.
    pub async fn of(request: &ServiceRequest, desk: &Desk, is_page: bool) -> Result<Self, Problem> {
        if let Some(token) = bearer(request) {
            let refused = || Problem::new(&types::SIGN_IN_NEEDED);
            let bearer = tokens::read(&token, &desk.settings.keys.token_key, desk.now()).ok_or_else(refused)?;
            let live = desk.read(move |conn, desk| store::find(conn, bearer.sign_in_id, bearer.account_id, desk.now()));
            let live = live.await?.ok_or_else(refused)?;
            return Ok(Self::Staff(Staff { proven_at: live.proven_at, ..Staff::of(live.account, live.id) }));
        }
        let Some(cookie) = cookies::value(request.request(), desk, COOKIE).filter(|_| is_page) else {
            return Ok(Self::Public);
        };
        let token_hash = secret_hash(&cookie);
        let found = desk.read(move |conn, desk| store::find_by_token(conn, &token_hash, desk.now())).await?;
        Ok(found.map_or(Self::Public, |sign_in| {
            Self::Staff(Staff { proven_at: sign_in.proven_at, ..Staff::of(sign_in.account, sign_in.id) })
        }))
    }

    /// The name under which idempotency keys of this requester are kept.
    pub fn requester(&self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::Staff(staff) => format!("account:{}", staff.account_id),
        }
    }
}

impl Staff {
    /// Staff by an account's sign-in.
    pub fn of(account: Account, sign_in_id: SignInId) -> Self {
        Self {
            account_id: account.id,
            sign_in_id,
            name: account.display_name,
            role: account.role,
            ward_codes: account.ward_codes,
            password_is_temporary: account.password_is_temporary,
            proven_at: None,
            screen: Arc::default(),
        }
    }
}

impl FromRequest for Identity {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let left_by_guard = request.extensions().get::<Self>().cloned();
        ready(Ok(left_by_guard.unwrap_or(Self::Public)))
    }
}

impl FromRequest for Staff {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(match request.extensions().get::<Identity>() {
            Some(Identity::Staff(staff)) => Ok(staff.clone()),
            _ => Err(Problem::new(&types::SIGN_IN_NEEDED)),
        })
    }
}

/// The cookie of a browser's sign-in: not readable by scripts, not sent from other sites.
pub fn cookie(token: String, desk: &Desk) -> Cookie<'static> {
    let hours = desk.settings.accounts.sign_in_hours;
    cookies::build(desk, COOKIE, token).max_age(actix_web::cookie::time::Duration::hours(hours)).finish()
}

/// A cookie that takes the sign-in's one away.
pub fn no_cookie(desk: &Desk) -> Cookie<'static> {
    cookies::removal(desk, COOKIE)
}

fn bearer(request: &ServiceRequest) -> Option<String> {
    let given = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}
