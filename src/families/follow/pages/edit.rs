//! A family corrects its own case, for the pages that ask: what is read, and what came between.
use actix_web::web::Data;

use super::refused;
use crate::cases::CaseTables;
use crate::cases::case::State;
use crate::cases::edit::{CaseCorrection, DoorChange, EditCaseError, EditTarget};
use crate::cases::find::Reader;
use crate::cases::read::{self, CaseFile};
use crate::desk::Desk;
use crate::families::follow::pages::Link;
use crate::text::messages::Words;
use crate::visits::correct;
use crate::web::Problem;
use crate::web::form::{Mistakes, Typed};

/// Why a correction was not taken; nothing, when it was not sent yet.
#[derive(Default)]
pub(super) struct Refused {
    /// Somebody changed the case meanwhile: what is stored now is shown beside what was typed.
    pub(super) conflict: bool,
    pub(super) mistakes: Mistakes,
}

impl Refused {
    /// What to say above the form; of a case that has ended meanwhile, only that.
    pub(super) fn said(self, words: Words, file: &CaseFile) -> Mistakes {
        if self.mistakes.any() && !is_open(file) {
            return Mistakes { fields: Vec::new(), whole: Some(words.say("follow-correct-ended")) };
        }
        self.mistakes
    }
}

/// Whether the case can still be corrected.
pub(super) fn is_open(file: &CaseFile) -> bool {
    matches!(file.case.state(), State::Filed | State::Verified)
}

/// The case in clear, as its family may see it.
///
/// # Errors
/// 404 when code and secret do not fit.
pub(super) async fn file_of(desk: &Desk, link: &Link) -> Result<CaseFile, Problem> {
    let own = link.clone();
    let read =
        desk.write(move |conn, desk| read::one(conn, desk, &own.code, &Reader::Family(own.secret.clone()))).await;
    Ok(read?)
}

/// Corrects the version that the form was made for; gives why not.
///
/// # Errors
/// What neither the family can mend nor another look at the case: not found, no database.
pub(super) async fn correct(
    desk: &Desk,
    tables: Data<CaseTables>,
    words: Words,
    link: &Link,
    typed: &Typed,
    correction: fn(&Typed, &CaseFile) -> CaseCorrection,
) -> Result<Option<Refused>, Problem> {
    let (own, sent) = (link.clone(), typed.clone());
    let done = desk
        .write(move |conn, desk| {
            let reader = Reader::Family(own.secret.clone());
            let file = read::one(conn, desk, &own.code, &reader)?;
            let version = sent.get("version").parse().unwrap_or(0);
            let correction = correction(&sent, &file);
            let target = EditTarget { code: &own.code, by: &reader, version, door: DoorChange::Refused };
            correct::correct(conn, desk, &tables, target, &correction)?;
            Ok::<_, EditCaseError>(())
        })
        .await;
    match done {
        Ok(()) => Ok(None),
        Err(EditCaseError::OutOfDate) => {
            let whole = Some(words.say("follow-correct-conflict"));
            Ok(Some(Refused { conflict: true, mistakes: Mistakes { whole, ..Mistakes::default() } }))
        }
        Err(error @ (EditCaseError::Find(_) | EditCaseError::Store(_))) => Err(error.into()),
        Err(refusal) => Ok(Some(Refused { conflict: false, mistakes: refused::mistakes(words, &refusal.into()) })),
    }
}
