//! The API's own description (OpenAPI 3.1): what stands at the handlers, completed from the tables that the code uses.
mod answers;
mod bounds;
mod examples;
mod headers;
mod operations;
mod refusals;
mod security;

use std::sync::LazyLock;

use serde_json::Value;
use utoipa::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::web::problem::ProblemBody;
use crate::{accounts, audit, booking, cases, exports, families, geography, lists, planning, teams, visits, worklist};

/// Where the description is served.
pub const ADDRESS: &str = "/api/v1/openapi.json";

/// Where people read it.
pub const PAGES: &str = "/docs/";

static DOCUMENT: LazyLock<Value> = LazyLock::new(complete);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Lưu Động API",
        description = "Home visits for citizen-ID cards: cases, duties, plans, rosters.\n\nRefusals are RFC 9457 problems in Vietnamese with stable types; `/problems` lists them, and `x-problem-types` names those of each answer. A POST that stores something takes an `Idempotency-Key`; what people edit has an `ETag` and wants `If-Match`. Dates are days in Việt Nam, moments are RFC 3339 in UTC. The main job step by step, in curl and Python: `docs/guide.md`.",
        license(name = "All rights reserved", identifier = "LicenseRef-All-Rights-Reserved"),
        contact(name = "Whoever runs this server: see SECURITY.md")
    ),
    servers((url = "/", description = "This server")),
    tags(
        (name = "accounts", description = "Signing in, one's own password and sign-ins; for admins the accounts of others."),
        (name = "audit", description = "The log of looks and changes."),
        (name = "booking", description = "Half-days: which can be had, keeping, taking, moving and giving them back."),
        (name = "calendar", description = "Working days."),
        (name = "cases", description = "What households ask for: filing, reading, correcting, deciding; what it costs."),
        (name = "families", description = "Is this visit real? What families said, what they ask about their data, remarks to the office, lost secrets."),
        (name = "lists", description = "Lists of households that come in as files, and lists that are taken away."),
        (name = "places", description = "Wards of today, what old addresses mean, and the notice board of a ward."),
        (name = "planning", description = "Planning runs: compute a proposal, read it, publish it."),
        (name = "teams", description = "Officers, kits, teams, their duties, and half-days opened against the calendar."),
        (name = "visits", description = "Where a case stands, rosters, reports from the door, and whom to call."),
        (name = "waiting list", description = "Who waits in which order, and the places that are kept for them."),
    ),
    components(schemas(ProblemBody)),
    paths(
        accounts::api::sign_in,
        accounts::api::renew,
        accounts::api::sign_out,
        accounts::api::me,
        accounts::manage::api::list,
        families::rights::api::rights_requests,
        families::remarks::api::list_remarks,
        families::remarks::api::leave_remark,
        families::remarks::api::step_of_remark,
        families::secrets::api::lost_secret,
        families::secrets::api::new_secret,
        cases::api::answering::answer_question,
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
        geography::api::search_wards,
        geography::api::read_ward,
        geography::api::search_old_wards,
        families::notice::api::notice_of_ward,
        teams::half_day::api::read_calendar,
        cases::fees::api::list_fees,
        teams::api::list_officers,
        teams::api::post_officer,
        teams::api::absences::read_officer,
        booking::api::resources::patch_officer,
        teams::api::absences::retire,
        teams::api::absences::bring_back,
        teams::api::absences::post_leave,
        teams::api::absences::delete_leave,
        teams::api::list_kits,
        teams::api::post_kit,
        teams::api::absences::read_kit,
        teams::api::absences::patch_kit,
        teams::api::absences::post_outage,
        teams::api::absences::delete_outage,
        teams::api::list_teams,
        teams::api::post_team,
        booking::api::resources::read_team,
        booking::api::resources::preview_team,
        booking::api::resources::patch_team,
        teams::api::copies::post_copy,
        teams::duty::api::list_duties,
        teams::duty::api::post_duty,
        teams::duty::api::read_duty,
        booking::api::duties::list_loads,
        booking::api::duties::preview_change,
        booking::api::duties::patch_duty,
        booking::api::duties::post_cancellation,
        booking::api::hand::post_edit,
        booking::api::hand::undo_edit,
        booking::api::hand::redo_edit,
        booking::api::hand::show_alternatives,
        teams::half_day::api::list_half_days,
        teams::half_day::api::post_half_day,
        cases::api::file_case,
        cases::api::list,
        cases::api::show,
        booking::api::correcting::correct_case,
        booking::api::correcting::correct_person,
        booking::api::correcting::add_person,
        booking::api::joining::join_cases,
        cases::api::noting::note_about_case,
        visits::api::telling::send_again,
        booking::api::deciding::decide_case,
        visits::api::visits_of_case,
        visits::api::withdraw_case,
        visits::api::rosters,
        visits::api::reporting::report_event,
        visits::api::reporting::report_outcome,
        visits::api::reporting::undo_report,
        visits::api::limiting::limit_case,
        visits::api::preferring::set_preference,
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
        worklist::api::worklist,
        exports::api::post_export,
        lists::api::post_list,
        lists::api::read_list,
        lists::api::choose_columns,
        lists::api::correct_row,
        lists::api::confirm_list,
        lists::api::undo_list,
        booking::waiting::api::waiting_list,
        booking::waiting::api::turn_of_case,
        booking::invitations::api::accept_invitation,
        booking::invitations::api::refuse_invitation,
        families::follow::api::data_of_case,
        families::check::api::check_claim,
        families::feedback::api::read_feedback,
        planning::api::add,
        planning::api::list,
        planning::api::show,
        planning::api::promise_risk::show,
        planning::api::stop,
        planning::api::publish_run,
    )
)]
struct Description;

/// The document.
pub fn document() -> &'static Value {
    &DOCUMENT
}

fn complete() -> Value {
    let mut document = serde_json::to_value(Description::openapi()).unwrap_or_default();
    answers::name_rows(&mut document);
    document["components"]["securitySchemes"] = security::schemes();
    let schemas = document["components"]["schemas"].clone();
    operations::each(&mut document, |mut operation| {
        security::describe(&mut operation);
        refusals::describe(&mut operation);
        headers::describe(&mut operation);
        answers::describe(&mut operation, &schemas);
        examples::describe(&mut operation);
    });
    bounds::describe(&mut document);
    document
}

/// The pages that show it, without anything from outside.
pub fn swagger_ui() -> SwaggerUi {
    SwaggerUi::new("/docs/{_:.*}").config(Config::from(ADDRESS))
}
