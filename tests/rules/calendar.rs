//! R1 to R6: which half-days are open and when a card is due.
use chrono::NaiveTime;
use luudong::calendar::{Calendar, DayStatus, ExceptionalHalfDay, HalfDay, OpenHalfDays};
use luudong::reference::ReferenceFiles;

use crate::{calendar, date, with_file};

#[track_caller]
fn assert_open(calendar: &Calendar, on: &str, expected: OpenHalfDays) {
    assert_eq!(calendar.day(date(on)).open, expected, "{on}");
}

#[test]
fn r01_saturday_has_a_morning_only_and_sunday_nothing() {
    let calendar = calendar();
    assert_open(&calendar, "28/11/2026", OpenHalfDays::Morning);
    assert_open(&calendar, "29/11/2026", OpenHalfDays::None);
    assert_open(&calendar, "27/11/2026", OpenHalfDays::Full);
    let two_o_clock = HalfDay::at(NaiveTime::from_hms_opt(14, 0, 0).unwrap());
    let refused = calendar.check_open(date("28/11/2026"), two_o_clock, &[]);
    assert_eq!(refused.unwrap_err().to_string(), "Buổi chiều Thứ Bảy 28/11/2026 không làm việc");
}

#[test]
fn r01_a_named_dispatcher_opens_a_closed_half_day() {
    let calendar = calendar();
    let campaign = ExceptionalHalfDay {
        on: date("28/11/2026"),
        half_day: HalfDay::Afternoon,
        opened_by: "Trần Văn Bình".to_owned(),
        reason: "Chiến dịch cao điểm".to_owned(),
    };
    let exceptions = [campaign];
    assert!(calendar.is_open(date("28/11/2026"), HalfDay::Afternoon, &exceptions));
    assert!(!calendar.is_open(date("29/11/2026"), HalfDay::Afternoon, &exceptions));
    assert!(!calendar.is_open(date("28/11/2026"), HalfDay::Afternoon, &[]));
}

#[test]
fn r02_swap_saturdays_are_full_and_swapped_weekdays_closed() {
    let calendar = calendar();
    assert_open(&calendar, "22/08/2026", OpenHalfDays::Full);
    assert_open(&calendar, "31/08/2026", OpenHalfDays::None);
    assert_open(&calendar, "10/01/2026", OpenHalfDays::Full);
    assert_open(&calendar, "02/01/2026", OpenHalfDays::None);
}

#[test]
fn r03_a_saturday_inside_a_holiday_or_break_is_closed() {
    let calendar = calendar();
    for on in ["01/05/2027", "06/02/2027", "14/02/2026", "21/02/2026"] {
        assert_open(&calendar, on, OpenHalfDays::None);
    }
}

#[test]
fn r04_the_culture_day_is_closed_by_data_and_can_be_switched_off() {
    let on = date("24/11/2026");
    let day = calendar().day(on);
    assert_eq!((day.open, day.status), (OpenHalfDays::None, DayStatus::Policy));

    let shipped = ReferenceFiles::embedded().text("calendar.csv").unwrap();
    let switched = shipped.replace("2026-11-24,Tue,off,policy,yes", "2026-11-24,Tue,off,policy,no");
    assert_ne!(shipped, switched);
    let (files, _folder) = with_file("calendar.csv", &switched);
    let day = Calendar::load(&files).unwrap().day(on);
    assert_eq!((day.open, day.label), (OpenHalfDays::Full, None));
}

#[test]
fn r05_estimated_holidays_are_marked_and_open_only_by_exception() {
    let calendar = calendar();
    let on = date("04/02/2027");
    let day = calendar.day(on);
    assert_eq!((day.open, day.status), (OpenHalfDays::None, DayStatus::Estimate));
    let sentence = calendar.check_open(on, HalfDay::Morning, &[]).unwrap_err().to_string();
    assert!(sentence.contains("dự kiến"), "{sentence}");
    let opened = ExceptionalHalfDay {
        on,
        half_day: HalfDay::Morning,
        opened_by: "Trần Văn Bình".to_owned(),
        reason: "Lịch nghỉ Tết chưa công bố".to_owned(),
    };
    assert!(calendar.is_open(on, HalfDay::Morning, &[opened]));
}

#[test]
fn r05_a_year_without_a_published_calendar_is_an_estimate() {
    let day = calendar().day(date("03/06/2030"));
    assert_eq!((day.open, day.status), (OpenHalfDays::Full, DayStatus::Estimate));
}

#[test]
fn r05_a_due_date_across_an_estimated_holiday_is_an_estimate() {
    let calendar = calendar();
    assert!(calendar.rests_on_estimates(date("02/02/2027"), date("18/02/2027")));
    assert!(!calendar.rests_on_estimates(date("20/11/2026"), date("02/12/2026")));
    assert!(!calendar.rests_on_estimates(date("10/02/2027"), date("18/02/2027")));
}

#[test]
fn r05_a_due_date_beyond_the_last_known_year_is_an_estimate() {
    let calendar = calendar();
    let (captured, due) = (date("24/12/2027"), calendar.due_on(date("24/12/2027")));
    assert_eq!(due, date("04/01/2028"));
    assert!(calendar.rests_on_estimates(captured, due));
    assert!(!calendar.rests_on_estimates(captured, date("31/12/2027")));
}

#[test]
fn nothing_is_open_beyond_the_last_year_whose_days_off_are_entered() {
    let calendar = calendar();
    assert_eq!(calendar.last_promised(), Some(date("31/12/2027")));
    assert!(calendar.is_open(date("31/12/2027"), HalfDay::Morning, &[]));
    // An ordinary Monday, New Year's Day on a Saturday, a day that somebody opened against a calendar that is not there.
    for on in ["03/01/2028", "01/01/2028", "26/01/2028"] {
        let opened = ExceptionalHalfDay {
            on: date(on),
            half_day: HalfDay::Morning,
            opened_by: "Trần Văn Bình".to_owned(),
            reason: "Chiến dịch cao điểm".to_owned(),
        };
        assert!(!calendar.is_open(date(on), HalfDay::Morning, &[opened]), "{on}");
    }
    let refused = calendar.check_open(date("03/01/2028"), HalfDay::Morning, &[]).unwrap_err().to_string();
    assert_eq!(refused, "Chưa nhận hẹn cho Thứ Hai 03/01/2028: lịch làm việc mới có đến hết Thứ Sáu 31/12/2027");
}

/// The calendar as it is shipped with more rows at its end, each "YYYY-MM-DD,Day,kind,status".
fn extended(rows: &[String]) -> Calendar {
    let shipped = ReferenceFiles::embedded().text("calendar.csv").unwrap();
    let rows: String = rows.iter().map(|row| format!("{row},yes,Nghỉ,x\n")).collect();
    let (files, _folder) = with_file("calendar.csv", &format!("{}\n{rows}", shipped.trim_end()));
    Calendar::load(&files).unwrap()
}

/// So many days off at the beginning of a year.
fn days_off(year: i32, count: u32, status: &str) -> Vec<String> {
    let on = |day| chrono::NaiveDate::from_ymd_opt(year, 1, day).unwrap();
    (1..=count).map(|day| format!("{},{},off,{status}", on(day), on(day).format("%a"))).collect()
}

#[test]
fn a_year_counts_when_its_days_off_are_entered_and_none_before_it_is_missing() {
    let last = |rows: &[String]| extended(rows).last_promised();
    assert_eq!(last(&days_off(2028, 1, "confirmed")), Some(date("31/12/2027")), "one row is no year");
    assert_eq!(last(&days_off(2028, 11, "estimate")), Some(date("31/12/2027")), "nobody has confirmed anything");
    assert_eq!(last(&days_off(2028, 11, "confirmed")), Some(date("31/12/2028")));
    assert_eq!(last(&days_off(2029, 11, "confirmed")), Some(date("31/12/2027")), "2028 is missing");
    let head = "date,weekday,kind,status,observed,label,source\n";
    let (files, _folder) = with_file("calendar.csv", head);
    let empty = Calendar::load(&files).unwrap();
    assert_eq!(empty.last_promised(), None);
    assert!(!empty.is_open(date("23/11/2026"), HalfDay::Morning, &[]));
}

#[test]
fn from_so_many_days_before_it_ends_the_calendar_warns() {
    let calendar = calendar();
    assert_eq!(calendar.warning(date("30/06/2027"), 183), None);
    let said = "Lịch làm việc mới có đến hết Thứ Sáu 31/12/2027. Sau ngày đó không nhận hẹn, không mở ca, không xếp lịch. \
        Hãy bổ sung năm 2028 vào calendar.csv.";
    for on in ["01/07/2027", "31/12/2027", "05/02/2028"] {
        assert_eq!(calendar.warning(date(on), 183).as_deref(), Some(said), "{on}");
    }
}

#[test]
fn r06_due_seven_working_days_after_a_complete_capture() {
    let calendar = calendar();
    for (captured, due) in [
        ("20/11/2026", "02/12/2026"),
        ("28/11/2026", "08/12/2026"),
        ("02/02/2027", "18/02/2027"),
        ("20/08/2026", "28/08/2026"),
        ("23/04/2026", "07/05/2026"),
        ("31/12/2025", "12/01/2026"),
    ] {
        assert_eq!(calendar.due_on(date(captured)), date(due), "captured {captured}");
    }
}

#[test]
fn r06_working_days_are_counted_from_the_next_day() {
    let calendar = calendar();
    let from = date("20/11/2026");
    assert_eq!(calendar.working_days_after(from, 0), from);
    assert_eq!(calendar.working_days_after(from, 2), date("25/11/2026"));
}

#[test]
fn the_loader_names_file_line_and_reason() {
    let head = "date,weekday,kind,status,observed,label,source\n";
    for (rows, expected) in [
        (
            "2026-01-01,Thu,off,confirmed,yes,Tết,x\n2026-01-01,Thu,off,confirmed,yes,Tết,x\n",
            "calendar.csv:3: ngày 01/01/2026 bị lặp",
        ),
        ("2026-01-01,Fri,off,confirmed,yes,Tết,x\n", "calendar.csv:2: 01/01/2026 là Thu, không phải Fri"),
        ("2026-01-01,Thu,off,confirmed,yes,,x\n", "calendar.csv:2: ngày 01/01/2026 chưa có tên"),
        ("2026-01-01,Thu,rest,confirmed,yes,Tết,x\n", "calendar.csv:2: cột “kind”"),
        ("2026-01-01,Thu,off,sure,yes,Tết,x\n", "calendar.csv:2: cột “status”"),
        ("2026-01-01,Thu,off,confirmed,maybe,Tết,x\n", "calendar.csv:2: cột “observed”"),
        ("01/01/2026,Thu,off,confirmed,yes,Tết,x\n", "calendar.csv:2: cột “date”"),
        ("2026-01-01,Thu,off\n", "calendar.csv:2: dòng có 3 cột, phải có 7 cột"),
    ] {
        let (files, _folder) = with_file("calendar.csv", &format!("{head}{rows}"));
        let refused = Calendar::load(&files).unwrap_err().to_string();
        assert!(refused.starts_with(expected), "{refused} ≠ {expected}");
    }
}
