//! What officers bring and what a household has ready, read off the case.
use crate::cases::household::Household;
use crate::cases::kinds::{Mobility, Procedure};
use crate::cases::readiness::{Alley, Difficulty, Gate, Presence, Readiness, Stairs};

/// What officers bring besides the kit, for one stop; sentences in Vietnamese.
pub fn for_officers(household: &Household, readiness: Option<&Readiness>) -> Vec<String> {
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
    if household.people.iter().any(|one| one.representative.is_some()) {
        list.push("Phiếu CC01 cho người đại diện ký".to_owned());
    }
    list.push(format!("Giấy hẹn CC02: {} bản", household.people.len().max(1)));
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
