//! Refusals of the verbs as problems.
use crate::cases::answer::AnswerQuestionError;
use crate::cases::edit::EditCaseError;
use crate::cases::filing::FileCaseError;
use crate::cases::find::FindCaseError;
use crate::cases::read::ListError;
use crate::cases::verify::VerifyError;
use crate::cases::withdraw::WithdrawError;
use crate::field_problem::FieldProblem;
use crate::web::Problem;
use crate::web::problem_types as types;

impl From<FileCaseError> for Problem {
    fn from(error: FileCaseError) -> Self {
        match error {
            FileCaseError::Invalid(fields) => Self::invalid(fields),
            FileCaseError::OutsideWards => outside_wards(),
            FileCaseError::TooMany(secs) => Self::new(&types::TOO_MANY_CASES).retry_after(secs),
            FileCaseError::Store(error) => error.into(),
        }
    }
}

impl From<FindCaseError> for Problem {
    fn from(error: FindCaseError) -> Self {
        match error {
            FindCaseError::NotFound => Self::new(&types::NOT_FOUND).detail("Không có hồ sơ nào với mã và khóa này."),
            FindCaseError::OutsideWards => outside_wards(),
            FindCaseError::Store(error) => error.into(),
        }
    }
}

impl From<ListError> for Problem {
    fn from(error: ListError) -> Self {
        let detail = sentence(&error);
        match error {
            ListError::Unsearchable => Self::invalid(vec![FieldProblem::new("/q", "format", detail)]),
            ListError::Common => Self::invalid(vec![FieldProblem::new("/q", "common", detail)]),
            ListError::OutsideWards => outside_wards(),
            ListError::Store(error) => error.into(),
        }
    }
}

impl From<EditCaseError> for Problem {
    fn from(error: EditCaseError) -> Self {
        let detail = sentence(&error);
        match error {
            EditCaseError::Find(error) => error.into(),
            EditCaseError::Invalid(fields) => Self::invalid(fields),
            EditCaseError::OutOfDate => Self::new(&types::OUT_OF_DATE).detail(detail),
            EditCaseError::PlaceBreaks(_) => {
                let field = "Đánh dấu để trả lại buổi đã hẹn.";
                Self::new(&types::CONFLICT).detail(detail).field("/give_back", "required", field)
            }
            EditCaseError::Closed(_)
            | EditCaseError::PlaceIsFixed
            | EditCaseError::PlaceIsBooked
            | EditCaseError::OnTheWay => Self::new(&types::CONFLICT).detail(detail),
            EditCaseError::Store(error) => error.into(),
        }
    }
}

impl From<VerifyError> for Problem {
    fn from(error: VerifyError) -> Self {
        let detail = sentence(&error);
        match error {
            VerifyError::Find(error) => error.into(),
            VerifyError::Invalid(fields) => Self::invalid(fields),
            VerifyError::AlreadyDecided(_) => Self::new(&types::ALREADY_DONE).detail(detail),
            VerifyError::Incomplete(_) | VerifyError::NoConsent => Self::new(&types::CANNOT_VERIFY).detail(detail),
            VerifyError::NoVisitNeeded(_) => {
                let field = "Ghi vì sao tổ lưu động vẫn phải đến.";
                Self::new(&types::CANNOT_VERIFY).detail(detail).field("/override_reason", "required", field)
            }
            VerifyError::Store(error) => error.into(),
        }
    }
}

impl From<AnswerQuestionError> for Problem {
    fn from(error: AnswerQuestionError) -> Self {
        let detail = sentence(&error);
        match error {
            AnswerQuestionError::Find(error) => error.into(),
            AnswerQuestionError::Invalid(fields) => Self::invalid(fields),
            AnswerQuestionError::NothingAsked => Self::new(&types::CONFLICT).detail(detail),
            AnswerQuestionError::Store(error) => error.into(),
        }
    }
}

impl From<WithdrawError> for Problem {
    fn from(error: WithdrawError) -> Self {
        let detail = sentence(&error);
        match error {
            WithdrawError::AlreadyWithdrawn => Self::new(&types::ALREADY_DONE).detail(detail),
            WithdrawError::Store(error) => error.into(),
        }
    }
}

fn outside_wards() -> Problem {
    Problem::new(&types::NOT_ALLOWED).detail("Địa bàn này không thuộc tài khoản đang dùng.")
}

/// An error's words as a sentence: capital in front, one full stop behind.
pub fn sentence(error: &impl std::error::Error) -> String {
    let words = error.to_string();
    let mut letters = words.trim_end_matches('.').chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
