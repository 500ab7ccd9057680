//! A form is done once and answered as often as it is sent ([`SentForm`]).
use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::body::MessageBody;

use super::{ASK_AGAIN, types};
use crate::db::StoreResult;
use crate::desk::Desk;
use crate::idempotency::{self, Answer, IdempotencyKey, PATIENCE, SentForm, Stage};
use crate::web::Problem;

/// What is known when a form comes in.
pub enum TakenForm {
    /// It is to be done.
    New(SentForm),
    /// It was done before, with this answer.
    Answered(HttpResponse),
}

impl Desk {
    /// Takes a form in hand when its repeats have ended, or gives the answer that one of them got.
    ///
    /// # Errors
    /// 409 when a repeat takes too long, or when its answer is lost.
    pub async fn take_form(&self, key: IdempotencyKey) -> Result<TakenForm, Problem> {
        let held = self.running.take(key.clone()).await.ok_or_else(received)?;
        if let Some(answer) = self.answer_of_form(&key).await? {
            return Ok(TakenForm::Answered(answer.into_response()));
        }
        Ok(TakenForm::New(SentForm::begin(held)))
    }

    /// Ends the work on a form: keeps its answer for who sends it again. A refusal is not kept, so that the same may be
    /// tried again; neither is the answer to what wrote nothing, which is found anew.
    pub async fn end_form(&self, form: &SentForm, response: HttpResponse) -> HttpResponse {
        let ended = match form.stage() {
            Stage::Open | Stage::Answered => Ok(response),
            Stage::Awaited | Stage::Late => match self.answer_of_form(form.key()).await {
                Ok(answer) => answer.map(Answer::into_response).ok_or_else(received),
                Err(problem) => Err(problem),
            },
            Stage::Claimed => {
                let (response, answer) = Answer::read(response);
                self.keep(form.key().clone(), answer).await;
                Ok(response)
            }
        };
        form.end();
        ended.unwrap_or_else(HttpResponse::from_error)
    }

    /// The work is stored already: when its answer cannot be kept, it is given all the same.
    async fn keep(&self, key: IdempotencyKey, answer: Option<Answer>) {
        let kept = self.write(move |conn, desk| -> StoreResult<()> {
            let Some(answer) = &answer else {
                return idempotency::give_up(conn, &key);
            };
            idempotency::keep(conn, &desk.vault, &key, answer, desk.now())
        });
        if let Err(error) = kept.await {
            tracing::error!(%error, "the answer to a form could not be kept");
        }
    }

    /// The answer that this very form got. One that is claimed and not answered is waited for a while: another process is
    /// at work on it, or has died.
    async fn answer_of_form(&self, key: &IdempotencyKey) -> Result<Option<Answer>, Problem> {
        let begun = Instant::now();
        loop {
            let asked = key.clone();
            let found = self.read(move |conn, _| idempotency::find(conn, &asked)).await?;
            match found.filter(|(request_hash, _)| *request_hash == key.request_hash) {
                None => return Ok(None),
                Some((_, Some(sealed))) => {
                    let answer = self.vault.unseal(&sealed).map_err(crate::db::StoreError::from)?;
                    return Ok(Some(answer));
                }
                Some((_, None)) if begun.elapsed() > PATIENCE => return Err(received()),
                Some((_, None)) => tokio::time::sleep(ASK_AGAIN).await,
            }
        }
    }
}

impl Answer {
    /// What a handler answered to a form, word for word; none of a refusal.
    fn read(response: HttpResponse) -> (HttpResponse, Option<Self>) {
        let status = response.status();
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        let headers: Option<Vec<_>> = headers.collect();
        let (head, body) = response.into_parts();
        let (page, body) = match body.try_into_bytes() {
            Ok(bytes) => (String::from_utf8(bytes.to_vec()).ok(), bytes.boxed()),
            Err(body) => (None, body),
        };
        let answer = match (headers, page) {
            (Some(headers), Some(page)) if !(status.is_client_error() || status.is_server_error()) => {
                let page = Some(page).filter(|page| !page.is_empty());
                Some(Self { status: status.as_u16(), headers, page, ..Self::empty() })
            }
            _ => None,
        };
        (head.set_body(body), answer)
    }
}

fn received() -> Problem {
    Problem::new(&types::FORM_SENT)
}
