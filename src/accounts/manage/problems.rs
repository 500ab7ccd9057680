//! Refusals of the verbs about accounts, as problems.
use super::ChangeAccountError;
use crate::accounts::account::AddAccountError;
use crate::accounts::passwords::WeakPassword;
use crate::web::problem_types as types;
use crate::web::{FieldProblem, Problem};

impl From<ChangeAccountError> for Problem {
    fn from(error: ChangeAccountError) -> Self {
        let detail = error.to_string();
        match error {
            ChangeAccountError::NotFound => Self::new(&types::NOT_FOUND),
            ChangeAccountError::OwnAccount => Self::new(&types::OWN_ACCOUNT),
            ChangeAccountError::Name => Self::invalid(vec![FieldProblem::new("/display_name", "required", detail)]),
            ChangeAccountError::UnknownWard(_) => {
                Self::invalid(vec![FieldProblem::new("/ward_codes", "unknown", detail)])
            }
            ChangeAccountError::Store(error) => error.into(),
        }
    }
}

impl From<AddAccountError> for Problem {
    fn from(error: AddAccountError) -> Self {
        let detail = error.to_string();
        match error {
            AddAccountError::LoginTaken(_) => Self::invalid(vec![FieldProblem::new("/login", "taken", detail)]),
            AddAccountError::LoginFormat => Self::invalid(vec![FieldProblem::new("/login", "format", detail)]),
            AddAccountError::Facts(error) => error.into(),
            AddAccountError::Store(error) => error.into(),
        }
    }
}

impl From<WeakPassword> for Problem {
    fn from(weak: WeakPassword) -> Self {
        let code = match weak {
            WeakPassword::Short(_) => "short",
            WeakPassword::Long(_) => "long",
            WeakPassword::Guessable => "guessable",
            WeakPassword::Breached => "breached",
            WeakPassword::Unchecked => "unchecked",
            WeakPassword::Same => "same",
        };
        Self::invalid(vec![FieldProblem::new("/password", code, weak.to_string())])
    }
}
