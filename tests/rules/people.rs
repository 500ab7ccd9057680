//! R12 to R15, R18 and R38: numbers, phones, search, names and dates.
use luudong::reference::ReferenceFiles;
use luudong::text::dates::{BirthDate, DateError, DatePrecision, clock_time, date_from_fields, long_date, parse_date};
use luudong::text::fold::{all_found_by, fold, found_by, nfc};
use luudong::text::names::{FormOfAddress, NameError, PersonName, Sex, form_of_address, roster_order};
use luudong::text::personal_numbers::{IdentityNumber, NumberProvinces, NumberReading, NumberWarning, read_number};
use luudong::text::phones::{Phone, PhoneError, PhoneKind, PhonePrefixes};

use crate::{born, date};

fn read(number: &str, sex: Sex, birth: &str) -> NumberReading {
    let provinces = NumberProvinces::load(&ReferenceFiles::embedded()).unwrap();
    read_number(number, Some(sex), Some(born(birth)), &provinces)
}

fn phone(typed: &str) -> Result<Phone, PhoneError> {
    Phone::parse(typed, &PhonePrefixes::load(&ReferenceFiles::embedded()).unwrap())
}

fn name(typed: &str) -> PersonName {
    PersonName::parse(typed).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

#[test]
fn r12_the_personal_number_warns_and_never_blocks() {
    use NumberWarning::{BirthYearMismatch, Format, OldCmnd, ProvinceUnknown, SexMismatch};
    for (number, sex, birth, expected) in [
        ("031150001234", Sex::Female, "12/05/1950", vec![]),
        ("031 150 001 234", Sex::Female, "1950", vec![]),
        ("031150001234", Sex::Male, "12/05/1950", vec![SexMismatch]),
        ("031050001234", Sex::Male, "12/05/1951", vec![BirthYearMismatch]),
        ("003050001234", Sex::Male, "12/05/1950", vec![ProvinceUnknown]),
        ("030123456", Sex::Male, "12/05/1950", vec![OldCmnd]),
        ("03105000123", Sex::Male, "12/05/1950", vec![Format]),
        ("", Sex::Male, "12/05/1950", vec![]),
    ] {
        assert_eq!(read(number, sex, birth).warnings, expected, "{number}");
    }
    assert_eq!(read(" ", Sex::Male, "1950").number, IdentityNumber::Blank);
    let codes: Vec<_> = NumberWarning::ALL.iter().map(|warning| warning.code()).collect();
    assert_eq!(codes, ["sex_mismatch", "birth_year_mismatch", "province_unknown", "cmnd9", "format"]);
}

#[test]
fn r12_a_number_does_not_show_itself_in_debug_output() {
    let reading = read("031150001234", Sex::Female, "1950");
    assert_eq!(format!("{:?}", reading.number), "Personal(PersonalNumber(031••••••234))");
}

#[test]
fn r13_any_province_is_accepted() {
    assert_eq!(read("030210004321", Sex::Male, "01/03/2010").warnings, []);
    assert_eq!(read("031210004321", Sex::Male, "01/03/2010").warnings, []);
    assert_eq!(read("079210004321", Sex::Male, "01/03/2010").warnings, []);
}

#[test]
fn r14_phones_are_normalised() {
    for (typed, e164) in [
        ("84912345678", "+84912345678"),
        ("(+84) 0912345678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("0084 912 345 678", "+84912345678"),
        ("+84-912-345-678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("01692345678", "+84392345678"),
        ("+841692345678", "+84392345678"),
        ("01992345678", "+84592345678"),
    ] {
        let phone = phone(typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
        assert_eq!((phone.e164(), phone.kind()), (e164, PhoneKind::Mobile), "{typed}");
        assert!(phone.receives_sms());
    }
    assert_eq!(phone("84912345678").unwrap().national(), "0912 345 678");
}

#[test]
fn r14_landlines_get_no_sms_and_nonsense_is_refused() {
    let landline = phone("02253 822 222").unwrap();
    assert_eq!(landline.kind(), PhoneKind::Landline);
    assert!(!landline.receives_sms());
    assert_eq!(landline.e164(), "+842253822222");
    assert_eq!(landline.national(), "0225 3822 222");
    for (typed, error) in [
        ("09123456789", PhoneError::Invalid),
        ("0912345", PhoneError::Invalid),
        ("0112345678", PhoneError::Invalid),
        ("", PhoneError::Empty),
        ("không có", PhoneError::BadCharacter),
        ("0912345678 / 0987654321", PhoneError::BadCharacter),
        ("+81 90 1234 5678", PhoneError::Foreign),
        ("19001234", PhoneError::Service),
    ] {
        assert_eq!(phone(typed), Err(error), "{typed}");
    }
}

#[test]
fn r15_search_without_marks_finds_all_matches() {
    let wards = [
        ("10888", "Xã Cẩm Giang"),
        ("10903", "Xã Cẩm Giàng"),
        ("11308", "Phường Thủy Nguyên"),
        ("11329", "Phường Ngô Quyền"),
    ];
    let found =
        |query: &str| -> Vec<&str> { all_found_by(&wards, |ward| ward.1, query).iter().map(|ward| ward.0).collect() };
    assert_eq!(found("cam giang"), ["10888", "10903"]);
    assert_eq!(found("thuy nguyen"), ["11308"]);
    assert_eq!(found("ngo q"), ["11329"]);
    assert!(found_by("Thuỷ Nguyên", "thuy nguyen"));
    assert!(found_by("Thủy Nguyên", "Thuỷ  Nguyên"));
    assert_eq!(fold("  Đồ   SƠN "), "do son");
}

#[test]
fn r18_roster_order_is_vietnamese_and_by_given_name() {
    let sorted = ["An", "Ánh", "Ân", "Dũng", "Đào", "Hoa", "Hòa", "Hóa", "Út", "Ước"];
    let mut names: Vec<_> = sorted.iter().rev().map(|given| name(given)).collect();
    names.sort_by(roster_order);
    let order: Vec<_> = names.iter().map(PersonName::as_str).collect();
    assert_eq!(order, sorted);

    let mut names = ["Vũ Thị An", "Đỗ Văn Bình", "Bùi Thị An"].map(name);
    names.sort_by(roster_order);
    assert_eq!(names.map(String::from), ["Bùi Thị An", "Vũ Thị An", "Đỗ Văn Bình"]);
}

#[test]
fn r18_names_are_read_as_people_type_them() {
    for (typed, stored) in [
        ("  nguyễn   thị hòa ", "nguyễn thị hòa"),
        ("NGUYỄN THỊ HÒA", "Nguyễn Thị Hòa"),
        ("ĐẶNG Ý", "Đặng Ý"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Út", "Út"),
        ("Tôn Nữ Thị Ngọc Lan Anh", "Tôn Nữ Thị Ngọc Lan Anh"),
        ("Trần\u{200B} Văn\tBình", "Trần Văn Bình"),
        ("NGUYE\u{302}\u{303}N", "Nguyễn"),
    ] {
        assert_eq!(name(typed).as_str(), stored);
    }
    for (typed, error) in [
        ("   ", NameError::Empty),
        ("-", NameError::Empty),
        ("0912345678", NameError::Digit),
        ("Trần Văn 2", NameError::Digit),
        ("Trần\u{7}Văn", NameError::BadCharacter('\u{7}')),
        ("<b>An</b>", NameError::BadCharacter('<')),
    ] {
        assert_eq!(PersonName::parse(typed), Err(error), "{typed:?}");
    }
    assert_eq!(PersonName::parse(&"a".repeat(101)), Err(NameError::TooLong));
    assert_eq!(name("Nguyễn Thị Hòa").given_name(), "Hòa");
    assert_eq!(name("Nguyễn Thị Hòa").family_and_middle(), "Nguyễn Thị");
    assert_eq!(name("Út").family_and_middle(), "");
}

#[test]
fn people_are_addressed_by_age_and_sex() {
    for (age, sex, expected) in [
        (10, Sex::Male, FormOfAddress::Child),
        (25, Sex::Male, FormOfAddress::YoungMan),
        (25, Sex::Female, FormOfAddress::YoungWoman),
        (60, Sex::Male, FormOfAddress::Man),
        (79, Sex::Female, FormOfAddress::Woman),
        (80, Sex::Female, FormOfAddress::Elder),
    ] {
        assert_eq!(form_of_address(age, sex), expected);
    }
    assert_eq!(name("Nguyễn Thị Hòa").addressed(FormOfAddress::Elder), "cụ Hòa");
}

#[test]
fn one_speaks_of_people_by_age_and_given_name() {
    let table = [
        ("Nguyễn Thị Mận", 88, Sex::Female, "cụ Mận"),
        ("Nguyễn Thị Hòa", 76, Sex::Female, "bà Hòa"),
        ("Trần Văn Bình", 60, Sex::Male, "ông Bình"),
        ("Trần Văn Bình", 59, Sex::Male, "Trần Văn Bình"),
        ("Vũ Minh Khôi", 13, Sex::Male, "cháu Khôi"),
        ("Vũ Minh Khôi", 14, Sex::Male, "Vũ Minh Khôi"),
        ("Mận", 88, Sex::Female, "Mận"),
        ("Maria Schmidt", 70, Sex::Female, "Maria Schmidt"),
        ("Võ Thị Sáu", 81, Sex::Female, "cụ Sáu"),
    ];
    for (name, age, sex, wanted) in table {
        assert_eq!(PersonName::parse(name).expect("a name").called(age, sex), wanted);
    }
}

#[test]
fn r38_dates_are_written_and_read_the_vietnamese_way() {
    let saturday = date("28/11/2026");
    assert_eq!(long_date(saturday), "Thứ Bảy 28/11/2026");
    assert_eq!(long_date(date("29/11/2026")), "Chủ nhật 29/11/2026");
    assert_eq!(clock_time(chrono::NaiveTime::from_hms_opt(7, 30, 0).unwrap()), "07:30");
    for typed in ["28/11/2026", " 28.11.2026", "28-11-2026", "2026-11-28"] {
        assert_eq!(parse_date(typed), Ok(saturday), "{typed}");
    }
    assert_eq!(date_from_fields("28", "11", "2026"), Ok(saturday));
    for (typed, error) in [
        ("", DateError::Empty),
        ("30/02/2026", DateError::NoSuchDay),
        ("28/11/26", DateError::Year),
        ("ngày mai", DateError::Format),
        ("28/11", DateError::Format),
    ] {
        assert_eq!(parse_date(typed), Err(error), "{typed}");
    }
}

#[test]
fn r38_birth_dates_keep_their_precision() {
    for (typed, precision, shown) in [
        ("12/05/1950", DatePrecision::Day, "12/05/1950"),
        ("00/00/1950", DatePrecision::Year, "1950"),
        ("1950", DatePrecision::Year, "1950"),
        ("00/05/1950", DatePrecision::Month, "05/1950"),
        ("5/1950", DatePrecision::Month, "05/1950"),
        ("01/01/1950", DatePrecision::Day, "01/01/1950"),
    ] {
        let birth = born(typed);
        assert_eq!((birth.precision(), birth.to_string().as_str()), (precision, shown), "{typed}");
        assert_eq!(BirthDate::new(birth.on(), precision), birth);
    }
    assert!(born("01/01/1950").may_be_year_only());
    assert!(!born("02/01/1950").may_be_year_only());
    assert_eq!(BirthDate::from_fields("", "", "1950"), Ok(born("1950")));
    assert_eq!(BirthDate::from_fields("12", "00", "1950"), Err(DateError::NoSuchDay));
    assert_eq!(BirthDate::from_fields("", "", ""), Err(DateError::Empty));
    assert_eq!(BirthDate::parse("31/02/1950"), Err(DateError::NoSuchDay));
    assert_eq!(BirthDate::parse("12/05/0950"), Err(DateError::Year));
}

#[test]
fn r38_age_counts_full_years() {
    for (birth, on, age) in [
        ("25/11/2020", "24/11/2026", 5),
        ("25/11/2020", "25/11/2026", 6),
        ("29/02/2004", "27/02/2026", 21),
        ("29/02/2004", "28/02/2026", 22),
        ("25/11/2026", "25/11/2020", 0),
    ] {
        assert_eq!(born(birth).age_on(date(on)), age, "{birth} {on}");
    }
}

#[test]
fn r38_text_is_stored_as_nfc() {
    let typed = "Ho\u{300}a Bi\u{300}nh";
    assert_ne!(typed, "Hòa Bình");
    assert_eq!(nfc(typed), "Hòa Bình");
    assert_eq!(name(typed), name("Hòa Bình"));
}
