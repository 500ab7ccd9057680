//! How a case was handed in and its secret handed out: who filled it in, and how the household gets what opens it. Who
//! answers the telephone is a fact of its own, the contact: a ward officer may write for a family that is called itself.
use super::kinds::Relation;
use crate::clock::Timestamp;
use crate::coded_enum;
use crate::db::{DbConn, StoreResult};
use crate::desk::Desk;
use crate::ids::CaseId;
use crate::notifications::{self, Fact, FactKind, How, Sentences};
use crate::text::messages::Words;

coded_enum! {
    /// How a household gets the secret that opens its case.
    pub enum SecretWay {
        Mail = "mail" / "gửi qua thư điện tử",
        Given = "given" / "người điền đọc lại hoặc chép cho gia đình",
        Call = "call" / "cán bộ gọi báo",
    }
}

/// Both, as far as somebody filled in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// What whoever filled in is to the one who needs the card; none for an account, which the case names.
    pub filled_in_by: Option<Relation>,
    /// How the household gets its secret.
    pub secret_way: SecretWay,
}

/// What a caller says first. The secret itself is stored as a hash only: another one is issued when the facts are right.
pub fn call_sentence(words: Words) -> String {
    words.say("say-secret")
}

/// Puts the household on the list of calls.
///
/// # Errors
/// [`crate::db::StoreError`].
pub(super) fn ask_for_call(conn: &mut DbConn, desk: &Desk, case_id: CaseId, now: Timestamp) -> StoreResult<()> {
    let sentences = Sentences::of(Words::VIETNAMESE, call_sentence);
    let fact = Fact { case_id, visit_id: None, hold_id: None, kind: FactKind::Secret, sentences: &sentences };
    notifications::tell(conn, desk, &fact, How::Call, now)?;
    Ok(())
}
