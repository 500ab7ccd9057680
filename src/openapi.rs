//! The API's own description (OpenAPI 3.1), put together from what stands at the handlers.
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::accounts;

/// Where the description is served.
pub const ADDRESS: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lưu Động API",
        description = "Home visits for citizen-ID cards: cases, duties, plans, rosters. Refusals are RFC 9457 problems in Vietnamese with stable types (see /problems/{code}). Every POST takes an Idempotency-Key; what people edit has an ETag and wants If-Match."
    ),
    modifiers(&Schemes),
    paths(
        accounts::api::sign_in,
        accounts::api::renew,
        accounts::api::sign_out,
        accounts::api::me,
        accounts::api::list,
        accounts::api::add,
    )
)]
struct Description;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        components.add_security_scheme("bearer", bearer);
        let secret = ApiKey::Header(ApiKeyValue::new("X-Case-Secret"));
        components.add_security_scheme("case_secret", SecurityScheme::ApiKey(secret));
    }
}

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// The pages that show it, without anything from outside.
pub fn swagger_ui() -> SwaggerUi {
    SwaggerUi::new("/docs/{_:.*}").config(Config::from(ADDRESS))
}
