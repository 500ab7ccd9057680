//! Invented households with a pin each, so that a plan has real distances to keep.
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A household as a family files it.
#[derive(Clone, Copy, Debug)]
pub struct Household {
    /// Who needs the card.
    pub name: &'static str,
    /// Whom to call.
    pub contact: &'static str,
    /// As typed.
    pub phone: &'static str,
    /// As a telephone wants it.
    pub dial: &'static str,
    /// Where the receipt goes; empty = none.
    pub email: &'static str,
    /// Ward code.
    pub ward: &'static str,
    /// House, lane, street.
    pub line: &'static str,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lng: f64,
}

/// The wards they live in.
pub const WARDS: [&str; 3] = ["11329", "11359", "11383"];

/// When their bedridden people were born.
pub const BIRTH: &str = "12/05/1950";

macro_rules! households {
    ($($name:literal, $contact:literal, $phone:literal, $dial:literal, $email:literal, $ward:literal, $line:literal, $lat:literal, $lng:literal;)*) => {
        /// Twelve bedridden people in three wards; every fourth household has no e-mail.
        pub const HOUSEHOLDS: &[Household] = &[$(Household {
            name: $name, contact: $contact, phone: $phone, dial: $dial, email: $email, ward: $ward, line: $line, lat: $lat, lng: $lng,
        }),*];
    };
}

households! {
    "Nguyễn Thị Hòa", "Phạm Thị Lan", "0912.345.601", "+84912345601", "nha01@example.test", "11329", "Số 1 ngõ 12 phố Lạch Tray", 20.8661, 106.7045;
    "Trần Văn Đạt", "Trần Thu Ánh", "+84 912 345 602", "+84912345602", "nha02@example.test", "11329", "Số 2 ngõ 34 phố Đà Nẵng", 20.8612, 106.7101;
    "Lê Thị Út", "Lê Quang Ước", "84912345603", "+84912345603", "nha03@example.test", "11329", "Số 3 phố Cầu Đất", 20.8702, 106.6999;
    "Hoàng Văn Ân", "Hoàng Thị Đào", "(+84) 0912345604", "+84912345604", "", "11329", "Số 4 ngõ 56 phố Lê Lợi", 20.8583, 106.7012;
    "Phan Thị Ngọc Ánh", "Phan Văn Dũng", "0912345605", "+84912345605", "nha05@example.test", "11359", "Số 5 phố Trần Phú", 20.8477, 106.6975;
    "Đỗ Văn Khánh", "Đỗ Thị Mai", "0912 345 606", "+84912345606", "nha06@example.test", "11359", "Số 6 ngõ 78 phố Lương Khánh Thiện", 20.8521, 106.6931;
    "Vũ Thị Kim Oanh", "Vũ Đức Sơn", "01692345607", "+84392345607", "nha07@example.test", "11359", "Số 7 phố Điện Biên Phủ", 20.8455, 106.7021;
    "Bùi Văn Thắng", "Bùi Thị Bích", "0912345608", "+84912345608", "", "11359", "Số 8 phố Phạm Ngũ Lão", 20.8499, 106.7003;
    "Đặng Thị Nga", "Đặng Hữu Long", "0912345609", "+84912345609", "nha09@example.test", "11383", "Số 9 ngõ 90 phố Tô Hiệu", 20.8408, 106.6844;
    "Ngô Văn Bình", "Ngô Thị Yến", "0912345610", "+84912345610", "nha10@example.test", "11383", "Số 10 phố Chợ Hàng", 20.8361, 106.6802;
    "Lương Thị Hạnh", "Lương Xuân Hải", "0912345611", "+84912345611", "nha11@example.test", "11383", "Số 11 phố Trần Nguyên Hãn", 20.8443, 106.6889;
    "Đào Văn Minh", "Đào Thị Thu", "0912345612", "+84912345612", "", "11383", "Số 12 phố Hồ Sen", 20.8389, 106.6911;
}

impl Household {
    /// The case as the API wants it.
    pub fn case(&self) -> Value {
        json!({
            "contact": {"name": self.contact, "relation": "child", "phone": self.phone, "email": self.email},
            "address": {"line": self.line, "ward_code": self.ward, "pin": {"lat": self.lat, "lng": self.lng}},
            "applicants": [self.person()],
            "consents": {"visit": true, "messages": !self.email.is_empty()},
        })
    }

    /// Its bedridden person.
    pub fn person(&self) -> Value {
        json!({
            "name": self.name, "birth": BIRTH, "sex": "female", "procedure": "cccd_to_cc",
            "group": "nct", "mobility": "bedridden", "held_paper": "cmnd9", "number": "030123456",
        })
    }
}

/// `2026-11-28` as a date.
pub fn day(iso: &str) -> NaiveDate {
    iso.parse().expect("a date such as 2026-11-28")
}
