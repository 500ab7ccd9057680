//! What a list of cases may be narrowed to.
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::cases::case::{State, WaitsFor};

/// What a list of cases is narrowed to.
#[derive(Clone, Debug, Default, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CaseFilter {
    /// A ward's code.
    #[param(example = "11329")]
    pub ward: Option<String>,
    /// `filed`, `verified`, `refused` or `withdrawn`.
    pub state: Option<State>,
    /// Only undecided cases: on which a dispatcher can decide now (`office`), or whose family was asked and has not
    /// answered (`family`).
    #[param(inline)]
    pub waits_for: Option<WaitsFor>,
    /// A case code, a phone number, a personal number, or words of a name (with marks: that spelling; without: every spelling).
    pub q: Option<String>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Rows wanted, 1…200, default 50.
    pub limit: Option<i64>,
}
