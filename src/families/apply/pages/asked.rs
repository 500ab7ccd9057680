//! A question that is asked, and where its pages lead.
use actix_web::HttpResponse;

use crate::cases::CaseTables;
use crate::desk::Desk;
use crate::families::apply::mistakes::Reading;
use crate::families::apply::order::Step;
use crate::families::apply::pages::gone;
use crate::families::apply::{Answers, order};
use crate::idempotency::IdempotencyKey;
use crate::sealed::secret_hash;
use crate::web::page;
use crate::web::{Problem, View};

/// What a page of a question is made from.
pub(super) struct Asking<'a> {
    pub tables: &'a CaseTables,
    pub draft: &'a str,
    pub answers: Answers,
    pub reading: Reading,
    pub step: Step,
    pub change: bool,
}

/// From the page that sums up and back to it, unless the answer made new questions apply.
pub(super) fn after_change(before: &Answers, answers: &Answers, reading: &Reading) -> Option<Step> {
    let (known, path) = (order::path(before), order::path(answers));
    let new = path.iter().find(|step| !known.contains(step)).copied();
    new.or_else(|| reading.first_open(answers)).or(path.last().copied())
}

/// To a question.
pub(super) fn to(draft: &str, step: Step, change: bool) -> HttpResponse {
    let change = if change { "?change=1" } else { "" };
    page::see_other(&format!("/apply/{draft}/{}{change}", step.key()))
}

/// To a page whose answer is to be put right. The browser's way back never asks whether to send a form again.
pub(super) fn to_mistakes(draft: &str, step: Step, change: bool) -> HttpResponse {
    let change = if change { "&change=1" } else { "" };
    page::see_other(&format!("/apply/{draft}/{}?wrong=1{change}", step.key()))
}

/// Sending a draft is one request, however often the button is pressed and wherever.
pub(super) fn key_of(desk: &Desk, draft: &str) -> Option<IdempotencyKey> {
    Some(IdempotencyKey::named(&desk.vault, "public", "/apply", &secret_hash(draft)))
}

pub(super) async fn sent_before_or_gone(desk: &Desk, view: View, draft: &str) -> Result<HttpResponse, Problem> {
    let before = desk.answered_before(key_of(desk, draft)).await?;
    Ok(before.unwrap_or_else(|| gone(desk, view)))
}
