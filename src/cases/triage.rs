//! Triage: does this wish need a visit, or is the desk or the online way the right one?
use chrono::NaiveDate;

use crate::cases::groups::BeneficiaryGroups;
use crate::cases::kinds::{HeldPaper, Mobility, Procedure};
use crate::coded_enum;
use crate::text::dates::BirthDate;

/// Below this age no biometrics are taken (Luật Căn cước art. 23), so no visit.
const AGE_OF_BIOMETRICS: u32 = 6;
/// Below this age a legal representative acts (Luật Căn cước art. 5(4), 19).
const AGE_OF_DUTY: u32 = 14;

coded_enum! {
    /// What to do with an applicant's wish.
    pub enum TriageDecision {
        Visit = "visit" / "tổ lưu động đến nơi ở",
        Desk = "desk" / "đến trụ sở Công an phường, xã",
        Online = "online" / "làm trực tuyến",
        Incomplete = "incomplete" / "còn thiếu thông tin",
    }
}

coded_enum! {
    /// The rule that decided.
    pub enum TriageRule {
        UnderSix = "R8" / "trẻ dưới 6 tuổi",
        Representative = "R9" / "phải có người đại diện hợp pháp",
        Biometrics = "R10" / "dùng lại sinh trắc học đã thu nhận",
        Necessity = "art27_3" / "trường hợp cần thiết (khoản 3 Điều 27 Luật Căn cước)",
    }
}

/// What triage needs to know about one applicant.
#[derive(Debug, Clone, Copy)]
pub struct TriageFacts {
    /// What is asked for.
    pub procedure: Procedure,
    /// Birth date of the applicant.
    pub birth: BirthDate,
    /// Newest paper held.
    pub held: HeldPaper,
    /// How the applicant moves.
    pub mobility: Mobility,
    /// Groups that give priority.
    pub groups: BeneficiaryGroups,
    /// Whether a legal representative is named in the case.
    pub representative_named: bool,
    /// Date of the visit, or of the question while there is none.
    pub visit_on: NaiveDate,
}

/// The decision, the rule behind it and the sentence that explains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Triage {
    /// What to do.
    pub decision: TriageDecision,
    /// Why.
    pub rule: TriageRule,
    /// The procedure that really applies at the applicant's age.
    pub procedure: Procedure,
    /// The explanation for the family, in Vietnamese.
    pub reason: &'static str,
}

impl Triage {
    /// Whether a visit may be booked and confirmed.
    pub fn can_be_confirmed(&self) -> bool {
        self.decision == TriageDecision::Visit
    }
}

/// A group site whose list comes later.
pub(super) const GROUP_SITE: Triage = Triage {
    decision: TriageDecision::Visit,
    rule: TriageRule::Necessity,
    procedure: Procedure::CccdToCc,
    reason: "Điểm tập trung có nhiều người làm căn cước; danh sách được kiểm tra khi tổ lưu động đến.",
};

/// Decides one applicant: R8 (under six), then R10 (biometrics on record), then R9 (representative),
/// then whether a visit is necessary at all (Luật Căn cước art. 27(3)).
pub fn triage(facts: &TriageFacts) -> Triage {
    let age = facts.birth.age_on(facts.visit_on);
    let procedure = procedure_at_age(facts.procedure, age, facts.held);
    let decide = |decision, rule, reason| Triage { decision, rule, procedure, reason };
    if age < AGE_OF_BIOMETRICS {
        return decide(
            TriageDecision::Online,
            TriageRule::UnderSix,
            "Trẻ dưới 6 tuổi không phải thu nhận sinh trắc học nên tổ lưu động không cần đến; \
             người đại diện hợp pháp làm thủ tục trực tuyến trên Cổng dịch vụ công quốc gia hoặc VNeID.",
        );
    }
    let reuses = reuses_biometrics(procedure);
    if reuses && facts.held.has_biometrics() {
        return decide(
            TriageDecision::Online,
            TriageRule::Biometrics,
            "Thủ tục này dùng lại sinh trắc học đã thu nhận lần gần nhất nên gia đình có thể làm trực tuyến, \
             tổ lưu động không cần đến.",
        );
    }
    if needs_representative(procedure, age) && !facts.representative_named {
        return decide(
            TriageDecision::Incomplete,
            TriageRule::Representative,
            "Người dưới 14 tuổi hoặc mất năng lực hành vi dân sự phải có người đại diện hợp pháp cùng có mặt; \
             đề nghị ghi rõ họ tên người đại diện.",
        );
    }
    if facts.mobility.reaches_desk() && facts.groups.is_empty() {
        return decide(
            TriageDecision::Desk,
            TriageRule::Necessity,
            "Người làm căn cước tự đi lại được và không thuộc nhóm ưu tiên nên mời đến trụ sở Công an phường, xã.",
        );
    }
    if reuses {
        return decide(
            TriageDecision::Visit,
            TriageRule::Biometrics,
            "Người làm căn cước chưa từng được thu nhận sinh trắc học nên tổ lưu động cần đến thu nhận trực tiếp.",
        );
    }
    decide(
        TriageDecision::Visit,
        TriageRule::Necessity,
        "Người làm căn cước thuộc trường hợp được xem xét thu nhận tại chỗ ở (khoản 3 Điều 27 Luật Căn cước).",
    )
}

/// Whether a legal representative must be present (R9): under 14, or an adult without capacity.
pub fn needs_representative(procedure: Procedure, age_years: u32) -> bool {
    age_years < AGE_OF_DUTY || procedure == Procedure::Incapacity
}

/// The procedure that applies at an age: children by age band, a grown child by what it holds.
fn procedure_at_age(asked: Procedure, age_years: u32, held: HeldPaper) -> Procedure {
    let for_child = matches!(asked, Procedure::Child6To13 | Procedure::ChildUnder6);
    match age_years {
        0..AGE_OF_BIOMETRICS => Procedure::ChildUnder6,
        AGE_OF_BIOMETRICS..AGE_OF_DUTY if for_child || asked == Procedure::First => Procedure::Child6To13,
        AGE_OF_DUTY.. if for_child && held == HeldPaper::None => Procedure::First,
        AGE_OF_DUTY.. if for_child => Procedure::Age,
        _ => asked,
    }
}

/// Procedures for which the last captured biometrics are used again (R10).
fn reuses_biometrics(procedure: Procedure) -> bool {
    matches!(procedure, Procedure::Lost | Procedure::Damaged | Procedure::Boundary)
}
