//! What officers bring and what a household has ready, read off the case.
use crate::cases::household::Household;
use crate::cases::kinds::{Mobility, Procedure};

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

/// What the family has ready; sentences in Vietnamese. No paper that the population database holds is asked for
/// (Luật 118/2025).
pub fn for_family(household: &Household) -> Vec<String> {
    let mut list = vec![
        "Một ổ cắm điện, một cái bàn nhỏ, chỗ sáng trước tường nhạt màu.".to_owned(),
        "Giấy tờ tùy thân cũ (CMND, CCCD hoặc thẻ căn cước), nếu có.".to_owned(),
    ];
    for one in &household.people {
        if let Some(representative) = &one.representative {
            list.push(format!(
                "Người đại diện ({}) có mặt và mang giấy tờ chứng minh quan hệ.",
                representative.relation.label()
            ));
        }
        if one.procedure == Procedure::Incapacity {
            list.push("Quyết định hoặc giấy tờ về việc giám hộ.".to_owned());
        }
    }
    list.dedup();
    list
}
