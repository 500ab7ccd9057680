//! Who may ask, from the permissions of the table of URLs.
use serde_json::{Value, json};

use super::operations::Operation;
use crate::accounts::Permission;
use crate::cases::api::SECRET_HEADER;
use crate::urls;

/// Open to everybody; who signs in is known by name, sees more or may do it for a household.
const MORE_FOR_STAFF: &[(&str, &str)] =
    &[("POST", "/api/v1/cases"), ("POST", "/api/v1/bookings"), ("POST", "/api/v1/offers"), ("POST", "/api/v1/holds")];

/// The ways to say who asks.
pub fn schemes() -> Value {
    json!({
        "bearer": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "Staff: `access_token` of `POST /api/v1/sign-ins`.",
        },
        "case_secret": {
            "type": "apiKey", "in": "header", "name": SECRET_HEADER,
            "description": "Families: `secret` of the answer to their filed case. It opens that case and no other.",
        },
    })
}

/// Says who may ask for an operation: each element alone is enough.
pub fn describe(operation: &mut Operation<'_>) {
    let bearer = json!({"bearer": []});
    let enough = match operation.url.2 {
        Permission::Public if urls::is_opened_by_secret(operation.url.1) => json!([bearer, {"case_secret": []}]),
        Permission::Public if operation.is_among(MORE_FOR_STAFF) => json!([{}, bearer]),
        Permission::Public => json!([]),
        _ => json!([bearer]),
    };
    operation.told["security"] = enough;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::operations::stale;

    #[test]
    fn every_row_is_about_a_url_of_the_table() {
        assert_eq!(stale(MORE_FOR_STAFF.iter().copied()), []);
    }
}
