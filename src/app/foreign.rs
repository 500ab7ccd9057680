//! Cross-site request forgery: forms that another origin makes a browser send are refused by `Sec-Fetch-Site` and
//! `Origin`.
use actix_web::dev::ServiceRequest;

use super::is_page;
use crate::web::Problem;
use crate::web::problem_types as types;

/// A form that another site made the browser send; the cookie is `SameSite=Strict`, this is the second lock.
pub fn refuse_foreign_form(request: &ServiceRequest) -> Result<(), Problem> {
    if request.method() != "POST" || !is_page(request.path()) {
        return Ok(());
    }
    let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let foreign = match (text("sec-fetch-site"), text("origin"), text("host")) {
        (Some(site), _, _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split("//").nth(1) != Some(host),
        _ => false,
    };
    if foreign { Err(Problem::new(&types::FOREIGN_FORM)) } else { Ok(()) }
}
