//! What officers bring and what a household has ready, read off the case.
use crate::cases::household::Household;
use crate::cases::kinds::{Mobility, Procedure, Relation};
use crate::cases::readiness::{Alley, Difficulty, Gate, Presence, Readiness, Stairs};
use crate::text::messages::Words;

/// What officers bring besides the kit, for one stop; sentences in Vietnamese. `captures`: how many people the stop is
/// for; of a group site not everybody is known by name, and each needs the same forms.
pub fn for_officers(household: &Household, captures: i32, readiness: Option<&Readiness>) -> Vec<String> {
    let mut list: Vec<String> = readiness.map(for_the_home).unwrap_or_default();
    let any = |wanted: fn(Mobility) -> bool| household.people.iter().any(|one| wanted(one.mobility));
    if any(|mobility| matches!(mobility, Mobility::Bedridden | Mobility::InHospital)) {
        list.push("Phông nền và giá đỡ máy ảnh tại giường".to_owned());
    }
    if household.people.iter().any(|one| one.identity.held.code().starts_with("cmnd")) {
        list.push("Thu lại CMND cũ".to_owned());
    }
    if household.people.iter().any(|one| one.identity.held.has_biometrics()) {
        list.push("Thu lại thẻ cũ nếu đổi thẻ".to_owned());
    }
    let represented = household.people.iter().filter(|one| one.representative.is_some()).count();
    if represented > 0 {
        list.push(format!("Người đại diện ký phiếu CC01: {represented} bản"));
    }
    let forms = captures.max(1);
    list.push(format!("Phiếu CC01: {forms} bản"));
    list.push(format!("Giấy hẹn CC02: {forms} bản"));
    list
}

/// What the home and its people ask of the officers.
fn for_the_home(said: &Readiness) -> Vec<String> {
    let wanted = [
        (said.power == Presence::No, "Bộ lưu điện đầy và dây nối dài: nhà không có ổ cắm"),
        (said.light == Presence::No, "Đèn, phông nền và bàn gấp: nhà không có bàn hoặc tường sáng"),
        (said.alley == Alley::Motorbike, "Đi xe máy: ô tô không vào được ngõ"),
        (said.alley == Alley::Foot, "Đi bộ vào nhà: để thiết bị trong túi đeo"),
        (matches!(said.stairs, Stairs::Low | Stairs::High), "Ít nhất hai người mang thiết bị lên thang bộ"),
        (matches!(said.gate, Gate::Gate | Gate::GateAndDog), "Gọi trước khi đến: nhà có cổng khóa"),
        (matches!(said.gate, Gate::Dog | Gate::GateAndDog), "Xin gia đình giữ chó"),
        (said.any(Difficulty::Fingers), "Vân tay khó lấy: mô tả tình trạng rồi làm tiếp"),
        (said.any(Difficulty::Hearing), "Bảng viết: có người nghe khó hoặc không nói được"),
        (said.any(Difficulty::Sight), "Đọc to phiếu CC01 trước khi ký: có người không nhìn được"),
        (said.any(Difficulty::Sitting), "Giá đỡ máy ảnh tại giường: có người không ngồi dậy được"),
        (said.people.iter().any(|one| one.papers == Presence::No), "Hỏi lại giấy tờ khi gọi trước: gia đình báo thiếu"),
    ];
    wanted.into_iter().filter(|(wanted, _)| *wanted).map(|(_, line)| line.to_owned()).collect()
}

/// Something that the family has ready. No paper that the population database holds is asked for (Luật 118/2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepare {
    /// Socket, table, light.
    Place,
    /// Papers held before.
    OldPapers,
    /// Somebody who stands for the applicant.
    Representative(Relation),
    /// The paper about guardianship.
    Guardianship,
}

impl Prepare {
    /// The icon beside it.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Place => "plug",
            Self::OldPapers => "id-card",
            Self::Representative(_) => "users",
            Self::Guardianship => "file-text",
        }
    }

    /// As a sentence.
    pub fn say(self, words: Words) -> String {
        match self {
            Self::Place => words.say("follow-prepare-place"),
            Self::OldPapers => words.say("follow-prepare-papers"),
            Self::Representative(relation) => {
                let relation = words.say(&format!("follow-relation-{}", relation.code()));
                words.with("follow-prepare-representative", &[("relation", &relation)])
            }
            Self::Guardianship => words.say("follow-prepare-guardianship"),
        }
    }
}

/// What the family has ready.
pub fn to_prepare(household: &Household) -> Vec<Prepare> {
    let mut list = vec![Prepare::Place, Prepare::OldPapers];
    for one in &household.people {
        list.extend(one.representative.as_ref().map(|standing| Prepare::Representative(standing.relation)));
        if one.procedure == Procedure::Incapacity {
            list.push(Prepare::Guardianship);
        }
    }
    list.dedup();
    list
}

/// The same as sentences, for mails.
pub fn for_family(words: Words, household: &Household) -> Vec<String> {
    to_prepare(household).into_iter().map(|one| one.say(words)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::readiness::PersonReadiness;

    #[test]
    fn what_the_household_said_decides_what_officers_bring() {
        let at_ease = Readiness {
            power: Presence::Yes,
            light: Presence::Unknown,
            alley: Alley::Car,
            stairs: Stairs::Lift,
            gate: Gate::Open,
            people: vec![PersonReadiness { difficulties: Vec::new(), papers: Presence::Unknown }],
        };
        assert_eq!(for_the_home(&at_ease), Vec::<String>::new());
        let worn =
            PersonReadiness { difficulties: vec![Difficulty::Hearing, Difficulty::Fingers], papers: Presence::No };
        let hard = Readiness {
            power: Presence::No,
            light: Presence::No,
            alley: Alley::Motorbike,
            stairs: Stairs::High,
            gate: Gate::GateAndDog,
            people: vec![at_ease.people[0].clone(), worn],
        };
        let list = for_the_home(&hard).join("; ");
        for wanted in
            ["lưu điện", "Đèn", "xe máy", "hai người", "cổng khóa", "giữ chó", "Vân tay", "Bảng viết", "giấy tờ"]
        {
            assert!(list.contains(wanted), "{wanted} in {list}");
        }
    }
}
