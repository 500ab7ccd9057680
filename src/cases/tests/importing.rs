//! The list of 91 households: good rows taken once, bad ones named, kills survived.
use super::Office;
use crate::cases::import::{ImportError, ImportReport, Lister, Mode, RowResult, import};
use crate::cases::store;
use crate::text::messages::Words;

const LIST: &[u8] = include_bytes!("../../../tests/data/households_91.csv");

fn run(office: &Office, file: &[u8], mode: Mode) -> ImportReport {
    let lister = Lister { staff: Some(office.dispatcher.clone()), name: "dieu-phoi".into() };
    import(&office.desk, &office.tables, &lister, file, mode).expect("the list is read")
}

fn cases(office: &Office) -> usize {
    let wanted = store::Wanted { limit: 1000, ..store::Wanted::default() };
    office.desk.db.read(|conn| store::list(conn, &wanted)).expect("cases are read").len()
}

fn refused(report: &ImportReport) -> Vec<(u64, String)> {
    let reason = |result: &RowResult| match result {
        RowResult::Refused { reasons } => Some(reasons.join(" ")),
        _ => None,
    };
    report.rows.iter().filter_map(|row| Some((row.line, reason(&row.result)?))).collect()
}

#[test]
fn the_list_of_91_households_is_imported_once() {
    let office = Office::new();
    let dry = run(&office, LIST, Mode::DryRun);
    assert_eq!(cases(&office), 0, "a dry run stores nothing");
    assert_eq!((dry.households, dry.taken(), dry.duplicates(), dry.refused()), (86, 95, 3, 5), "{dry}");
    let real = run(&office, LIST, Mode::Real);
    assert_eq!((real.households, real.taken(), real.duplicates(), real.refused()), (86, 95, 3, 5), "{real}");
    assert_eq!(cases(&office), 86);
    let again = run(&office, LIST, Mode::Real);
    assert_eq!((again.households, again.taken(), again.known(), again.refused()), (0, 0, 95, 5), "{again}");
    assert_eq!(cases(&office), 86);
}

#[test]
fn each_broken_row_has_its_line_and_its_reason() {
    let office = Office::new();
    let report = run(&office, LIST, Mode::DryRun);
    let refused = refused(&report);
    for words in
        ["Điện thoại: Chưa có số điện thoại", "Ngày sinh: Ngày này không có", "10532", "10888", "Đi lại: Chọn mức độ"]
    {
        assert_eq!(refused.iter().filter(|(_, reason)| reason.contains(words)).count(), 1, "{words}: {refused:?}");
    }
    assert!(report.to_string().contains("nay thuộc Phường Thành Đông (10507)"));
    let lines: Vec<&str> = std::str::from_utf8(LIST).unwrap().lines().collect();
    for (line, _) in refused {
        let number = usize::try_from(line).unwrap() - 1;
        assert!(lines[number].starts_with(&format!("{number},")), "line {line} is the row of that number");
    }
}

#[test]
fn households_with_several_people_are_one_case() {
    let office = Office::new();
    run(&office, LIST, Mode::Real);
    let wanted = store::Wanted { limit: 1000, ..store::Wanted::default() };
    let all = office.desk.db.read(|conn| store::list(conn, &wanted)).unwrap();
    let with = |people: i32| all.iter().filter(|case| case.expected_captures == people).count();
    assert_eq!((with(1), with(2), with(3)), (79, 5, 2));
    let consents = office.desk.db.read(|conn| store::consents_of(conn, all[0].id)).unwrap();
    assert_eq!((consents[0].given_by.as_str(), consents[0].channel.code()), ("lister:dieu-phoi", "ward_list"));
    assert_eq!(office.audit(all[0].id), ["import"]);
}

#[test]
fn a_corrected_row_joins_its_household_later() {
    let office = Office::new();
    let head = "Họ và tên;Năm sinh;Giới tính;Đi lại;SĐT;Địa chỉ;Phường/Xã\n";
    let one = "Nguyễn Thị Hòa;1950;nữ;nằm liệt;0912345678;Số 1 phố Cầu Đất;11329\n";
    let bad = "Trần Văn Bình;31/02/1948;nam;xe lăn;0912345678;Số 1 phố Cầu Đất;11329\n";
    let first = run(&office, format!("{head}{one}{bad}").as_bytes(), Mode::Real);
    assert_eq!((first.taken(), first.refused()), (1, 1), "{first}");
    let good = bad.replace("31/02/1948", "28/02/1948").replace("0912345678", "+84 912 345 678");
    let second = run(&office, format!("{head}{one}{good}").as_bytes(), Mode::Real);
    assert_eq!((second.taken(), second.known(), cases(&office)), (1, 1, 1), "{second}");
}

#[test]
fn a_ward_is_never_guessed() {
    let office = Office::new();
    let row = |ward: &str, old: &str| {
        let head = "Họ tên,Ngày sinh,Giới tính,Đi lại,Điện thoại,Địa chỉ,Phường/Xã,Địa chỉ cũ\n";
        let line = format!("Nguyễn Thị Hòa,1950,nữ,nằm liệt,0912345678,Số 1,\"{ward}\",\"{old}\"\n");
        run(&office, format!("{head}{line}").as_bytes(), Mode::DryRun)
    };
    for good in ["11329", "ngo quyen", "PHƯỜNG NGÔ QUYỀN", "Cẩm Giàng", "Xã Cẩm Giang"] {
        assert_eq!(row(good, "").taken(), 1, "{good}: {}", row(good, ""));
    }
    for bad in ["cam giang", "Phường Trần Phú", "Quận Hồng Bàng", "Sài Gòn", "99999", ""] {
        assert_eq!(row(bad, "").refused(), 1, "{bad}: {}", row(bad, ""));
    }
    assert_eq!(row("", "Phường Trần Phú, TP Hải Dương").refused(), 1);
}

#[test]
fn what_is_no_list_is_refused_as_a_whole() {
    let office = Office::new();
    let lister = Lister { staff: None, name: "máy chủ".into() };
    let whole = |file: &[u8]| import(&office.desk, &office.tables, &lister, file, Mode::Real);
    for file in [&b""[..], b"a,b,c\n1,2,3\n", b"\xff\xfe\x00", "Họ tên,Họ và tên\n".as_bytes()] {
        assert!(matches!(whole(file), Err(ImportError::File(_))));
    }
}

#[test]
fn a_list_says_which_half_days_suit_and_a_later_one_only_where_nothing_was_said() {
    let office = Office::new();
    let list = |times: &str, from: &str, phone: &str| {
        let head = "Họ tên;Năm sinh;Giới tính;Đi lại;SĐT;Địa chỉ;Phường/Xã;Buổi tiện;Không đến trước\n";
        format!("{head}Nguyễn Thị Hòa;1950;nữ;nằm liệt;{phone};Số 1 phố Cầu Đất;11329;{times};{from}\n")
    };
    let preferences = || {
        let wanted = store::Wanted { limit: 1000, ..store::Wanted::default() };
        let all = office.desk.db.read(|conn| store::list(conn, &wanted)).unwrap();
        all.iter().map(|case| case.preference.words(Words::VIETNAMESE)).collect::<Vec<_>>()
    };
    let home = "0912345678";
    let wrong = run(&office, list("tối", "31/02/2027", home).as_bytes(), Mode::Real);
    let reasons = refused(&wrong)[0].1.clone();
    assert!(reasons.contains("Buổi tiện: ") && reasons.contains("Không đến trước: "), "{reasons}");
    run(&office, list("", "", home).as_bytes(), Mode::Real);
    assert_eq!(preferences(), ["buổi nào cũng được"]);
    let later = run(&office, list("Buổi sáng", "", home).as_bytes(), Mode::Real);
    assert!(later.to_string().contains("Buổi tiện: ghi thêm vào hồ sơ"), "{later}");
    assert_eq!(preferences(), ["chỉ buổi sáng"]);
    let other = run(&office, list("thứ bảy", "", home).as_bytes(), Mode::Real);
    assert!(other.to_string().contains("Buổi tiện: không ghi vào hồ sơ"), "{other}");
    assert_eq!(preferences(), ["chỉ buổi sáng"]);
    run(&office, list("chiều", "", "0912345679").as_bytes(), Mode::Real);
    assert_eq!(preferences(), ["chỉ buổi sáng", "chỉ buổi chiều"]);
}
