//! What a POST answers, kept under the asker's `Idempotency-Key` in the transaction of the fact itself.
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::problem_types as types;
use super::{Desk, Problem};
use crate::clock::Timestamp;
use crate::db::{DbConn, Share, StoreError, StoreResult};
use crate::dice::codes_in;
use crate::sealed::{Sealable, Sealed};

mod running;
mod sent_form;
mod store;
mod wish;
pub use running::{HeldWish, RunningWishes};
pub use sent_form::{SentForm, TakenForm};
pub use store::{forget_about, forget_before};
pub use wish::{Asker, Form, KEY_LENGTH_MAX, Wish};

/// How soon it is asked again whether a twin of another process has ended.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// An answer that can be given again word for word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    location: Option<String>,
    etag: Option<String>,
    body: Option<serde_json::Value>,
    /// Of an answer to a form: all its headers, and its page.
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    page: Option<String>,
}

impl Answer {
    /// Whether it names this case.
    fn names(&self, code: &str) -> bool {
        self.case_codes().contains(code)
    }

    /// The codes of the cases that it names anywhere.
    fn case_codes(&self) -> BTreeSet<String> {
        let body = self.body.as_ref().map(ToString::to_string);
        let others = self.headers.iter().map(|(_, value)| value).chain(&self.location).chain(&self.page);
        others.chain(&body).flat_map(|said| codes_in(said)).map(str::to_owned).collect()
    }
}

impl Sealable for Answer {
    const PURPOSE: &'static str = "idempotency_keys.answer";
}

impl Answer {
    /// 200 with a body.
    pub fn ok(body: &impl Serialize) -> Self {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with the address of what was made.
    pub fn created(location: impl Into<String>, body: &impl Serialize) -> Self {
        Self { location: Some(location.into()), ..Self::with(StatusCode::CREATED, body) }
    }

    /// 303: where a browser goes after its form was accepted.
    pub fn see_other(location: impl Into<String>) -> Self {
        Self { status: 303, location: Some(location.into()), ..Self::empty() }
    }

    /// 204.
    pub fn empty() -> Self {
        Self { status: 204, location: None, etag: None, body: None, headers: Vec::new(), page: None }
    }

    /// Adds the version of what people edit.
    #[must_use]
    pub fn version(mut self, version: i32) -> Self {
        self.etag = Some(etag(version));
        self
    }

    fn with(status: StatusCode, body: &impl Serialize) -> Self {
        Self { status: status.as_u16(), body: serde_json::to_value(body).ok(), ..Self::empty() }
    }

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
    /// Does `work` once per wish: a second time the first answer is given again, and nothing is done. A twin that comes
    /// while the first one runs, here or in another process, waits for its answer. Without a wish it is an ordinary
    /// write. Refusals are not kept, so that a corrected repeat is possible.
    ///
    /// # Errors
    /// What `work` refuses; 422 when the key was used for another body; 409 when a twin takes too long.
    pub async fn once<E>(
        &self,
        wish: Option<Wish>,
        work: impl FnMut(&mut DbConn, &Self) -> Result<Answer, E> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        let held = self.hold_wish(wish).await?;
        self.once_somewhere(None, Share::Alone, held, work).await
    }

    /// Takes a wish in hand for work that goes through several lanes; its twins of this process wait until the last copy
    /// of what is given back is gone.
    ///
    /// # Errors
    /// 409 when a twin takes too long.
    pub async fn hold_wish(&self, wish: Option<Wish>) -> Result<Option<HeldWish>, Problem> {
        match wish {
            None => Ok(None),
            Some(wish) => self.wishes.take(wish).await.ok_or_else(in_progress).map(Some),
        }
    }

    /// [`Desk::once`] through the lane of `key`, see [`Desk::write_in_lane`].
    ///
    /// # Errors
    /// As [`Desk::once`].
    pub async fn once_in_lane<E>(
        &self,
        key: u64,
        held: Option<HeldWish>,
        work: impl FnMut(&mut DbConn, &Self) -> Result<Answer, E> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        self.once_somewhere(Some(key), Share::Batch, held, work).await
    }

    async fn once_somewhere<E>(
        &self,
        key: Option<u64>,
        share: Share,
        held: Option<HeldWish>,
        mut work: impl FnMut(&mut DbConn, &Self) -> Result<Answer, E> + Send + 'static,
    ) -> Result<HttpResponse, Problem>
    where
        E: Into<Problem> + From<StoreError> + Send + 'static,
    {
        let Some(held) = held else {
            return Ok(self.write_somewhere(key, share, work).await?.into_response());
        };
        let work = move |conn: &mut DbConn, desk: &Self| {
            // What says that the wish is running belongs to the work, which the lane drops after the commit.
            let wish = &held.wish;
            if let Some(earlier) = claim(conn, desk, wish, desk.now())? {
                return Ok(earlier);
            }
            let answer = work(conn, desk).map_err(Into::into)?;
            store::keep(conn, &desk.vault, wish, &answer, desk.now())?;
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
                // A twin of another process is at it. No lane waits for it: others stand behind.
                Err(problem) if *problem.kind() == types::IN_PROGRESS && begun.elapsed() < running::PATIENCE => {
                    tokio::time::sleep(ASK_AGAIN).await;
                }
                done => return Ok(done?.into_response()),
            }
        }
    }
}

impl Desk {
    /// The answer that this wish got before, for work that is too long to do inside the transaction of
    /// [`Desk::once`]: ask here first, work, then keep the answer there.
    ///
    /// # Errors
    /// 422 when the key was used for another body.
    pub async fn answered_before(&self, wish: Option<Wish>) -> Result<Option<HttpResponse>, Problem> {
        let Some(wish) = wish else {
            return Ok(None);
        };
        let answer = self
            .read(move |conn, desk| {
                let Some((request_hash, sealed)) = store::find(conn, &wish)? else {
                    return Ok(None);
                };
                given_before(desk, &wish, &request_hash, sealed).map(Some)
            })
            .await?;
        Ok(answer.map(Answer::into_response))
    }
}

/// The entity tag of a version.
pub fn etag(version: i32) -> String {
    format!("\"{version}\"")
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

/// Claims the wish for this transaction, or gives the answer it got before. A twin of this process has ended. One of
/// another process on PostgreSQL holds the wish's name until its transaction ends: it is not waited for here, so that
/// nobody waits for it who stands behind in the lane. On SQLite writers of all processes stand in line.
fn claim(conn: &mut DbConn, desk: &Desk, wish: &Wish, now: Timestamp) -> Result<Option<Answer>, Problem> {
    if !crate::db::lock_free_name(conn, wish.lock_name())? {
        return Err(in_progress());
    }
    if store::claim(conn, wish, now)? {
        return Ok(None);
    }
    let (request_hash, sealed) = store::find(conn, wish)?.ok_or_else(in_progress)?;
    given_before(desk, wish, &request_hash, sealed).map(Some)
}

fn given_before(
    desk: &Desk,
    wish: &Wish,
    request_hash: &str,
    sealed: Option<Sealed<Answer>>,
) -> Result<Answer, Problem> {
    if request_hash != wish.request_hash {
        return Err(Problem::new(&types::KEY_REUSED));
    }
    let sealed = sealed.ok_or_else(in_progress)?;
    Ok(desk.vault.open(&sealed).map_err(StoreError::from)?)
}

fn in_progress() -> Problem {
    Problem::new(&types::IN_PROGRESS).retry_after(2)
}

/// The hash of the first request and its answer, if the key is known.
type Found = StoreResult<Option<(String, Option<Sealed<Answer>>)>>;
