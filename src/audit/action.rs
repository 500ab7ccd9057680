//! What can be done that is written down.

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Identity of a household was shown.
    Look,
    /// Stood in a list that shows names.
    LookInList,
    /// Was filed by staff.
    File,
    /// Was corrected.
    Edit,
    /// Was approved.
    Approve,
    /// Was refused.
    Refuse,
    /// Was withdrawn.
    Withdraw,
    /// Came with an imported list.
    Import,
    /// Left the house in a file.
    Export,
    /// Was shown on a roster.
    LookOnRoster,
    /// A plan with the cases of its wards was shown.
    LookAtPlan,
    /// The family was called.
    Call,
    /// A visit event or outcome was reported.
    Record,
    /// A report was put right by another one.
    Correct,
    /// A report was taken back.
    Undo,
    /// A half-day was booked, moved or given back.
    Book,
    /// The family was asked something before the decision.
    Ask,
    /// A half-day was taken back by us.
    Postpone,
    /// What identifies was erased.
    Erase,
    /// A plan was published.
    Publish,
    /// A duty, team, kit, officer or half-day was changed.
    Arrange,
    /// An account was added.
    AddAccount,
    /// Name, role or wards of an account were changed.
    ChangeAccount,
    /// An account was disabled.
    DisableAccount,
    /// An account was enabled again.
    EnableAccount,
    /// Somebody chose a temporary password for another.
    ResetPassword,
    /// Somebody changed their own password.
    ChangePassword,
    /// A sign-in was ended.
    EndSignIn,
    /// A used token came back: somebody has a stolen copy.
    TokenReplayed,
    /// Somebody came in with the right password.
    SignIn,
    /// Somebody gave a wrong password.
    WrongPassword,
    /// Somebody who gave too many wrong passwords has to wait.
    LockOut,
    /// Somebody asked for what they may not have.
    Denied,
    /// Somebody asked too often.
    Limit,
    /// What families said of their visits was read.
    ReadFeedback,
    /// A second factor was set up.
    BeginSecondFactor,
    /// A second factor was taken away.
    EndSecondFactor,
    /// A passkey was added.
    AddPasskey,
    /// A passkey was taken away by its holder.
    RemovePasskey,
    /// An account was linked with an identity provider's.
    LinkProvider,
    /// The link was taken away.
    UnlinkProvider,
    /// An admin asked that another's be taken away.
    AskSecondFactorReset,
    /// Somebody gave a wrong code.
    WrongCode,
    /// The log itself was read.
    ReadAudit,
    /// What somebody asks about their data was written down.
    RecordRequest,
    /// It was acknowledged, extended, done or refused.
    AnswerRequest,
    /// A secret was mailed to the address on file, at the wish of somebody who knew the code.
    MailSecret,
    /// The family changed its secret.
    ChangeSecret,
    /// A secret was issued to a caller who knew two facts.
    IssueSecret,
    /// A caller who wanted a secret said something that is not so.
    WrongFacts,
    /// A question before the decision was answered.
    AnswerQuestion,
    /// Thanks, suggestions and complaints were read.
    ReadRemarks,
    /// A complaint was accepted or extended, a remark answered.
    HandleRemark,
    /// Something was written down for colleagues.
    Note,
    /// It was joined to another case of the same people.
    Join,
    /// What its family was told last was told again, at somebody's wish.
    TellAgain,
    /// A letter with the words at the door was printed for a household.
    PrintLetter,
}

impl Action {
    /// The code in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::LookInList => "look_in_list",
            Self::File => "file",
            Self::Edit => "edit",
            Self::Note => "note",
            Self::Join => "join",
            Self::TellAgain => "tell_again",
            Self::Approve => "approve",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Import => "import",
            Self::Export => "export",
            Self::LookOnRoster => "look_on_roster",
            Self::LookAtPlan => "look_at_plan",
            Self::Call => "call",
            Self::Record => "record",
            Self::Correct => "correct",
            Self::Undo => "undo",
            Self::Book => "book",
            Self::Ask => "ask",
            Self::Postpone => "postpone",
            Self::Erase => "erase",
            Self::Publish => "publish",
            Self::Arrange => "arrange",
            Self::AddAccount => "add_account",
            Self::ChangeAccount => "change_account",
            Self::DisableAccount => "disable_account",
            Self::EnableAccount => "enable_account",
            Self::ResetPassword => "reset_password",
            Self::ChangePassword => "change_password",
            Self::EndSignIn => "end_sign_in",
            Self::TokenReplayed => "token_replayed",
            Self::SignIn => "sign_in",
            Self::WrongPassword => "wrong_password",
            Self::LockOut => "lock_out",
            Self::Denied => "denied",
            Self::Limit => "limit",
            Self::ReadFeedback => "read_feedback",
            Self::BeginSecondFactor => "begin_second_factor",
            Self::EndSecondFactor => "end_second_factor",
            Self::AddPasskey => "add_passkey",
            Self::RemovePasskey => "remove_passkey",
            Self::LinkProvider => "link_provider",
            Self::UnlinkProvider => "unlink_provider",
            Self::AskSecondFactorReset => "ask_second_factor_reset",
            Self::WrongCode => "wrong_code",
            Self::ReadAudit => "read_audit",
            Self::RecordRequest => "record_request",
            Self::AnswerRequest => "answer_request",
            Self::MailSecret => "mail_secret",
            Self::ChangeSecret => "change_secret",
            Self::IssueSecret => "issue_secret",
            Self::WrongFacts => "wrong_facts",
            Self::AnswerQuestion => "answer_question",
            Self::ReadRemarks => "read_remarks",
            Self::HandleRemark => "handle_remark",
            Self::PrintLetter => "print_letter",
        }
    }
}
