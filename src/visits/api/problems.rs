//! Refusals of the verbs as problems.
use crate::visits::call::CallError;
use crate::visits::not_before::LimitError;
use crate::visits::preference::PreferenceError;
use crate::visits::report::RecordError;
use crate::visits::withdraw::WithdrawError;
use crate::web::Problem;
use crate::web::problem_types as types;

impl From<CallError> for Problem {
    fn from(error: CallError) -> Self {
        match error {
            CallError::NotFound => Self::new(&types::NOT_FOUND),
            CallError::NotYours => Self::new(&types::NOT_ALLOWED).detail(error.to_string()),
            CallError::AlreadyTold => Self::new(&types::ALREADY_DONE).detail(error.to_string()),
            CallError::Store(error) => error.into(),
        }
    }
}

impl From<WithdrawError> for Problem {
    fn from(error: WithdrawError) -> Self {
        match error {
            WithdrawError::Store(error) => error.into(),
            refused => Self::new(&types::CONFLICT).detail(refused.to_string()),
        }
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NotFound => Self::new(&types::NOT_FOUND),
            RecordError::NotYours => Self::new(&types::NOT_ALLOWED).detail(error.to_string()),
            RecordError::NotPossible(why) => Self::new(&types::CONFLICT).detail(why),
            RecordError::Changed => Self::new(&types::CONFLICT).detail(error.to_string()),
            RecordError::Ended(ref stands) => Self::new(&types::VISIT_ENDED).detail(error.to_string()).report(stands),
            RecordError::Invalid(fields) => Self::invalid(fields),
            RecordError::Store(error) => error.into(),
        }
    }
}

impl From<LimitError> for Problem {
    fn from(error: LimitError) -> Self {
        match error {
            LimitError::Find(error) => error.into(),
            LimitError::Store(error) => error.into(),
            LimitError::Range(_) => Self::new(&types::INVALID).field("/not_before/on", "range", error.to_string()),
            refused => Self::new(&types::CONFLICT).detail(refused.to_string()),
        }
    }
}

impl From<PreferenceError> for Problem {
    fn from(error: PreferenceError) -> Self {
        match error {
            PreferenceError::Find(error) => error.into(),
            PreferenceError::Store(error) => error.into(),
            PreferenceError::Invalid(fields) => Self::invalid(fields),
            PreferenceError::Ended => Self::new(&types::CONFLICT).detail(error.to_string()),
        }
    }
}
