//! What rows are known by. Every table has a type of its own, so that a visit's number is never taken for a duty's.

/// Makes the identifiers: numbers from 1, given by the database in the order of insertion, the same in columns, JSON and
/// addresses.
macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident,)+) => {$(
        $(#[$doc])+
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// Of what is not stored yet; no row has it.
            pub const UNSTORED: Self = Self(0);
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(typed: &str) -> Result<Self, Self::Err> {
                typed.parse().map(Self)
            }
        }

        $crate::stored_number!($name);
    )+};
}

ids! {
    /// Of `accounts`: who signs in.
    AccountId,
    /// Of `applicants`: a person of a case.
    ApplicantId,
    /// Of `audit_entries`.
    AuditEntryId,
    /// Of `cases`; families know a case by its code.
    CaseId,
    /// Of `case_secrets`: a further secret of a case.
    CaseSecretId,
    /// Of `data_requests`: a family's wish to see or erase what is stored.
    DataRequestId,
    /// Of `duties`.
    DutyId,
    /// Of `feedback`.
    FeedbackId,
    /// Of `freed_places`.
    FreedPlaceId,
    /// Of `exceptional_half_days`.
    HalfDayId,
    /// Of `hand_edits`: what a person did to a plan.
    HandEditId,
    /// Of `holds`; an invitation is one.
    HoldId,
    /// Of `kits`.
    KitId,
    /// Of `officer_leaves`.
    LeaveId,
    /// Of `lists`: households that somebody brought in a file.
    ListId,
    /// Of `outbox_mails`.
    MailId,
    /// Of `notifications`.
    NotificationId,
    /// Of `kit_outages`.
    OutageId,
    /// Of `officers`.
    OfficerId,
    /// Of `passkeys`.
    PasskeyId,
    /// Of `planning_runs`.
    PlanningRunId,
    /// Of `visit_events`: what an officer reported.
    ReportId,
    /// Of `remarks`: thanks, suggestions, complaints.
    RemarkId,
    /// Of `rights_requests`.
    RightsRequestId,
    /// Of `sign_ins`: one browser that somebody signed in with.
    SignInId,
    /// Of `teams`.
    TeamId,
    /// Of `visits`.
    VisitId,
}
