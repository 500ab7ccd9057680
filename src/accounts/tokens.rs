//! Access tokens of the API: signed, short-lived, naming an account and one of its sign-ins and nothing else. What the
//! account may do is read from the database with each request.
use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{AccountId, SignInId};

/// Who signs tokens, and whom they are for.
const ISSUER: &str = "luudong";
const AUDIENCE: &str = "luudong-api";

/// What a token says (RFC 7519).
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: SignInId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Whom a good token names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// The account's number.
    pub account_id: AccountId,
    /// The sign-in's number.
    pub sign_in_id: SignInId,
}

/// A token for an account's sign-in, valid for some minutes.
///
/// # Panics
/// Never: the claims serialise and HMAC takes any key.
pub fn issue(account_id: AccountId, sign_in_id: SignInId, key: &SecretString, minutes: i64, now: Timestamp) -> String {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: account_id.to_string(),
        sid: sign_in_id,
        iat: now.unix(),
        nbf: now.unix(),
        exp: (now + Duration::minutes(minutes)).unix(),
    };
    let key = EncodingKey::from_secret(key.expose_secret().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).expect("claims serialise")
}

/// Whom a token names; `None` when it is not ours, not for us, damaged, too young or too old.
pub fn read(token: &str, key: &SecretString, now: Timestamp) -> Option<Bearer> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    rules.set_required_spec_claims(&["iss", "aud", "sub", "nbf", "exp"]);
    // The library would read the system clock; the age is checked against `now` below.
    (rules.validate_exp, rules.validate_nbf) = (false, false);
    let key = DecodingKey::from_secret(key.expose_secret().as_bytes());
    let claims: Claims = jsonwebtoken::decode(token, &key, &rules).ok()?.claims;
    if claims.exp <= now.unix() || claims.nbf > now.unix() {
        return None;
    }
    Some(Bearer { account_id: claims.sub.parse().ok()?, sign_in_id: claims.sid })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(hour: u32) -> Timestamp {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Timestamp::local(on, chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap())
    }

    #[test]
    fn a_token_names_its_sign_in_until_it_is_too_old_and_only_with_our_key() {
        let key = SecretString::from("k".repeat(32));
        let token = issue(AccountId(7), SignInId(3), &key, 15, moment(8));
        assert_eq!(read(&token, &key, moment(8)), Some(Bearer { account_id: AccountId(7), sign_in_id: SignInId(3) }));
        assert!(read(&token, &key, moment(9)).is_none(), "too old");
        assert!(read(&token, &key, moment(7)).is_none(), "too young");
        assert!(read(&token, &SecretString::from("x".repeat(32)), moment(8)).is_none());
        let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.";
        assert!(read(unsigned, &key, moment(8)).is_none());
    }

    #[test]
    fn a_token_of_another_program_with_our_key_is_none_of_ours() {
        let key = SecretString::from("k".repeat(32));
        let signed = |iss: &str, aud: &str| {
            let (iss, aud, now) = (iss.to_owned(), aud.to_owned(), moment(8).unix());
            let claims = Claims { iss, aud, sub: "7".to_owned(), sid: SignInId(3), iat: now, nbf: now, exp: now + 900 };
            let key = EncodingKey::from_secret(key.expose_secret().as_bytes());
            jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap()
        };
        assert!(read(&signed(ISSUER, AUDIENCE), &key, moment(8)).is_some());
        assert!(read(&signed("another", AUDIENCE), &key, moment(8)).is_none());
        assert!(read(&signed(ISSUER, "another"), &key, moment(8)).is_none());
    }
}
