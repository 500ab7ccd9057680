//! What officers bring and what a household has ready, read off the case.
use crate::cases::household::Household;
use crate::cases::kinds::{Mobility, Procedure, Relation};
use crate::text::messages::Words;

/// What officers bring besides the kit, for one stop; sentences in Vietnamese.
pub fn for_officers(household: &Household) -> Vec<String> {
    let mut list = Vec::new();
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
    if household.people.iter().any(|one| one.representative.is_some()) {
        list.push("Phiếu CC01 cho người đại diện ký".to_owned());
    }
    list.push(format!("Giấy hẹn CC02: {} bản", household.people.len().max(1)));
    list
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

/// The same as sentences in Vietnamese, for mails.
pub fn for_family(household: &Household) -> Vec<String> {
    to_prepare(household).into_iter().map(|one| one.say(Words::VIETNAMESE)).collect()
}
