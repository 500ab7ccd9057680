//! A form in hand. What its handler writes first claims the form in the same transaction, so that whoever sends it again,
//! here or at another process, finds it done; the answer is kept when the handler has made it. A process that dies in
//! between leaves a claim without an answer: the form is not done again, and who repeats it is told that it was received.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use actix_web::HttpResponse;
use actix_web::body::MessageBody;

use super::{ASK_AGAIN, Answer, HeldWish, Wish, running, store, types};
use crate::clock::Timestamp;
use crate::db::DbConn;
use crate::web::{Desk, Problem};

/// A form that is worked on; its twins of this process wait until it is answered. Cloning is cheap.
#[derive(Clone)]
pub struct SentForm {
    wish: Wish,
    state: Arc<Mutex<State>>,
}

/// What is known when a form comes in.
pub enum TakenForm {
    /// It is to be done.
    New(SentForm),
    /// It was done before, with this answer.
    Answered(HttpResponse),
}

struct State {
    _held: Option<HeldWish>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nothing was written for it.
    Open,
    /// Something was written for it, and the claim with it.
    Claimed,
    /// A twin of another process was first.
    Late,
    /// It is answered: what is still written in its request is not its work.
    Answered,
}

impl SentForm {
    /// Claims the form in the transaction of what is written for it.
    ///
    /// # Errors
    /// 409 when a twin of another process does it, or did.
    pub(in crate::web) fn claim(&self, conn: &mut DbConn, now: Timestamp) -> Result<(), Problem> {
        if self.lock().stage != Stage::Open {
            return Ok(());
        }
        // On PostgreSQL a twin holds the name until its transaction ends; nobody waits for it in a lane.
        let free = crate::db::lock_free_name(conn, self.wish.lock_name())?;
        if free && store::claim(conn, &self.wish, now)? {
            return Ok(());
        }
        self.lock().stage = Stage::Late;
        Err(received())
    }

    /// Notes that a transaction with the claim was stored.
    pub(in crate::web) fn note_claim(&self) {
        let mut state = self.lock();
        if state.stage == Stage::Open {
            state.stage = Stage::Claimed;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Takes a form in hand when its twins have ended, or gives the answer that one of them got.
    ///
    /// # Errors
    /// 409 when a twin takes too long, or when its answer is lost.
    pub async fn take_form(&self, wish: Wish) -> Result<TakenForm, Problem> {
        let held = self.wishes.take(wish.clone()).await.ok_or_else(received)?;
        if let Some(answer) = self.answer_of_form(&wish).await? {
            return Ok(TakenForm::Answered(answer.into_response()));
        }
        let state = State { _held: Some(held), stage: Stage::Open };
        Ok(TakenForm::New(SentForm { wish, state: Arc::new(Mutex::new(state)) }))
    }

    /// Ends the work on a form: keeps its answer for who sends it again. A refusal is not kept, so that the same may be
    /// tried again; neither is the answer to what wrote nothing, which is found anew.
    pub async fn end_form(&self, form: &SentForm, response: HttpResponse) -> HttpResponse {
        let stage = form.lock().stage;
        let ended = match stage {
            Stage::Open | Stage::Answered => Ok(response),
            Stage::Late => match self.answer_of_form(&form.wish).await {
                Ok(answer) => answer.map(Answer::into_response).ok_or_else(received),
                Err(problem) => Err(problem),
            },
            Stage::Claimed => {
                let (response, answer) = Answer::read(response);
                self.keep(form.wish.clone(), answer).await;
                Ok(response)
            }
        };
        *form.lock() = State { _held: None, stage: Stage::Answered };
        ended.unwrap_or_else(HttpResponse::from_error)
    }

    /// The work is stored already: when its answer cannot be kept, it is given all the same.
    async fn keep(&self, wish: Wish, answer: Option<Answer>) {
        let kept = self.write(move |conn, desk| {
            let Some(answer) = &answer else {
                return store::give_up(conn, &wish);
            };
            store::keep(conn, &desk.vault, &wish, answer, desk.now())
        });
        if let Err(error) = kept.await {
            tracing::error!(%error, "the answer to a form could not be kept");
        }
    }

    /// The answer that this very form got. One that is claimed and not answered is waited for a while: another process is
    /// at work on it, or has died.
    async fn answer_of_form(&self, wish: &Wish) -> Result<Option<Answer>, Problem> {
        let begun = Instant::now();
        loop {
            let asked = wish.clone();
            let found = self.read(move |conn, _| store::find(conn, &asked)).await?;
            match found.filter(|(request_hash, _)| *request_hash == wish.request_hash) {
                None => return Ok(None),
                Some((_, Some(sealed))) => {
                    let answer = self.vault.open(&sealed).map_err(crate::db::StoreError::from)?;
                    return Ok(Some(answer));
                }
                Some((_, None)) if begun.elapsed() > running::PATIENCE => return Err(received()),
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
