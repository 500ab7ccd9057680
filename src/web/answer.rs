//! What a POST answers, kept under the requester's `Idempotency-Key` in the transaction of the fact itself.
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};

use super::Problem;
use super::problem_types as types;
use crate::clock::Timestamp;
use crate::db::{DbConn, Share, StoreError};
use crate::desk::Desk;
use crate::idempotency::{self, Answer, HeldKey, IdempotencyKey, PATIENCE};
use crate::sealed::Sealed;

mod keyed;
mod sent_form;
pub use keyed::Requester;
pub use sent_form::TakenForm;

/// How soon it is asked again whether a repeat of another process has ended.
pub(super) const ASK_AGAIN: Duration = Duration::from_millis(50);

impl Answer {
    /// As HTTP.
    pub fn into_response(self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        if let Some(location) = self.location {
            response.insert_header((header::LOCATION, location));
        }
        if let Some(etag) = self.etag {
            response.insert_header((header::ETAG, etag));
        }
        for header in self.headers {
            response.append_header(header);
        }
        match (self.body, self.page) {
            (Some(body), _) => response.json(body),
            (None, Some(page)) => response.body(page),
            (None, None) => response.finish(),
        }
    }
}

impl Desk {
    /// Does `work` once per key: a second time the first answer is given again, and nothing is done. A repeat that
    /// comes while the first one runs, here or in another process, waits for its answer. Without a key it is an
    /// ordinary write. Refusals are not kept, so that a corrected repeat is possible.
    ///
    /// # Errors
    /// What `work` refuses; 422 when the key was used for another body; 409 when a repeat takes too long.
    pub async fn once<E>(
        &self,
        key: Option<IdempotencyKey>,
        work: impl FnMut(&mut DbConn, &Self) -> Result<Answer, E> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        E: Into<Problem> + From<StoreError> + std::error::Error + Send + 'static,
    {
        let held = self.hold_key(key).await?;
        self.once_somewhere(None, Share::Alone, held, work).await
    }

    /// Takes a request in hand for work that goes through several lanes; its repeats of this process wait until the
    /// last copy of what is given back is gone.
    ///
    /// # Errors
    /// 409 when a repeat takes too long.
    pub async fn hold_key(&self, key: Option<IdempotencyKey>) -> Result<Option<HeldKey>, Problem> {
        match key {
            None => Ok(None),
            Some(key) => self.running.take(key).await.ok_or_else(in_progress).map(Some),
        }
    }

    /// [`Desk::once`] through the lane of `key`, see [`Desk::write_in_lane`].
    ///
    /// # Errors
    /// As [`Desk::once`].
    pub async fn once_in_lane<E>(
        &self,
        key: u64,
        held: Option<HeldKey>,
        work: impl FnMut(&mut DbConn, &Self) -> Result<Answer, E> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        E: Into<Problem> + From<StoreError> + std::error::Error + Send + 'static,
    {
        self.once_somewhere(Some(key), Share::Batch, held, work).await
    }

    async fn once_somewhere<E>(
        &self,
        key: Option<u64>,
        share: Share,
        held: Option<HeldKey>,
        mut work: impl FnMut(&mut DbConn, &Self) -> Result<Answer, E> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        E: Into<Problem> + From<StoreError> + std::error::Error + Send + 'static,
    {
        let Some(held) = held else {
            let done = self.write_somewhere(key, share, work).await;
            return done.map(Answer::into_response).map_err(Into::into);
        };
        let work = move |conn: &mut DbConn, desk: &Self| {
            // What says that the request is worked on belongs to the work, which the lane drops after the commit.
            let key = &held.key;
            if let Some(earlier) = claim(conn, desk, key, desk.now())? {
                return Ok(earlier);
            }
            let answer = work(conn, desk).map_err(Into::into)?;
            idempotency::keep(conn, &desk.vault, key, &answer, desk.now())?;
            Ok::<_, Problem>(answer)
        };
        let (work, begun) = (Arc::new(Mutex::new(work)), Instant::now());
        loop {
            let again = work.clone();
            let again = move |conn: &mut DbConn, desk: &Self| {
                let mut work = again.lock().unwrap_or_else(PoisonError::into_inner);
                work(conn, desk)
            };
            match self.write_somewhere(key, share, again).await {
                // A repeat of another process is at it. No lane waits for it: others stand behind.
                Err(problem) if *problem.kind() == types::IN_PROGRESS && begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(ASK_AGAIN).await;
                }
                done => return Ok(done?.into_response()),
            }
        }
    }
}

impl Desk {
    /// The answer that this request got before, for work that is too long to do inside the transaction of
    /// [`Desk::once`]: ask here first, work, then keep the answer there.
    ///
    /// # Errors
    /// 422 when the key was used for another body.
    pub async fn answered_before(&self, key: Option<IdempotencyKey>) -> Result<Option<HttpResponse>, Problem> {
        let Some(key) = key else {
            return Ok(None);
        };
        let answer = self
            .read(move |conn, desk| {
                let Some((request_hash, sealed)) = idempotency::find(conn, &key)? else {
                    return Ok(None);
                };
                given_before(desk, &key, &request_hash, sealed).map(Some)
            })
            .await?;
        Ok(answer.map(Answer::into_response))
    }
}

/// The version that `If-Match` names.
///
/// # Errors
/// 428 without the header, 412 when it is not one of our tags.
pub fn expected_version(request: &HttpRequest) -> Result<i32, Problem> {
    let given = request.headers().get(header::IF_MATCH);
    let given = given.ok_or_else(|| Problem::new(&types::PRECONDITION_NEEDED))?;
    let number = |value: &HeaderValue| value.to_str().ok()?.trim().trim_matches('"').parse().ok();
    number(given).ok_or_else(|| Problem::new(&types::OUT_OF_DATE))
}

/// Claims the request for this transaction, or gives the answer it got before. A repeat of this process has ended. One
/// of another process on PostgreSQL holds the request's name until its transaction ends: it is not waited for here, so
/// that nobody waits for it who stands behind in the lane. On SQLite writers of all processes stand in line.
fn claim(conn: &mut DbConn, desk: &Desk, key: &IdempotencyKey, now: Timestamp) -> Result<Option<Answer>, Problem> {
    if !crate::db::lock_free_name(conn, key.lock_name())? {
        return Err(in_progress());
    }
    if idempotency::claim(conn, key, now)? {
        return Ok(None);
    }
    let (request_hash, sealed) = idempotency::find(conn, key)?.ok_or_else(in_progress)?;
    given_before(desk, key, &request_hash, sealed).map(Some)
}

fn given_before(
    desk: &Desk,
    key: &IdempotencyKey,
    request_hash: &str,
    sealed: Option<Sealed<Answer>>,
) -> Result<Answer, Problem> {
    if request_hash != key.request_hash {
        return Err(Problem::new(&types::KEY_REUSED));
    }
    let sealed = sealed.ok_or_else(in_progress)?;
    Ok(desk.vault.unseal(&sealed).map_err(StoreError::from)?)
}

fn in_progress() -> Problem {
    Problem::new(&types::IN_PROGRESS).retry_after(2)
}
