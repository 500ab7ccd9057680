//! Invented people: names put together by chance, doors in streets that do not exist, mail to example.vn.
use crate::cases::household::Pin;
use crate::cases::new_case::{
    NewAddress, NewApplicant, NewCase, NewConsents, NewContact, NewGroupSite, NewPreference, NewRepresentative,
};
use crate::dice::Dice;
use crate::geography::wards::Ward;

const FAMILY: &[&str] = &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Đào", "Lương"];
const MIDDLE_FEMALE: &[&str] = &["Thị", "Thị Minh", "Thị Thanh", "Thu", "Ngọc"];
const MIDDLE_MALE: &[&str] = &["Văn", "Đức", "Hữu", "Quang", "Xuân"];
const GIVEN_FEMALE: &[&str] = &["Hòa", "Lan", "Ánh", "Út", "Mẫu", "Thơm", "Đào", "Bình", "Ước", "Nhàn", "Cúc", "Tý"];
const GIVEN_MALE: &[&str] = &["An", "Ân", "Dũng", "Hải", "Thử", "Lộc", "Đạt", "Khoa", "Sơn", "Tư", "Vượng", "Phúc"];
const STREETS: &[&str] = &["ngõ Thử Nghiệm", "phố Mẫu Đơn Giả", "đường Ví Dụ", "ngách Minh Họa"];

/// Draws with a seed of its own.
pub struct Draw(Dice);

impl Draw {
    /// The same seed draws the same people.
    pub fn new(seed: u64) -> Self {
        Self(Dice::seeded(seed))
    }

    /// A number below `below`.
    pub fn number(&self, below: u64) -> u64 {
        u64::from_le_bytes(self.0.bytes()) % below.max(1)
    }

    fn pick<'a>(&self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.number(from.len() as u64)).unwrap_or(0)]
    }

    /// One household of a ward, number `index` of the demo.
    pub fn household(&self, index: u64, ward: &Ward) -> NewCase {
        let mut applicants = vec![self.elder()];
        match index % 9 {
            3 => applicants.push(self.elder()),
            5 => applicants = vec![self.child()],
            7 => applicants.extend([self.elder(), self.elder()]),
            _ => {}
        }
        NewCase {
            channel: ["family", "family", "phone", "family"][(index % 4) as usize].to_owned(),
            contact: self.contact(index, "child"),
            address: self.address(ward),
            applicants,
            note: if index.is_multiple_of(5) { "Ngõ hẹp, xe máy vào được.".to_owned() } else { String::new() },
            consents: self.consents(index),
            ..NewCase::default()
        }
    }

    /// A hospital or a care home.
    pub fn group_site(&self, index: u64, ward: &Ward, kind: &str, people: i32) -> NewCase {
        NewCase {
            channel: "hospital".to_owned(),
            contact: self.contact(index, "facility_staff"),
            address: self.address(ward),
            group_site: Some(NewGroupSite { kind: kind.to_owned(), expected_captures: people }),
            consents: self.consents(index),
            ..NewCase::default()
        }
    }

    fn elder(&self) -> NewApplicant {
        let female = self.number(3) > 0;
        let mobility = self.pick(&["bedridden", "wheelchair", "walks_with_help", "walks_with_help"]);
        NewApplicant {
            name: self.name(female),
            birth: (1930 + self.number(28)).to_string(),
            sex: if female { "female" } else { "male" }.to_owned(),
            procedure: self.pick(&["cccd_to_cc", "cccd_to_cc", "first"]).to_owned(),
            group: self.pick(&["nct", "nct", "kt_nang", "kt_db_nang", "ncc"]).to_owned(),
            mobility: mobility.to_owned(),
            held_paper: "cmnd9".to_owned(),
            ..NewApplicant::default()
        }
    }

    fn child(&self) -> NewApplicant {
        NewApplicant {
            name: self.name(true),
            birth: format!("15/0{}/2016", 1 + self.number(9)),
            sex: "female".to_owned(),
            procedure: "child6_13".to_owned(),
            group: "kt_nang".to_owned(),
            mobility: "wheelchair".to_owned(),
            representative: Some(NewRepresentative {
                name: self.name(false),
                relation: "parent".to_owned(),
                phone: String::new(),
            }),
            ..NewApplicant::default()
        }
    }

    fn contact(&self, index: u64, relation: &str) -> NewContact {
        let email = if index % 5 == 4 { String::new() } else { format!("ho{index}@example.vn") };
        NewContact {
            name: self.name(index.is_multiple_of(2)),
            relation: relation.to_owned(),
            phone: format!("0912 000 {:03}", index % 1000),
            email,
        }
    }

    fn address(&self, ward: &Ward) -> NewAddress {
        let shift = |_: ()| (self.number(1_600) as f64 - 800.0) / 100_000.0;
        NewAddress {
            line: format!("Số {} {} {}", 1 + self.number(90), self.pick(STREETS), 1 + self.number(9)),
            hamlet: format!("tổ dân phố Mẫu {}", 1 + self.number(12)),
            ward_code: ward.code.to_string(),
            pin: Some(Pin { lat: ward.center.lat() + shift(()), lng: ward.center.lng() + shift(()) }),
            ..NewAddress::default()
        }
    }

    fn consents(&self, index: u64) -> NewConsents {
        NewConsents { visit: true, messages: index % 5 != 4 }
    }

    fn name(&self, female: bool) -> String {
        let (middle, given) = if female { (MIDDLE_FEMALE, GIVEN_FEMALE) } else { (MIDDLE_MALE, GIVEN_MALE) };
        format!("{} {} {}", self.pick(FAMILY), self.pick(middle), self.pick(given))
    }
}

/// Most households take any half-day; now and then somebody is at home in the mornings or on Saturdays only.
pub fn preference(index: u64) -> NewPreference {
    let times = match index % 23 {
        6 => "mornings",
        13 => "afternoons",
        20 => "saturdays",
        _ => "",
    };
    NewPreference { times: times.to_owned(), ..NewPreference::default() }
}
