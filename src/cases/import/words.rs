//! From the words of a list to codes: “nằm một chỗ” → `bedridden`. Marks and case do not matter.
use crate::cases::groups::SEPARATOR;
use crate::cases::kinds::{BeneficiaryGroup, HeldPaper, Mobility, Procedure, Relation};
use crate::cases::preference::PreferredTimes;
use crate::text::fold::fold;
use crate::text::messages::Words as Messages;
use crate::text::names::Sex;

type Words = &'static [(&'static str, &'static [&'static str])];

const SEX: Words = &[("male", &["nam", "trai"]), ("female", &["nữ", "gái"])];

const MOBILITY: Words = &[
    ("walks", &["đi lại được", "tự đi lại", "bình thường"]),
    ("walks_with_help", &["có người dìu", "phải dìu", "chống gậy", "đi lại khó khăn", "đi lại khó"]),
    ("wheelchair", &["xe lăn"]),
    ("bedridden", &["nằm một chỗ", "liệt giường", "nằm liệt giường", "liệt", "nằm tại giường"]),
    ("in_hospital", &["nằm viện", "đang điều trị nội trú"]),
];

const GROUP: Words = &[
    ("kt_db_nang", &["khuyết tật đặc biệt nặng", "kt đặc biệt nặng", "đặc biệt nặng"]),
    ("kt_nang", &["khuyết tật nặng", "kt nặng", "người khuyết tật"]),
    ("kt_nhe", &["khuyết tật nhẹ", "kt nhẹ"]),
    ("nct", &["người cao tuổi", "cao tuổi", "người già"]),
    ("ncc", &["người có công", "thương binh", "bệnh binh", "mẹ việt nam anh hùng", "mẹ vnah"]),
    ("gd_chinh_sach", &["chính sách", "gia đình liệt sĩ", "gđ chính sách"]),
    ("bt_xh", &["bảo trợ xã hội", "trợ cấp xã hội", "btxh"]),
    ("ngheo", &["nghèo"]),
    ("can_ngheo", &["cận nghèo"]),
    ("om", &["ốm", "ốm yếu", "ốm đau", "bệnh"]),
    ("none", &["không", "-"]),
];

const HELD: Words = &[
    ("none", &["không", "chưa có", "không có", "-"]),
    ("cmnd9", &["cmnd", "cmnd cũ", "chứng minh nhân dân"]),
    ("cmnd12", &["cmnd 12"]),
    ("cccd_barcode", &["cccd vạch", "mã vạch"]),
    ("cccd_chip", &["cccd", "cccd chip", "gắn chip"]),
    ("cc", &["căn cước"]),
];

const PROCEDURE: Words = &[
    ("first", &["cấp mới", "lần đầu", "cấp lần đầu", "làm mới"]),
    ("cccd_to_cc", &["cấp đổi", "đổi", "đổi thẻ", "đổi cmnd", "đổi cccd"]),
    ("age", &["đến tuổi", "đủ tuổi", "đổi do đến tuổi"]),
    ("info", &["đổi thông tin", "thay đổi thông tin"]),
    ("misprint", &["sai thông tin", "in sai"]),
    ("request", &["theo nguyện vọng"]),
    ("lost", &["mất", "mất thẻ", "cấp lại", "cấp lại do mất"]),
    ("damaged", &["hỏng", "hỏng thẻ", "cấp lại do hỏng"]),
    ("boundary", &["sáp nhập", "đổi địa giới"]),
    ("child6_13", &["trẻ em", "trẻ dưới 14 tuổi"]),
    ("child0_5", &["trẻ dưới 6 tuổi"]),
    ("incapacity", &["mất năng lực hành vi", "mất năng lực hành vi dân sự"]),
];

const TIMES: Words = &[
    ("any", &["cả ngày", "buổi nào cũng được", "-"]),
    ("mornings", &["sáng", "buổi sáng"]),
    ("afternoons", &["chiều", "buổi chiều"]),
    ("saturdays", &["thứ 7", "thứ bảy", "t7"]),
];

const RELATION: Words = &[
    ("self", &["bản thân", "chính chủ", "chính mình", "tôi"]),
    ("spouse", &["vợ", "chồng"]),
    ("child", &["con", "con trai", "con gái", "con dâu", "con rể"]),
    ("parent", &["cha", "bố", "mẹ", "bố mẹ"]),
    ("grandchild", &["cháu", "cháu nội", "cháu ngoại"]),
    ("grandparent", &["ông", "bà", "ông nội", "bà nội", "ông ngoại", "bà ngoại"]),
    ("sibling", &["anh", "chị", "em", "anh trai", "chị gái", "em trai", "em gái"]),
    ("relative", &["họ hàng", "cô", "dì", "chú", "bác", "cậu", "mợ", "thím"]),
    ("guardian", &["giám hộ", "người giám hộ"]),
    ("caregiver", &["người chăm sóc", "người giúp việc"]),
    ("neighbour", &["hàng xóm", "láng giềng"]),
    ("ward_officer", &["cán bộ phường", "cán bộ xã", "tổ trưởng", "tổ trưởng tdp", "trưởng thôn", "công an khu vực"]),
    ("facility_staff", &["nhân viên", "điều dưỡng", "nhân viên y tế"]),
    ("other", &["khác"]),
];

/// What follows gives the code of what a cell says, or the cell itself for the reader to refuse.
pub(super) fn sex(cell: &str) -> String {
    code(cell, SEX, Sex::ALL.iter().map(|one| (one.code(), one.label())))
}

pub(super) fn mobility(cell: &str) -> String {
    code(cell, MOBILITY, Mobility::ALL.iter().map(|one| (one.code(), one.label())))
}

/// Several groups stand in one cell, parted by semicolons.
pub(super) fn groups(cell: &str) -> Vec<String> {
    let group = |one| code(one, GROUP, BeneficiaryGroup::ALL.iter().map(|one| (one.code(), one.label())));
    cell.split(SEPARATOR).map(str::trim).filter(|one| !one.is_empty()).map(group).collect()
}

pub(super) fn held(cell: &str) -> String {
    code(cell, HELD, HeldPaper::ALL.iter().map(|one| (one.code(), one.label())))
}

pub(super) fn procedure(cell: &str) -> String {
    code(cell, PROCEDURE, Procedure::ALL.iter().map(|one| (one.code(), one.label())))
}

pub(super) fn times(cell: &str) -> String {
    code(cell, TIMES, PreferredTimes::ALL.iter().map(|one| (one.code(), one.words(Messages::VIETNAMESE))))
}

pub(super) fn relation(cell: &str) -> String {
    code(cell, RELATION, Relation::ALL.iter().map(|one| (one.code(), one.label())))
}

fn code<L: AsRef<str>>(cell: &str, words: Words, mut labels: impl Iterator<Item = (&'static str, L)>) -> String {
    let said = fold(cell);
    if said.is_empty() {
        return String::new();
    }
    let is = |word: &str| fold(word) == said;
    let by_label = labels.find(|(code, label)| is(code) || is(label.as_ref())).map(|(code, _)| code);
    let by_word = || words.iter().find(|(_, known)| known.iter().any(|word| is(word))).map(|(code, _)| *code);
    by_label.or_else(by_word).unwrap_or(cell).to_owned()
}
