//! Refusals of the verbs as problems.
use crate::planning::ask::StopError;
use crate::planning::propose::ProposeError;
use crate::planning::publish::PublishError;
use crate::web::Problem;
use crate::web::problem_types as types;

impl From<ProposeError> for Problem {
    fn from(error: ProposeError) -> Self {
        match error {
            ProposeError::Span(field) => Self::invalid(vec![field]),
            ProposeError::Beyond(beyond) => beyond.into(),
            ProposeError::Weights(error) => Self::new(&types::CONFLICT).detail(error.to_string()),
            ProposeError::Build(_) | ProposeError::LockedBroken(..) | ProposeError::Stopped => {
                Self::new(&types::CONFLICT).detail(error.to_string())
            }
            ProposeError::Unsound(_) => Self::new(&types::INTERNAL).detail(error.words()),
            ProposeError::Store(error) => error.into(),
        }
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::NotFound => Self::new(&types::NOT_FOUND),
            PublishError::InputsChanged => Self::new(&types::INPUTS_CHANGED),
            PublishError::Beyond(beyond) => beyond.into(),
            PublishError::NoProposal(state) => {
                Self::new(&types::CONFLICT).detail(format!("Lần xếp lịch này {state}, chưa có phương án để công bố."))
            }
            PublishError::TooLate => Self::new(&types::CONFLICT)
                .detail("Phương án này bắt đầu từ hôm nay hoặc đã qua. Hãy xếp lại từ ngày mai."),
            PublishError::Store(error) => error.into(),
        }
    }
}

impl From<StopError> for Problem {
    fn from(error: StopError) -> Self {
        match error {
            StopError::NotFound => Self::new(&types::NOT_FOUND),
            StopError::NotYours => Self::new(&types::NOT_ALLOWED).detail(error.to_string()),
            StopError::Store(error) => error.into(),
        }
    }
}
