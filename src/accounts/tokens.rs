//! Access tokens of the API: signed, short-lived, holding who asks and how far the account reaches.
use chrono::Duration;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::account::{Account, Role};
use super::identity::Staff;
use crate::clock::Timestamp;

/// What a token says.
#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    sid: i64,
    name: String,
    role: Role,
    wards: Vec<String>,
    iat: i64,
    exp: i64,
}

/// A token for an account's sign-in, valid for some minutes.
///
/// # Panics
/// Never: the claims serialise and HMAC takes any key.
pub fn issue(account: &Account, sign_in_id: i64, key: &SecretString, minutes: i64, now: Timestamp) -> String {
    let claims = Claims {
        sub: account.id.to_string(),
        sid: sign_in_id,
        name: account.display_name.clone(),
        role: account.role,
        wards: account.ward_codes.clone(),
        iat: now.unix(),
        exp: (now + Duration::minutes(minutes)).unix(),
    };
    let key = EncodingKey::from_secret(key.expose_secret().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).expect("claims serialise")
}

/// Who a token speaks for; `None` when it is not ours, damaged or too old.
pub fn read(token: &str, key: &SecretString, now: Timestamp) -> Option<Staff> {
    let mut rules = Validation::new(Algorithm::HS256);
    // The library would read the system clock; the age is checked against `now` below.
    rules.validate_exp = false;
    let key = DecodingKey::from_secret(key.expose_secret().as_bytes());
    let claims: Claims = jsonwebtoken::decode(token, &key, &rules).ok()?.claims;
    if claims.exp <= now.unix() {
        return None;
    }
    Some(Staff {
        account_id: claims.sub.parse().ok()?,
        sign_in_id: claims.sid,
        name: claims.name,
        role: claims.role,
        ward_codes: claims.wards,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(hour: u32) -> Timestamp {
        let on = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Timestamp::local(on, chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap())
    }

    #[test]
    fn a_token_speaks_for_its_account_until_it_is_too_old_and_only_with_our_key() {
        let account = Account {
            id: 7,
            login: "hoa".into(),
            display_name: "Hoa".into(),
            role: Role::Dispatcher,
            ward_codes: vec!["11329".into()],
        };
        let key = SecretString::from("k".repeat(32));
        let token = issue(&account, 3, &key, 15, moment(8));
        let staff = read(&token, &key, moment(8)).unwrap();
        assert_eq!((staff.account_id, staff.sign_in_id, staff.role), (7, 3, Role::Dispatcher));
        assert!(read(&token, &key, moment(9)).is_none());
        assert!(read(&token, &SecretString::from("x".repeat(32)), moment(8)).is_none());
        let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.";
        assert!(read(unsigned, &key, moment(8)).is_none());
    }
}
