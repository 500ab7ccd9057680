//! The lunar calendar of Việt Nam (domain §2): known New Years, leap months, and what holds for every day.
use chrono::{Datelike, Duration, NaiveDate};
use luudong::text::lunar::{LunarDate, lunar_words};
use luudong::text::messages::Words;

use crate::date;

/// Mùng 1 Tết, 1968 to 2067: from PyEphem's new moons and solar terms at UTC+7 with rules written apart, and the same
/// in the table that Hồ Ngọc Đức published.
const NEW_YEARS: [&str; 100] = [
    "29/01/1968",
    "16/02/1969",
    "06/02/1970",
    "27/01/1971",
    "15/02/1972",
    "03/02/1973",
    "23/01/1974",
    "11/02/1975",
    "31/01/1976",
    "18/02/1977",
    "07/02/1978",
    "28/01/1979",
    "16/02/1980",
    "05/02/1981",
    "25/01/1982",
    "13/02/1983",
    "02/02/1984",
    "21/01/1985",
    "09/02/1986",
    "29/01/1987",
    "17/02/1988",
    "06/02/1989",
    "27/01/1990",
    "15/02/1991",
    "04/02/1992",
    "23/01/1993",
    "10/02/1994",
    "31/01/1995",
    "19/02/1996",
    "07/02/1997",
    "28/01/1998",
    "16/02/1999",
    "05/02/2000",
    "24/01/2001",
    "12/02/2002",
    "01/02/2003",
    "22/01/2004",
    "09/02/2005",
    "29/01/2006",
    "17/02/2007",
    "07/02/2008",
    "26/01/2009",
    "14/02/2010",
    "03/02/2011",
    "23/01/2012",
    "10/02/2013",
    "31/01/2014",
    "19/02/2015",
    "08/02/2016",
    "28/01/2017",
    "16/02/2018",
    "05/02/2019",
    "25/01/2020",
    "12/02/2021",
    "01/02/2022",
    "22/01/2023",
    "10/02/2024",
    "29/01/2025",
    "17/02/2026",
    "06/02/2027",
    "26/01/2028",
    "13/02/2029",
    "02/02/2030",
    "23/01/2031",
    "11/02/2032",
    "31/01/2033",
    "19/02/2034",
    "08/02/2035",
    "28/01/2036",
    "15/02/2037",
    "04/02/2038",
    "24/01/2039",
    "12/02/2040",
    "01/02/2041",
    "22/01/2042",
    "10/02/2043",
    "30/01/2044",
    "17/02/2045",
    "06/02/2046",
    "26/01/2047",
    "14/02/2048",
    "02/02/2049",
    "23/01/2050",
    "11/02/2051",
    "01/02/2052",
    "18/02/2053",
    "08/02/2054",
    "28/01/2055",
    "15/02/2056",
    "04/02/2057",
    "24/01/2058",
    "12/02/2059",
    "02/02/2060",
    "21/01/2061",
    "09/02/2062",
    "29/01/2063",
    "17/02/2064",
    "05/02/2065",
    "26/01/2066",
    "14/02/2067",
];

/// The first day of every leap month from 2004 to 2060, from the same sources.
const LEAP_MONTHS: [(&str, u32); 21] = [
    ("21/03/2004", 2),
    ("24/08/2006", 7),
    ("23/06/2009", 5),
    ("21/05/2012", 4),
    ("24/10/2014", 9),
    ("23/07/2017", 6),
    ("23/05/2020", 4),
    ("22/03/2023", 2),
    ("25/07/2025", 6),
    ("23/06/2028", 5),
    ("21/04/2031", 3),
    ("22/12/2033", 11),
    ("23/07/2036", 6),
    ("22/06/2039", 5),
    ("22/03/2042", 2),
    ("23/08/2044", 7),
    ("23/06/2047", 5),
    ("21/04/2050", 3),
    ("23/09/2052", 8),
    ("24/07/2055", 6),
    ("22/05/2058", 4),
];

/// Years in which China celebrates on another day, with that day.
const OTHERWISE_IN_CHINA: [(i32, &str); 5] =
    [(1968, "30/01/1968"), (1985, "20/02/1985"), (2007, "18/02/2007"), (2030, "03/02/2030"), (2053, "19/02/2053")];

#[track_caller]
fn lunar(on: &str) -> LunarDate {
    LunarDate::of(date(on)).unwrap_or_else(|| panic!("{on} has a lunar date"))
}

#[test]
fn a_hundred_new_years_fall_on_their_days() {
    for (on, year) in NEW_YEARS.iter().zip(1968..) {
        assert_eq!(lunar(on), LunarDate { day: 1, month: 1, leap: false, year }, "{on}");
        let eve = LunarDate::of(date(on) - Duration::days(1)).expect("a lunar date");
        assert_eq!((eve.month, eve.year), (12, year - 1), "the day before {on}");
    }
}

#[test]
fn viet_nam_does_not_follow_the_chinese_table() {
    for (year, in_china) in OTHERWISE_IN_CHINA {
        assert!(NEW_YEARS.iter().any(|on| on.ends_with(&year.to_string())));
        assert_ne!((lunar(in_china).day, lunar(in_china).month), (1, 1), "{in_china}");
    }
}

#[test]
fn leap_months_are_where_they_belong_and_nowhere_else() {
    let mut found = Vec::new();
    let (first, last) = (date("01/01/2004"), date("31/12/2060"));
    for on in first.iter_days().take_while(|on| *on <= last) {
        let lunar = LunarDate::of(on).expect("a lunar date");
        if lunar.leap && lunar.day == 1 {
            found.push((on, lunar.month));
        }
    }
    assert_eq!(found, LEAP_MONTHS.map(|(on, month)| (date(on), month)));
}

#[test]
fn the_days_that_the_calendar_of_holidays_rests_on() {
    for (on, day, month) in [
        ("17/02/2026", 1, 1),
        ("26/04/2026", 10, 3),
        ("06/02/2027", 1, 1),
        ("16/04/2027", 10, 3),
        ("02/02/2030", 1, 1),
        ("28/11/2026", 20, 10),
        ("21/01/1900", 21, 12),
    ] {
        assert_eq!((lunar(on).day, lunar(on).month), (day, month), "{on}");
    }
}

#[test]
fn days_follow_each_other_from_1900_to_2199_in_months_of_29_or_30_days() {
    let first = date("01/01/1900");
    let mut before = LunarDate::of(first).expect("a lunar date");
    for on in first.iter_days().skip(1).take_while(|on| on.year() <= 2199) {
        let now = LunarDate::of(on).unwrap_or_else(|| panic!("{on} has a lunar date"));
        if now.day == 1 {
            assert!([29, 30].contains(&before.day), "{on} ends a month of {} days", before.day);
            let next = before.month % 12 + 1;
            let leap = now.leap && now.month == before.month && !before.leap;
            assert!(leap || (!now.leap && now.month == next), "{on}: {now:?} after {before:?}");
            assert_eq!(now.year, before.year + i32::from(now.month == 1 && !leap), "{on}");
        } else {
            assert_eq!(now, LunarDate { day: before.day + 1, ..before }, "{on}");
        }
        before = now;
    }
}

#[test]
fn outside_its_years_there_is_no_lunar_date_and_no_hint() {
    for on in [NaiveDate::MIN, NaiveDate::MAX, date("31/12/1899")] {
        assert_eq!(LunarDate::of(on), None);
        assert_eq!(lunar_words(on, Words::VIETNAMESE), "");
    }
}

#[test]
fn a_lunar_date_is_said_as_people_say_it() {
    for (on, vietnamese, english) in [
        ("28/11/2026", "20 tháng Mười âm lịch", "20th day of the 10th lunar month"),
        ("06/02/2027", "mùng 1 tháng Giêng âm lịch", "1st day of the 1st lunar month"),
        ("05/02/2027", "29 tháng Chạp âm lịch", "29th day of the 12th lunar month"),
        ("08/08/2025", "rằm tháng Sáu nhuận âm lịch", "15th day of the second 6th lunar month"),
        ("01/12/2026", "23 tháng Mười âm lịch", "23rd day of the 10th lunar month"),
    ] {
        assert_eq!(lunar_words(date(on), Words::VIETNAMESE), vietnamese);
        assert_eq!(lunar_words(date(on), Words::of_tag("en")), english);
    }
}
