//! What a report tells, of whom, and what the officer noted.
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::outcomes::Outcome;
use crate::coded_enum;
use crate::ids::ApplicantId;
use crate::sealed::Sealable;

coded_enum! {
    /// What a report tells.
    pub enum ReportKind {
        EnRoute = "en_route" / "đang đến",
        Arrived = "arrived" / "đã đến nơi",
        Outcome = "outcome" / "kết quả",
    }
}

/// How it went for one person, or for some people of a group site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonResult {
    /// Which person; left out at a group site.
    #[schema(value_type = Option<i64>)]
    pub applicant_id: Option<ApplicantId>,
    /// How it went.
    pub code: Outcome,
    /// How many people it speaks for, default 1.
    pub captures: Option<i32>,
    /// What the officer noted; needed when fingerprints are described.
    pub note: Option<String>,
}

/// An officer's note as it is sealed.
#[derive(Serialize, Deserialize)]
pub struct OutcomeNote(pub String);

impl Sealable for OutcomeNote {
    const PURPOSE: &'static str = "outcomes.note";
}
