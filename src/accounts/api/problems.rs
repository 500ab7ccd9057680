//! Refusals of the verbs about accounts, as problems.
use crate::accounts::NotAllowed;
use crate::accounts::account::AddAccountError;
use crate::accounts::account::ChangeAccountError;
use crate::accounts::door::HashError;
use crate::accounts::gate::GateError;
use crate::accounts::passwords::WeakPassword;
use crate::accounts::sign_in::SignInError;
use crate::field_problem::FieldProblem;
use crate::web::Problem;
use crate::web::problem_types as types;

impl From<NotAllowed> for Problem {
    fn from(refused: NotAllowed) -> Self {
        let problem = Self::new(&types::NOT_ALLOWED);
        match refused {
            NotAllowed::Role => problem,
            NotAllowed::Ward => problem.detail(refused.to_string()),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::new(&types::WRONG_CREDENTIALS),
            SignInError::TemporaryEnded => Self::new(&types::WRONG_CREDENTIALS)
                .detail("Mật khẩu tạm đã hết hạn. Nhờ quản trị viên cấp mật khẩu tạm mới."),
            SignInError::TooMany(secs) => Self::new(&types::TOO_MANY)
                .detail(format!("Nhập sai quá nhiều lần. Thử lại sau {secs} giây."))
                .retry_after(secs),
            SignInError::Expired => {
                Self::new(&types::SIGN_IN_NEEDED).detail("Lần đăng nhập này đã hết hạn hoặc đã bị thu hồi.")
            }
            SignInError::WrongCode => Self::new(&types::WRONG_CODE),
            SignInError::Gate(error) => error.into(),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<GateError> for Problem {
    fn from(error: GateError) -> Self {
        match error {
            GateError::Crowded(secs) => Self::new(&types::UNAVAILABLE).detail(error.to_string()).retry_after(secs),
            GateError::NotDone => Self::new(&types::INTERNAL),
        }
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Weak(weak) => weak.into(),
            HashError::Gate(error) => error.into(),
        }
    }
}

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
