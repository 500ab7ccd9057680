//! The notice board: the first page, the page of each ward, its poster with the QR code, and the same over JSON.
use serde_json::Value;

use crate::support::households::{HOUSEHOLDS, Household, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Office, planned_fortnight};
use crate::support::{Client, TestApp};

/// Most bytes of a page for families, uncompressed.
const PAGE_BYTES_MAX: usize = 60_000;

fn english(app: &TestApp) -> Client {
    let client = app.public();
    assert_eq!(client.get("/language?to=en&back=/").status, 303);
    client
}

/// The texts of the days of a ward's page.
fn days(page: &Page) -> Vec<String> {
    page.texts(".days > li")
}

#[track_caller]
fn day_of(page: &Page, date: &str) -> String {
    let found = days(page).into_iter().find(|text| text.contains(date));
    found.unwrap_or_else(|| panic!("{date} is not among {:?}", days(page)))
}

#[test]
fn the_first_page_tells_fees_and_the_day_of_the_card_from_their_tables() {
    let app = TestApp::start();
    let page = Page::of(&app.public().get("/").expect(200));
    let fees: Vec<String> = page.texts("table.fees tbody tr");
    assert!(fees.contains(&"Làm thẻ lần đầu Không mất tiền Không mất tiền".to_owned()), "{fees:?}");
    assert!(fees.contains(&"Đổi CMND hoặc CCCD sang thẻ căn cước 15.000 đồng 30.000 đồng".to_owned()), "{fees:?}");
    assert_eq!(page.texts("table.fees thead th")[2], "Từ 01/01/2027");
    // R6 across the holiday of the day after.
    let example = page.texts("p.notice").join(" ");
    assert!(example.contains("hôm nay, Thứ Hai 23/11/2026, thì thẻ có vào Thứ Năm 03/12/2026"), "{example}");
    let complaint = page.texts("#complaint li").join(" ");
    for days in ["90 ngày", "10 ngày", "30 ngày", "45 ngày"] {
        assert!(complaint.contains(days), "{days}: {complaint}");
    }
    let links = page.attributes("main a", "href");
    for wanted in ["/apply", "/follow", "/check", "/phuong/11329", "/phuong/11948"] {
        assert!(links.iter().any(|href| href == wanted), "{wanted} is not linked");
    }
    assert_eq!(links.iter().filter(|href| href.starts_with("/phuong/")).count(), 114);
}

#[test]
fn fees_of_the_new_year_stand_alone_and_a_holiday_gives_another_example() {
    let app = TestApp::start();
    app.at(day("2027-01-01"), "09:00");
    let page = Page::of(&app.public().get("/").expect(200));
    assert_eq!(page.texts("table.fees thead th"), ["Việc cần làm", "Hôm nay"]);
    let fees = page.texts("table.fees tbody tr");
    assert!(fees.contains(&"Đổi CMND hoặc CCCD sang thẻ căn cước 30.000 đồng".to_owned()), "{fees:?}");
    // 1/1/2027 is a holiday, so the example is the Saturday after; seven working days later is 12/01 (R6).
    let example = page.texts("p.notice").join(" ");
    assert!(example.contains("vào Thứ Bảy 02/01/2027 thì thẻ có vào Thứ Ba 12/01/2027"), "{example}");
    // Tết is not announced yet (R5).
    app.at(day("2027-02-02"), "09:00");
    let page = Page::of(&app.public().get("/").expect(200));
    let example = page.texts("p.notice").join(" ");
    assert!(example.contains("dự kiến có vào Thứ Năm 18/02/2027"), "{example}");
}

#[test]
fn a_search_shows_all_that_a_name_can_mean_and_never_picks_one() {
    let app = TestApp::start();
    let found = |typed: &str| {
        let query = serde_urlencoded::to_string([("q", typed)]).expect("a query");
        let page = Page::of(&app.public().get(&format!("/?{query}")).expect(200));
        assert_eq!(page.value("q").as_deref(), Some(typed.trim()));
        page
    };
    let two = found("cam giang").attributes(".links a", "href");
    assert!(two.starts_with(&["/phuong/10888".to_owned(), "/phuong/10903".to_owned()]), "{two:?}");
    let old = found("Phường Trần Phú, TP Hải Dương").attributes(".links a", "href");
    assert_eq!(old, ["/phuong/10532", "/phuong/10537"]);
    assert_eq!(found("11329").texts(".links a"), ["Phường Ngô Quyền"]);
    // NFD, emoji, markup, statements: found or not, shown as text.
    assert_eq!(found("Ngo\u{302} Quye\u{302}\u{300}n").texts(".links a")[0], "Phường Ngô Quyền");
    for nothing in ["😀", "<script>alert(1)</script>", "'; DROP TABLE cases;--", "%"] {
        let page = found(nothing);
        assert!(page.texts("#find ~ p").iter().any(|text| text.starts_with("Không tìm thấy")), "{nothing}");
    }
    assert!(found("   ").texts(".links a").is_empty());
    let long = app.public().get(&format!("/?q={}", "a".repeat(201))).expect(422);
    assert_eq!(Page::of(&long).attributes(".mistakes a", "href"), ["#q"]);
}

#[test]
fn a_ward_reads_its_half_days_in_words_with_why_they_are_closed() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.duty(crew, day("2026-11-27"), "morning");
    office.duty(crew, day("2026-11-28"), "morning");
    let page = Page::of(&app.public().get("/phuong/11329").expect(200));
    assert_eq!(page.texts("h1"), ["Làm căn cước tại nhà: Phường Ngô Quyền"]);
    assert_eq!(days(&page).len(), 28);
    let today = day_of(&page, "23/11/2026");
    assert_eq!(today, "Thứ Hai 23/11/2026 rằm tháng Mười âm lịch Cả ngày: chưa xếp tổ");
    let holiday = day_of(&page, "24/11/2026");
    assert!(holiday.ends_with("Nghỉ: Ngày Văn hóa Việt Nam"), "{holiday}");
    let friday = day_of(&page, "27/11/2026");
    assert!(friday.ends_with("Buổi sáng: có tổ đến, còn chỗ Buổi chiều: chưa xếp tổ"), "{friday}");
    let saturday = day_of(&page, "28/11/2026");
    assert!(saturday.starts_with("Thứ Bảy 28/11/2026 20 tháng Mười âm lịch"), "{saturday}");
    assert!(saturday.ends_with("Buổi sáng: có tổ đến, còn chỗ"), "{saturday}");
    let sunday = day_of(&page, "29/11/2026");
    assert!(sunday.ends_with("Không làm việc: Chủ nhật"), "{sunday}");
    // The team's telephone, and the common one.
    let lines = page.texts(".lines li");
    assert_eq!(lines.len(), 2, "{lines:?}");
    // Another ward has no team.
    let other = Page::of(&app.public().get("/phuong/10507").expect(200));
    assert!(day_of(&other, "28/11/2026").ends_with("Buổi sáng: chưa xếp tổ"));
    assert!(other.texts(".notice")[0].starts_with("Bốn tuần tới chưa xếp tổ nào đến Phường Thành Đông"));
}

#[test]
fn a_full_half_day_says_so_and_what_changes_is_seen_after_a_minute() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, None);
    office.small_duty(crew, day("2026-11-28"), "morning", 1);
    let saturday = || day_of(&Page::of(&app.public().get("/phuong/11329").expect(200)), "28/11/2026");
    assert!(saturday().ends_with("có tổ đến, còn chỗ"), "{}", saturday());
    let filed = office.approved(&[Household { email: "", ..HOUSEHOLDS[0] }]).remove(0);
    assert_eq!(office.books(&filed, "2026-11-28", "morning").status, 201);
    app.later(chrono::Duration::seconds(61));
    assert!(saturday().ends_with("có tổ đến, đã kín"), "{}", saturday());
}

#[test]
fn an_estimated_holiday_is_marked_and_a_half_day_opened_against_the_calendar_is_shown() {
    let app = TestApp::start();
    app.at(day("2027-01-25"), "09:00");
    let office = Office::of(&app);
    let opened = serde_json::json!({"on": "2027-01-30", "half_day": "afternoon", "reason": "Đợt cao điểm trước Tết"});
    office.dispatcher.post("/api/v1/exceptional-half-days", &opened).expect(201);
    let page = Page::of(&app.public().get("/phuong/11329").expect(200));
    let holiday = day_of(&page, "04/02/2027");
    assert!(holiday.contains("Nghỉ: Tết Âm lịch Đinh Mùi") && holiday.contains("dự kiến, có thể đổi"), "{holiday}");
    assert!(day_of(&page, "06/02/2027").contains("mùng 1 tháng Giêng âm lịch"));
    assert!(day_of(&page, "30/01/2027").ends_with("Cả ngày: chưa xếp tổ"));
    assert!(!page.texts("main").join(" ").contains("cao điểm"), "the office's reasons are its own");
}

#[test]
fn islands_say_how_a_team_comes_there() {
    let app = TestApp::start();
    let cat_hai = Page::of(&app.public().get("/phuong/11914").expect(200));
    let island = cat_hai.texts("section[aria-labelledby=island]").join(" ");
    assert!(island.contains("Đảo Cát Hải, Đảo Cát Bà") && island.contains("đi phà ra Đảo Cát Bà"), "{island}");
    let bach_long_vi = Page::of(&app.public().get("/phuong/11948").expect(200));
    let island = bach_long_vi.texts("section[aria-labelledby=island]").join(" ");
    assert!(island.contains("theo chuyến nhiều ngày"), "{island}");
    assert!(Page::of(&app.public().get("/phuong/11329").expect(200)).texts("#island").is_empty());
}

#[test]
fn a_code_of_no_ward_is_not_found_anywhere() {
    let app = TestApp::start();
    for code in ["11341", "99999", "1132", "113290", "abcde", "%D9%A1%D9%A1%D9%A3%D9%A2%D9%A9", "%20", "11329%27"] {
        for page in ["", "/poster", "/qr.svg"] {
            assert_eq!(app.public().get(&format!("/phuong/{code}{page}")).status, 404, "{code}{page}");
        }
        assert_eq!(app.public().get(&format!("/api/v1/wards/{code}/notice")).status, 404, "{code}");
    }
}

#[test]
fn the_qr_code_of_a_poster_leads_a_telephone_to_the_page_of_the_ward() {
    let app = TestApp::with("server.public_url = 'https://luudong.example.vn'");
    let poster = Page::of(&app.public().get("/phuong/11329/poster").expect(200));
    assert_eq!(poster.attributes(".poster img", "src"), ["/phuong/11329/qr.svg"]);
    assert_eq!(poster.texts(".address"), ["https://luudong.example.vn/phuong/11329"]);
    let picture = app.public().get("/phuong/11329/qr.svg").expect(200);
    assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
    assert_eq!(read_qr(&picture.text), "https://luudong.example.vn/phuong/11329");
}

#[test]
fn the_same_facts_stand_in_json() {
    let app = TestApp::start();
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day("2026-11-28"), "morning");
    let notice = app.public().get("/api/v1/wards/11329/notice").expect(200).json();
    assert_eq!((&notice["name"], &notice["page"]), (&"Phường Ngô Quyền".into(), &"/phuong/11329".into()));
    let on = |date: &str| -> &Value {
        let days = notice["days"].as_array().expect("days");
        days.iter().find(|day| day["on"] == date).expect("the date")
    };
    assert_eq!(on("2026-11-28")["half_days"], serde_json::json!([{"half_day": "morning", "standing": "room"}]));
    assert_eq!(on("2026-11-28")["lunar"], "20 tháng Mười âm lịch");
    assert_eq!(on("2026-11-24")["half_days"], serde_json::json!([]));
    assert_eq!(on("2026-11-24")["status"], "policy");
    assert_eq!(
        notice["card"],
        serde_json::json!({"captured_on": "2026-11-23", "due_on": "2026-12-03", "estimate": false})
    );
    assert_eq!(notice["complaint_days"]["decide_complex"], 45);
    assert_eq!(notice["fees_change_on"], "2027-01-01");
}

#[test]
fn every_ward_has_its_page_and_poster_in_both_languages_and_they_are_light() {
    let app = TestApp::start();
    let wards = app.public().get("/api/v1/wards").expect(200).json();
    let codes = wards["items"].as_array().expect("wards").iter().map(|ward| ward["code"].as_str().expect("a code"));
    let visitors = [app.public(), english(&app)];
    let addresses = codes.flat_map(|code| [format!("/phuong/{code}"), format!("/phuong/{code}/poster")]);
    for address in addresses.chain(["/".to_owned()]) {
        for visitor in &visitors {
            let answer = visitor.get(&address).expect(200);
            assert!(answer.text.len() < PAGE_BYTES_MAX, "{address}: {} bytes", answer.text.len());
            Page::of(&answer);
        }
    }
    let page = Page::of(&english(&app).get("/phuong/11329").expect(200));
    assert_eq!(page.attributes("html", "lang"), ["en"]);
    assert!(day_of(&page, "28/11/2026").starts_with("Saturday 28/11/2026 20th day of the 10th lunar month"));
}

#[test]
fn r34_no_notice_tells_anything_of_a_household() {
    let app = TestApp::start();
    let (office, homes) = planned_fortnight(&app);
    let mut secrets: Vec<String> = Vec::new();
    for home in HOUSEHOLDS.iter().chain(homes.values()) {
        secrets.extend([home.name, home.contact, home.phone, home.dial, home.line].map(str::to_owned));
        secrets.extend(Some(home.email.to_owned()).filter(|email| !email.is_empty()));
        secrets.push(home.dial.trim_start_matches("+84").to_owned());
    }
    let cases = office.dispatcher.get("/api/v1/cases?limit=100").expect(200).json();
    let codes: Vec<&str> =
        cases["items"].as_array().expect("cases").iter().filter_map(|case| case["code"].as_str()).collect();
    assert!(codes.len() >= HOUSEHOLDS.len(), "{codes:?}");
    secrets.extend(codes.into_iter().map(str::to_owned));
    // Officers are nobody's business before the visit, either.
    secrets.push(crate::support::office::officer_name(1).to_owned());
    let wards = app.public().get("/api/v1/wards").expect(200).json();
    let mut addresses = vec!["/".to_owned(), "/?q=ngo+quyen".to_owned()];
    for ward in wards["items"].as_array().expect("wards") {
        let code = ward["code"].as_str().expect("a code");
        addresses.extend(["", "/poster", "/qr.svg"].map(|page| format!("/phuong/{code}{page}")));
        addresses.push(format!("/api/v1/wards/{code}/notice"));
    }
    let with_cases =
        |address: &&String| WARDS.iter().any(|ward| address.contains(ward)) || !address.contains("/phuong/");
    let of_interest: Vec<String> =
        addresses.iter().filter(with_cases).filter(|at| !at.contains("/api/")).cloned().collect();
    for (visitor, addresses) in [(app.public(), addresses), (english(&app), of_interest)] {
        for address in &addresses {
            let told = visitor.get(address).expect(200).text;
            for secret in &secrets {
                assert!(!told.contains(secret.as_str()), "{address} tells «{secret}»");
            }
        }
    }
    let busy = Page::of(&app.public().get("/phuong/11329").expect(200));
    assert!(days(&busy).iter().any(|day| day.contains("có tổ đến")), "the fortnight was planned: {:?}", days(&busy));
    app.leave_mails(app.waiting_mails().len());
}

/// Reads a QR code off its SVG: a path of rectangles, painted into a raster as a camera would see it.
fn read_qr(svg: &str) -> String {
    let side: usize =
        svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).expect("a size");
    let mut dark = vec![false; side * side];
    let path = svg.split(" d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
    for rectangle in path.split('M').filter(|part| !part.is_empty()) {
        let numbers = rectangle.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<usize>().ok());
        let [left, top, width, height] = numbers.take(4).collect::<Vec<_>>()[..] else { panic!("{rectangle}") };
        for row in top..top + height {
            dark[row * side + left..row * side + left + width].fill(true);
        }
    }
    let shade = |x: usize, y: usize| if dark[y * side + x] { 0 } else { 255 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, shade);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code");
    grids[0].decode().expect("a readable code").1
}
