//! A bot books what it can for an hour, from three addresses and from three hundred, for one person and for invented
//! ones; its proofs of work are free here. Afterwards a real family finds its half-days.
use chrono::{Datelike, Duration, Weekday};
use luudong::accounts::Role;
use luudong::dice::Dice;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, day};
use crate::support::office::Office;
use crate::support::{Client, TestApp};

/// Three teams go to three wards each.
const WARDS: [[&str; 3]; 3] = [["11329", "11359", "11383"], ["11407", "11413", "11443"], ["11311", "11323", "11335"]];

/// As the product is delivered.
const DELIVERED: &str = "limits.trusted_proxies = ['127.0.0.1']\nlimits.burst_starts_per_minute = 1000000\n\
    booking.unapproved_per_person_max = 1\nbooking.unapproved_per_email_max = 2\n\
    booking.unapproved_area_hour_free = 6\nbooking.unapproved_share_percent = 75\n";

struct City {
    app: TestApp,
    office: Office,
    wards: Vec<&'static str>,
}

impl City {
    fn new() -> Self {
        let app = TestApp::with(DELIVERED);
        let office = Office::of(&app);
        let first = app.desk.now().date() + Duration::days(2);
        let last = first + Duration::days(25);
        let mut wards = Vec::new();
        for (number, own) in WARDS.iter().enumerate() {
            let known: Vec<&str> = own.iter().copied().filter(|ward| app.desk.ward_names.contains_key(*ward)).collect();
            let crew = office.crew(number, &known, None);
            for on in first.iter_days().take_while(|on| *on <= last) {
                let halves = if on.weekday() == Weekday::Sat { "morning" } else { "full" };
                let _ = office.asks_duty(crew, on, halves);
            }
            wards.extend(known);
        }
        Self { app, office, wards }
    }

    fn from(&self, address: &str) -> Client {
        self.app.public().with("X-Forwarded-For", address)
    }

    /// The half-days that somebody in a ward can take.
    fn bookable(&self, ward: &str) -> Vec<(String, String)> {
        let wanted = json!({"ward_code": ward, "people": [{"birth": "1950", "mobility": "bedridden"}]});
        let offers = self.from("192.0.2.200").post("/api/v1/offers", &wanted).expect(200).json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let offers = offers["offers"].as_array().expect("offers").clone();
        offers.iter().map(|offer| (text(&offer["on"]), text(&offer["half_day"]))).collect()
    }

    /// One hour of a bot; gives how many places it got.
    fn suffers(&self, addresses: u32, invented: bool) -> usize {
        let dice = Dice::seeded(u64::from(addresses) * 2 + u64::from(invented));
        let mut got = 0;
        for attempt in 0..120 {
            if attempt % 2 == 0 {
                self.app.later(Duration::minutes(1));
            }
            let ward = self.wards[usize::try_from(dice.between(0, 8)).expect("small") % self.wards.len()];
            let half_days = self.bookable(ward);
            let Some((on, half_day)) =
                half_days.get(usize::try_from(dice.between(0, 500)).expect("small") % half_days.len().max(1))
            else {
                continue;
            };
            let host = dice.between(0, addresses - 1);
            let bot = self.from(&format!("203.{}.{}.7", host / 200, host % 200));
            let new = booking(ward, &dice, invented.then_some(attempt), (on, half_day));
            got += usize::from(bot.post("/api/v1/bookings", &new).status == 201);
        }
        got
    }
}

/// A booking with a random phone and door, for one person or for one of its own.
fn booking(ward: &str, dice: &Dice, invented: Option<u32>, (on, half_day): (&str, &str)) -> Value {
    let mut case = HOUSEHOLDS[0].case();
    case["contact"] = json!({
        "name": "Phạm Thị Lan", "relation": "child", "phone": format!("0912{:06}", dice.between(100_000, 999_999)),
    });
    case["consents"]["messages"] = json!(false);
    case["address"] =
        json!({"line": format!("Số {} ngõ {}", dice.between(1, 9_999), dice.between(1, 999)), "ward_code": ward});
    if let Some(number) = invented {
        let names = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga"];
        let name = |at: u32| names[usize::try_from(at % 10).expect("small")];
        case["applicants"][0]["name"] = json!(format!("Trần {} {}", name(number / 10), name(number)));
        case["applicants"][0]["birth"] =
            json!(format!("{:02}/{:02}/{}", number % 28 + 1, number % 12 + 1, 1930 + number % 30));
        case["applicants"][0]["number"] = json!("");
        case["applicants"][0]["held_paper"] = json!("none");
    }
    json!({"case": case, "half_day": {"on": on, "half_day": half_day}})
}

#[test]
fn an_hour_of_a_bot_leaves_most_half_days_to_real_families() {
    for (addresses, invented) in [(3, false), (300, false), (3, true), (300, true)] {
        let city = City::new();
        let before: Vec<usize> = city.wards.iter().map(|ward| city.bookable(ward).len()).collect();
        assert!(before.iter().all(|count| *count >= 20), "{before:?}");
        let got = city.suffers(addresses, invented);
        let after: Vec<usize> = city.wards.iter().map(|ward| city.bookable(ward).len()).collect();
        let left = before.iter().zip(&after).map(|(before, after)| after * 100 / before).min().expect("wards");
        eprintln!(
            "{addresses} addresses, invented: {invented}: {got} places taken, {left} % of half-days left at least"
        );
        assert!(left >= 70, "{addresses} addresses, invented {invented}: {before:?} → {after:?}");
        if !invented {
            assert_eq!(got, 1, "one person has one place");
        }
        let mut turned_away = 0;
        for (number, ward) in city.wards.iter().enumerate() {
            let half_days = city.bookable(ward);
            let (on, half_day) = &half_days[0];
            let mut real = booking(
                ward,
                &Dice::seeded(99 + number as u64),
                Some(400 + u32::try_from(number).expect("small")),
                (on, half_day),
            );
            real["case"]["applicants"][0]["name"] = json!("Đinh Thị Thật");
            let family = city.from(&format!("198.51.100.{number}"));
            let answer = family.post("/api/v1/bookings", &real);
            if invented && answer.status == 429 {
                // Nothing tells it from the invented ones: it files, and an officer keeps a half-day for it.
                assert!(answer.json()["detail"].as_str().is_some_and(|said| said.contains("Hồ sơ vẫn gửi được")));
                let filed = family.post("/api/v1/cases", &real["case"]).expect(201).json();
                let path = format!("/api/v1/cases/{}/booking", filed["code"].as_str().expect("a code"));
                Office::signed_in(city.app.public()).dispatcher.post(&path, &real["half_day"]).expect(201);
                turned_away += 1;
                continue;
            }
            assert_eq!(answer.status, 201, "a real family in {ward}: {}", answer.text);
        }
        eprintln!("of {} real families {turned_away} file without a half-day", city.wards.len());
        assert!(turned_away == 0 || addresses == 300, "{turned_away} real families beside a bot of three addresses");
        city.app.leave_mails(city.app.waiting_mails().len());
    }
}

#[test]
fn one_person_one_mailbox_and_rushes_for_different_days_count_as_one() {
    let city = City::new();
    let ward = city.wards[0];
    let half_days = city.bookable(ward);
    let wanted: Vec<Value> = (0..12)
        .map(|at| {
            let (on, half_day) = &half_days[at * 2];
            booking(ward, &Dice::seeded(at as u64), None, (on, half_day))
        })
        .collect();
    let client = city.app.public();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asking: Vec<_> = wanted
            .iter()
            .map(|new| {
                let client = client.clone();
                scope.spawn(move || client.post("/api/v1/bookings", new).status)
            })
            .collect();
        asking.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 201 | 429)), "{statuses:?}");

    let mailed = |at: usize| {
        let (on, half_day) = &city.bookable(ward)[at];
        let mut new =
            booking(ward, &Dice::seeded(50 + at as u64), Some(u32::try_from(at).expect("small")), (on, half_day));
        new["case"]["contact"]["email"] =
            json!(if at.is_multiple_of(2) { "Ban@example.test" } else { "ban@EXAMPLE.test" });
        new["case"]["consents"]["messages"] = json!(true);
        client.post("/api/v1/bookings", &new)
    };
    mailed(1).expect(201);
    mailed(4).expect(201);
    let third = mailed(8);
    third.assert_problem(429, "too-many-holds");
    assert!(third.json()["detail"].as_str().is_some_and(|said| said.contains("Hồ sơ vẫn gửi được")), "{}", third.text);
    city.app.leave_mails(city.app.waiting_mails().len());
}

#[test]
fn what_came_from_one_source_is_refused_at_once_and_its_places_are_public_at_once() {
    let city = City::new();
    let bot = city.from("203.0.113.9");
    let mut half_days = Vec::new();
    for at in 0..4_u32 {
        let ward = city.wards[usize::try_from(at).expect("small") % 3];
        let (on, half_day) = city.bookable(ward)[0].clone();
        let new = booking(ward, &Dice::seeded(u64::from(at)), Some(at), (&on, &half_day));
        bot.post("/api/v1/bookings", &new).expect(201);
        half_days.push((ward, on, half_day));
    }
    let listed = city.office.dispatcher.get("/api/v1/unapproved-bookings").expect(200).json();
    let group = &listed["groups"][0];
    assert_eq!((&group["in_common"], group["codes"].as_array().map(Vec::len)), (&json!("source"), Some(4)));
    let dispatcher = city.app.browser(Role::Dispatcher);
    let page = dispatcher.get("/unapproved-bookings").expect(200);
    assert!(page.text.contains("4 hồ sơ gửi cùng một nguồn"), "{}", page.text);
    let codes = group["codes"].as_array().expect("codes").iter().map(|code| ("code", code.as_str().expect("a code")));
    let reason = ("reason", "Không liên hệ được để xác nhận.");
    let fields: Vec<(&str, &str)> = codes.chain([reason]).collect();
    let done = dispatcher.form("/unapproved-bookings/refusal", &fields).expect(303);
    assert_eq!(done.header("location"), "/unapproved-bookings?refused=4");
    assert_eq!(
        dispatcher.form("/unapproved-bookings/refusal", &fields).expect(303).header("location"),
        "/unapproved-bookings?refused=0"
    );
    for (ward, on, half_day) in half_days {
        assert!(city.bookable(ward).contains(&(on.clone(), half_day.clone())), "{ward} {on} {half_day}");
    }
    city.app.leave_mails(city.app.waiting_mails().len());
}

#[test]
fn cases_that_nobody_looked_at_share_a_half_day_with_those_that_somebody_did() {
    let app = TestApp::with("booking.unapproved_share_percent = 30\nbooking.staff_minutes = 0");
    let office = Office::of(&app);
    office.duty(office.crew(1, &["11329"], None), day("2026-11-27"), "morning");
    let friday = |at: u32| {
        let mut new = booking("11329", &Dice::seeded(u64::from(at)), Some(at), ("2026-11-27", "morning"));
        new["case"]["applicants"][0]["mobility"] = json!("wheelchair");
        new
    };
    let mut taken = 0;
    let refused = loop {
        let answer = app.public().post("/api/v1/bookings", &friday(taken));
        if answer.status != 201 {
            break answer;
        }
        taken += 1;
    };
    refused.assert_problem(409, "half-day-gone");
    assert!((1..4).contains(&taken), "{taken} places in a morning");
    let case = office.files(&friday(90)["case"]);
    let wish = json!({"on": "2026-11-27", "half_day": "morning"});
    let books = || {
        app.public().with("X-Case-Secret", &case.secret).post(&format!("/api/v1/cases/{}/booking", case.code), &wish)
    };
    books().assert_problem(409, "half-day-gone");
    office.approves(&case);
    books().expect(201);
    // Whoever is approved makes room in the share for the next one.
    let listed = office.dispatcher.get("/api/v1/unapproved-bookings").expect(200).json();
    let first = listed["unapproved"][0]["code"].as_str().expect("a code").to_owned();
    office.dispatcher.post(&format!("/api/v1/cases/{first}/verification"), &json!({"verdict": "approve"})).expect(201);
    let another = app.public().post("/api/v1/bookings", &friday(91));
    assert_eq!(another.status, 201, "{taken} were taken before: {}", another.text);
    app.leave_mails(app.waiting_mails().len());
}
