//! The face of families' pages: whose they are, what a first visit weighs, what a shared link tells, the calendar entry.
use crate::code_words::two_appointments;
use crate::support::TestApp;
use crate::support::html::Page;

/// Most bytes of HTML and style sheets, and of the typeface, that a first visit loads.
const PAGE_BYTES_MAX: usize = 60_000;
const TYPE_BYTES_MAX: usize = 70_000;

const OFFICE: &str = "
office.name = 'Công an thành phố Thử'
office.address = 'Số 1 đường Thử Nghiệm'
office.telephone = '0225 000 0099'
office.domain = 'thu.example.vn'
office.responsible = 'Phòng Thử Nghiệm'
";

#[test]
fn every_page_of_families_says_whose_it_is_and_that_a_demonstration_is_one() {
    let app = TestApp::with(OFFICE);
    for path in ["/", "/follow", "/check", "/phuong/11329", "/no-such-page"] {
        let page = Page::of(&app.public().get(path));
        let said = page.texts("header, footer").join(" ");
        for wanted in ["Công an thành phố Thử", "thu.example.vn", "0225 000 0099", "Số 1 đường", "Phòng Thử Nghiệm"]
        {
            assert!(said.contains(wanted), "{path}: «{wanted}» in {said}");
        }
        assert_eq!(page.texts(".demo"), ["Bản trình diễn"], "{path}");
        assert_eq!(page.attributes("header .mark", "viewBox"), ["0 0 64 64"], "our own mark stands in");
    }
    let switch = Page::of(&app.public().get("/check")).attributes("header .side", "href");
    assert_eq!(switch, ["/language?to=en&back=%2Fcheck"]);
}

#[test]
fn the_office_s_own_picture_is_served_for_ever_and_shown() {
    let path = std::env::temp_dir().join(format!("luudong-emblem-{}.svg", std::process::id()));
    std::fs::write(&path, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'></svg>").expect("a file");
    let app = TestApp::with(&format!("office.emblem = '{}'", path.display()));
    let page = Page::of(&app.public().get("/check").expect(200));
    let shown = page.attributes("header img.mark", "src").remove(0);
    let picture = app.public().get(&shown).expect(200);
    assert_eq!(picture.header("content-type"), "image/svg+xml; charset=utf-8");
    assert!(picture.header("cache-control").ends_with("immutable"), "{}", picture.header("cache-control"));
    app.public().get("/assets/emblem.00000000.svg").expect(404);
    std::fs::remove_file(path).expect("ours");
}

#[test]
fn a_first_visit_is_light_and_its_files_are_kept() {
    let app = TestApp::start();
    for path in ["/", "/apply", "/follow", "/check", "/phuong/11329"] {
        let answer = app.public().get(path).expect(200);
        let sheets = Page::of(&answer).attributes("link[rel=stylesheet]", "href");
        let mut weight = answer.text.len();
        for sheet in &sheets {
            let sheet = app.public().get(sheet).expect(200);
            weight += sheet.text.len();
            assert!(!sheet.text.contains("@import"), "nothing waits for another sheet");
        }
        assert!(weight < PAGE_BYTES_MAX, "{path}: {weight} bytes");
    }
    let page = Page::of(&app.public().get("/").expect(200));
    let sheet = page.attributes("link[rel=stylesheet]", "href").remove(0);
    let sheet = app.public().get(&sheet).expect(200);
    assert_eq!(sheet.header("cache-control"), "public, max-age=31536000, immutable");
    let fonts: Vec<&str> = sheet.text.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!([0, 4].contains(&fonts.len()), "all of the typeface, or none where npm was not: {fonts:?}");
    assert_eq!(sheet.text.matches("font-display:swap").count(), fonts.len(), "words do not wait for it");
    let weigh = |font: &&str| {
        let answer = app.public().get(font).expect(200);
        assert_eq!(answer.header("content-type"), "font/woff2");
        assert!(answer.header("cache-control").ends_with("immutable"));
        answer.header("content-length").parse::<usize>().expect("a length")
    };
    assert!(fonts.iter().map(weigh).sum::<usize>() < TYPE_BYTES_MAX);
}

#[test]
fn what_others_made_goes_out_with_its_licence() {
    let app = TestApp::start();
    let page = app.public().get("/check").expect(200);
    let links = Page::of(&page).attributes("footer a", "href");
    let sheet = Page::of(&page).attributes("link[rel=stylesheet]", "href").remove(0);
    let has_typeface = app.public().get(&sheet).text.contains("@font-face");
    let (has_icons, has_maps) = (page.text.contains("class=\"icon\""), luudong::web::leaflet::is_there());
    let file = app.public().get("/assets/licences.txt");
    assert_eq!(links.contains(&"/assets/licences.txt".to_owned()), file.status == 200, "{links:?}");
    assert_eq!(file.status == 200, has_typeface || has_icons || has_maps);
    let text = if file.status == 200 { &*file.text } else { "" };
    for (is_there, name, says) in [
        (has_typeface, "Be Vietnam Pro", "SIL OPEN FONT LICENSE Version 1.1"),
        (has_icons, "Lucide", "Permission to use, copy, modify, and/or distribute this software"),
        (has_maps, "Leaflet", "BSD 2-Clause License"),
    ] {
        assert_eq!((text.contains(name), text.contains(says)), (is_there, is_there), "{name}: {text}");
    }
    if file.status == 200 {
        assert_eq!(file.header("content-type"), "text/plain; charset=utf-8");
    }
}

#[test]
fn a_shared_link_tells_no_code_and_no_robot_keeps_a_case() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let path = format!("/follow/{}/{}", filed[0].code, filed[0].secret);
    for below in ["", "/letter", "/half-day", "/data", "/correction"] {
        let answer = office.public.get(&format!("{path}{below}")).expect(200);
        let page = Page::of(&answer);
        let told = [page.texts("title"), page.attributes("meta", "content")].concat().join(" ");
        assert!(!told.contains(&filed[0].code), "{below}: {told}");
        assert!(page.attributes("meta[name=robots]", "content").contains(&"noindex".to_owned()), "{below}");
        assert_eq!(answer.header("x-robots-tag"), "noindex, nofollow");
    }
    let open = office.public.get("/check").expect(200);
    assert_eq!(open.header("x-robots-tag"), "");
    assert!(Page::of(&open).attributes("meta[name=robots]", "content").is_empty());
    let robots = office.public.get("/robots.txt").expect(200);
    assert!(robots.text.contains("Disallow: /\n") && robots.text.contains("Allow: /check$"), "{}", robots.text);
    assert_eq!(office.public.send("HEAD", &path, &[], "").expect(200).text, "");
}

#[test]
fn a_family_takes_its_appointment_into_its_own_calendar() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let path = format!("/follow/{}/{}", filed[0].code, filed[0].secret);
    let page = Page::of(&office.public.get(&path).expect(200));
    assert!(page.attributes("main a", "href").contains(&format!("{path}/calendar.ics")));
    let entry = office.public.get(&format!("{path}/calendar.ics")).expect(200);
    assert_eq!(entry.header("content-type"), "text/calendar; charset=utf-8");
    for wanted in ["METHOD:PUBLISH", "DTSTART:20261128T", "STATUS:CONFIRMED", "UID:visit-"] {
        assert!(entry.text.contains(wanted), "{wanted}: {}", entry.text);
    }
    assert!(!entry.text.contains("ATTENDEE"), "a file says nothing of who else has it");
    let other = office.files(&crate::support::households::HOUSEHOLDS[2].case());
    office.public.get(&format!("/follow/{}/{}/calendar.ics", other.code, other.secret)).expect(404);
    office.public.get(&format!("/follow/{}/x/calendar.ics", filed[0].code)).expect(404);
    app.leave_mails(app.waiting_mails().len());
}
