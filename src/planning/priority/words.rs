//! The fair order in plain Vietnamese: for dispatchers with points, for a family with its own reasons only.
use super::{Because, Priority, PriorityWeights, Term, Turn};
use crate::cases::case::DeadlineReason;
use crate::cases::kinds::{BeneficiaryGroup, Mobility};
use crate::geography::wards::WardKind;
use crate::text::dates::short_date;

impl PriorityWeights {
    /// "Bộ trọng số thứ tự chờ 2026-11b, từ 01/07/2025, Tổ phát triển Lưu Động: …".
    pub fn sentence(&self) -> String {
        let Self { version, author, reason, .. } = self;
        format!("Bộ trọng số thứ tự chờ {version}, từ {}, {author}: {reason}", short_date(self.valid_from))
    }
}

impl Because {
    /// "nằm liệt giường", "đã chờ 12 ngày", fit for the middle of a sentence.
    pub fn words(self) -> String {
        match self {
            Self::FailedByUs => "lần hẹn trước không thành do phía tổ lưu động".to_owned(),
            Self::Mobility(mobility) => mobility_words(mobility).to_owned(),
            Self::Group(group) => group_words(group).to_owned(),
            Self::Aged80 => "từ 80 tuổi trở lên".to_owned(),
            Self::Deadline { on, reason } => {
                let what_for = reason.map_or("", deadline_words);
                format!("cần có thẻ chậm nhất {}{what_for}", short_date(on))
            }
            Self::Waited { days } => format!("đã chờ {days} ngày"),
        }
    }

    /// Whether it speaks of one person of the household.
    fn is_of_a_person(self) -> bool {
        match self {
            Self::Mobility(_) | Self::Aged80 => true,
            Self::Group(group) => !is_of_the_household(group),
            _ => false,
        }
    }
}

impl Priority {
    /// The terms for the row of a table: words and points.
    pub fn rows(&self) -> Vec<(String, u32)> {
        self.terms.iter().map(|term| (term.because.words(), term.points)).collect()
    }
}

impl Turn<'_> {
    /// For the dispatcher: "Đứng thứ 3: nằm liệt giường (100), đã chờ 12 ngày (24)."
    pub fn sentence(&self) -> String {
        let place = rank_words(self.place);
        if self.priority.terms.is_empty() {
            return format!("Đứng {place}: mới gửi hôm nay, không có lý do ưu tiên.");
        }
        let terms: Vec<String> =
            self.priority.rows().into_iter().map(|(words, points)| format!("{words} ({points})")).collect();
        format!("Đứng {place}: {}.", terms.join(", "))
    }

    /// For the family, when those who wait in its ward were put in order: "Nhà mình đứng thứ 3 trong 12 hộ đang chờ ở
    /// phường này, vì có người nằm liệt giường và đã chờ 12 ngày." No points, and nothing about anybody else.
    pub fn family_sentence(&self, ward: WardKind) -> String {
        let (who, others) = if self.waiting.group_site { ("Điểm này", "nơi") } else { ("Nhà mình", "hộ") };
        let ward = ward.label();
        if self.households == 1 {
            return format!("{who} là {others} duy nhất đang chờ ở {ward} này.");
        }
        let (place, households) = (rank_words(self.household_place), self.households);
        let reasons = family_reasons(&self.priority.terms);
        let why = if reasons.is_empty() {
            "xếp theo thứ tự gửi hồ sơ".to_owned()
        } else {
            format!("vì {reasons}")
        };
        format!("{who} đứng {place} trong {households} {others} đang chờ ở {ward} này, {why}.")
    }
}

fn rank_words(place: usize) -> String {
    if place == 1 { "đầu".to_owned() } else { format!("thứ {place}") }
}

/// "có người nằm liệt giường, khuyết tật nặng và đã chờ 12 ngày".
fn family_reasons(terms: &[Term]) -> String {
    let first_person = terms.iter().position(|term| term.because.is_of_a_person());
    let words = terms.iter().enumerate().map(|(at, term)| {
        let person = if first_person == Some(at) { "có người " } else { "" };
        format!("{person}{}", term.because.words())
    });
    let words: Vec<String> = words.collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} và {last}", before.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

fn mobility_words(mobility: Mobility) -> &'static str {
    match mobility {
        Mobility::Bedridden => "nằm liệt giường",
        Mobility::InHospital => "đang nằm viện",
        Mobility::Wheelchair => "ngồi xe lăn",
        Mobility::WalksWithHelp => "đi lại phải có người dìu",
        Mobility::Walks => "tự đi lại được",
    }
}

fn group_words(group: BeneficiaryGroup) -> &'static str {
    match group {
        BeneficiaryGroup::VerySevereDisability => "khuyết tật đặc biệt nặng",
        BeneficiaryGroup::SevereDisability => "khuyết tật nặng",
        BeneficiaryGroup::MildDisability => "khuyết tật nhẹ",
        BeneficiaryGroup::Elderly => "từ 60 tuổi trở lên",
        BeneficiaryGroup::Merit => "có công với cách mạng",
        BeneficiaryGroup::PolicyFamily => "thuộc gia đình chính sách",
        BeneficiaryGroup::SocialProtection => "hưởng trợ cấp xã hội",
        BeneficiaryGroup::Poor => "thuộc hộ nghèo",
        BeneficiaryGroup::NearPoor => "thuộc hộ cận nghèo",
        BeneficiaryGroup::Ill => "ốm yếu khó đi lại",
        BeneficiaryGroup::None => "không thuộc nhóm ưu tiên",
    }
}

fn is_of_the_household(group: BeneficiaryGroup) -> bool {
    matches!(group, BeneficiaryGroup::PolicyFamily | BeneficiaryGroup::Poor | BeneficiaryGroup::NearPoor)
}

fn deadline_words(reason: DeadlineReason) -> &'static str {
    match reason {
        DeadlineReason::ExpiringCard => " do thẻ cũ sắp hết hạn",
        DeadlineReason::Hospital => " để khám chữa bệnh",
        DeadlineReason::Benefit => " để nhận trợ cấp",
        DeadlineReason::Study => " để đi học đi thi",
        DeadlineReason::Other => " cho việc cần khác",
    }
}
