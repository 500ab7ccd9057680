//! The API's own description (OpenAPI 3.1), put together from what stands at the handlers.
mod refusals;

use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use refusals::Refusals;

use crate::{accounts, audit, booking, cases, families, places, planning, teams, visits};

/// Where the description is served.
pub const ADDRESS: &str = "/api/v1/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lưu Động API",
        description = "Home visits for citizen-ID cards: cases, duties, plans, rosters. Refusals are RFC 9457 problems in Vietnamese with stable types (see /problems/{code}). Every POST takes an Idempotency-Key; what people edit has an ETag and wants If-Match."
    ),
    modifiers(&Schemes, &Refusals),
    paths(
        accounts::api::sign_in,
        accounts::api::renew,
        accounts::api::sign_out,
        accounts::api::me,
        accounts::manage::api::list,
        families::rights::api::rights_requests,
        families::rights::api::record_rights_request,
        families::rights::api::step_of_rights_request,
        accounts::manage::api::add,
        accounts::manage::api::show,
        accounts::manage::api::change_one,
        accounts::manage::api::reset,
        accounts::manage::api::sign_ins_of,
        accounts::manage::api::end_sign_ins,
        audit::api::entries,
        accounts::manage::api::own_sign_ins,
        accounts::manage::api::end_own_sign_in,
        accounts::manage::api::change_password,
        places::api::search_wards,
        places::api::read_ward,
        places::api::search_old_wards,
        families::api::notice::notice_of_ward,
        teams::half_day::api::read_calendar,
        cases::fees::api::list_fees,
        teams::api::list_officers,
        teams::api::post_officer,
        teams::api::list_kits,
        teams::api::post_kit,
        teams::api::list_teams,
        teams::api::post_team,
        teams::duty::api::list_duties,
        teams::duty::api::post_duty,
        teams::duty::api::read_duty,
        booking::api::duties::preview_change,
        booking::api::duties::patch_duty,
        booking::api::duties::post_cancellation,
        teams::half_day::api::list_half_days,
        teams::half_day::api::post_half_day,
        cases::api::file_case,
        cases::api::list,
        cases::api::show,
        visits::api::correcting::correct_case,
        booking::api::deciding::decide_case,
        visits::api::visits_of_case,
        visits::api::withdraw_case,
        visits::api::rosters,
        visits::api::reporting::report_event,
        visits::api::reporting::report_outcome,
        visits::api::reporting::undo_report,
        visits::api::limiting::limit_case,
        visits::api::calls::calls,
        visits::api::calls::tick_off_call,
        booking::api::offers_of_case,
        booking::api::post_booking,
        booking::api::book_half_day,
        booking::api::give_half_day_back,
        booking::api::inquiries::offers_of_inquiry,
        booking::api::holds::hold_half_day,
        booking::api::holds::extend_hold,
        booking::api::holds::give_up_hold,
        booking::unapproved::api::unapproved_bookings,
        booking::waiting::api::waiting_list,
        booking::waiting::api::turn_of_case,
        booking::invitations::api::accept_invitation,
        booking::invitations::api::refuse_invitation,
        families::api::data::data_of_case,
        families::api::checks::check_claim,
        families::api::feedback::read_feedback,
        planning::api::add,
        planning::api::list,
        planning::api::show,
        planning::api::stop,
        planning::api::publish_run,
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
