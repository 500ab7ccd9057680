//! Every place in the order is explained in words: with points for dispatchers, without for families.
use luudong::cases::case::DeadlineReason;
use luudong::cases::kinds::{BeneficiaryGroup, Mobility};
use luudong::geography::wards::WardKind;
use luudong::planning::priority::{Turn, Waiting};

use super::{date, home, priority, very_severe};

fn turn(waiting: &Waiting, place: usize, households: usize) -> Turn<'_> {
    Turn { waiting, place, household_place: place, households, priority: priority(waiting) }
}

#[test]
fn r25_a_dispatcher_reads_each_term_with_its_points() {
    let waiting = very_severe(Mobility::Bedridden, 12);
    let turn = turn(&waiting, 3, 12);
    assert_eq!(
        turn.sentence(),
        "Đứng thứ 3: nằm liệt giường (100), khuyết tật đặc biệt nặng (100), đã chờ 12 ngày (24)."
    );
    let rows = turn.priority.rows();
    assert_eq!(rows[2], ("đã chờ 12 ngày".to_owned(), 24));
    assert_eq!(rows.iter().map(|(_, points)| points).sum::<u32>(), turn.priority.points());
}

#[test]
fn r25_every_reason_has_words() {
    let waiting = Waiting {
        front_of_queue: true,
        deadline_on: Some(date("05/12/2026")),
        deadline_reason: Some(DeadlineReason::ExpiringCard),
        ..home(1, BeneficiaryGroup::Elderly, Mobility::Wheelchair, 83, 130)
    };
    assert_eq!(
        turn(&waiting, 1, 2).sentence(),
        "Đứng đầu: lần hẹn trước không thành do phía tổ lưu động (600), ngồi xe lăn (30), từ 80 tuổi trở lên (40), \
         cần có thẻ chậm nhất 05/12/2026 do thẻ cũ sắp hết hạn (80), đã chờ 130 ngày (240)."
    );
    let nothing = home(1, BeneficiaryGroup::None, Mobility::Walks, 30, 0);
    assert_eq!(turn(&nothing, 7, 7).sentence(), "Đứng thứ 7: mới gửi hôm nay, không có lý do ưu tiên.");
}

#[test]
fn r25_a_family_reads_its_place_and_its_own_reasons_without_points() {
    for (waiting, expected) in [
        (
            home(1, BeneficiaryGroup::None, Mobility::Bedridden, 50, 12),
            "Nhà mình đứng thứ 3 trong 12 hộ đang chờ ở phường này, vì có người nằm liệt giường và đã chờ 12 ngày.",
        ),
        (
            home(1, BeneficiaryGroup::SevereDisability, Mobility::Wheelchair, 50, 1),
            "Nhà mình đứng thứ 3 trong 12 hộ đang chờ ở phường này, vì có người ngồi xe lăn, khuyết tật nặng và đã chờ 1 ngày.",
        ),
        (
            home(1, BeneficiaryGroup::Poor, Mobility::Walks, 50, 0),
            "Nhà mình đứng thứ 3 trong 12 hộ đang chờ ở phường này, vì thuộc hộ nghèo.",
        ),
        (
            home(1, BeneficiaryGroup::None, Mobility::Walks, 50, 0),
            "Nhà mình đứng thứ 3 trong 12 hộ đang chờ ở phường này, xếp theo thứ tự gửi hồ sơ.",
        ),
        (
            Waiting { front_of_queue: true, ..home(1, BeneficiaryGroup::Merit, Mobility::Walks, 79, 2) },
            "Nhà mình đứng thứ 3 trong 12 hộ đang chờ ở phường này, vì lần hẹn trước không thành do phía tổ lưu động, \
             có người có công với cách mạng và đã chờ 2 ngày.",
        ),
        (
            Waiting { group_site: true, ..home(1, BeneficiaryGroup::None, Mobility::InHospital, 50, 0) },
            "Điểm này đứng thứ 3 trong 12 nơi đang chờ ở phường này, vì có người đang nằm viện.",
        ),
    ] {
        assert_eq!(turn(&waiting, 3, 12).family_sentence(WardKind::Phuong), expected);
    }
    let alone = very_severe(Mobility::Bedridden, 2);
    assert_eq!(turn(&alone, 1, 1).family_sentence(WardKind::Xa), "Nhà mình là hộ duy nhất đang chờ ở xã này.");
    assert!(turn(&alone, 1, 2).family_sentence(WardKind::DacKhu).starts_with("Nhà mình đứng đầu trong 2 hộ"));
}
