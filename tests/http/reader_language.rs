//! The language of a page: what its reader chose, else what their browser asks for, else Vietnamese.
use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::html::Page;

const WANTS_ENGLISH: &str = "en-GB,en;q=0.9";
const PREVIEW: &str = "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)";

fn lang(client: &Client, path: &str) -> String {
    Page::of(&client.get(path).expect(200)).attributes("html", "lang").remove(0)
}

#[test]
fn a_first_visit_is_in_the_language_that_the_browser_asks_for() {
    let app = TestApp::start();
    let asks = |wanted: &str| app.public().with("Accept-Language", wanted);
    for path in ["/", "/apply", "/follow", "/check", "/phuong/11329", "/remarks/new"] {
        assert_eq!(lang(&asks(WANTS_ENGLISH), path), "en", "{path}");
        assert_eq!(lang(&app.public(), path), "vi", "{path}");
        assert_eq!(lang(&asks("vi-VN,vi;q=0.9,en;q=0.8"), path), "vi", "{path}");
        assert_eq!(lang(&asks("ko-KR,ko;q=0.9"), path), "vi", "{path}");
        assert_eq!(lang(&asks(WANTS_ENGLISH).with("User-Agent", PREVIEW), path), "vi", "{path}");
    }
    let answer = asks(WANTS_ENGLISH).get("/").expect(200);
    assert_eq!((answer.header("cache-control"), answer.header("vary")), ("no-store", "accept-language"));
    let lost = asks(WANTS_ENGLISH).get("/no-such-page").expect(404);
    assert_eq!(Page::of(&lost).attributes("html", "lang"), ["en"]);
    // Files are the same for everybody.
    assert!(!asks(WANTS_ENGLISH).get("/assets/staff.css").expect(200).header("vary").contains("accept-language"));
}

#[test]
fn what_was_chosen_counts_more_than_what_the_browser_asks_for() {
    let app = TestApp::start();
    let chose = |locale: &str| app.public().with("Cookie", &format!("luudong_language={locale}"));
    assert_eq!(lang(&chose("vi").with("Accept-Language", WANTS_ENGLISH), "/apply"), "vi");
    assert_eq!(lang(&chose("en").with("Accept-Language", "vi"), "/apply"), "en");
    assert_eq!(lang(&chose("xx").with("Accept-Language", WANTS_ENGLISH), "/apply"), "en", "no choice of ours");
}

#[test]
fn a_link_that_names_its_language_is_kept_and_leaves_an_address_that_names_none() {
    let app = TestApp::start();
    for (path, left) in [
        ("/follow?code=K7MQ-2XPT&lang=en", "/follow?code=K7MQ-2XPT"),
        ("/follow?lang=en&code=K7MQ-2XPT", "/follow?code=K7MQ-2XPT"),
        ("/check?lang=en", "/check"),
    ] {
        for client in [app.public(), app.public().with("Cookie", "luudong_language=vi").with("Accept-Language", "vi")] {
            let answer = client.get(path).expect(303);
            assert_eq!((answer.header("location"), answer.header("cache-control")), (left, "no-store"));
            let cookie = answer.header("set-cookie");
            assert!(cookie.starts_with("luudong_language=en; ") && cookie.contains("SameSite=Lax"), "{cookie}");
        }
        let preview = app.public().with("User-Agent", PREVIEW).get(path).expect(303);
        assert_eq!((preview.header("location"), preview.header("set-cookie")), (left, ""), "Vietnamese, as before");
    }
    for path in ["/check?lang=xx", "/check?lang=", "/check?lang", "/check?language=en", "/check?lang=en%20"] {
        let answer = app.public().get(path).expect(200);
        assert_eq!((lang(&app.public(), path).as_str(), answer.header("set-cookie")), ("vi", ""), "{path}");
    }
    app.public().get("//elsewhere.example?lang=en").expect(404);
    app.public().get("/cases?lang=en").expect(303);
    assert_eq!(app.public().get("/cases?lang=en").header("set-cookie"), "", "nobody chooses the office's language");
}

#[test]
fn a_refused_form_can_be_read_in_the_other_language_too() {
    let app = TestApp::start();
    let host = app.base.trim_start_matches("http://");
    let switch = |referrer: &str| {
        let refused = app.public().with("Host", host).with("Referer", referrer).form("/check", &[("code", "?")]);
        Page::of(&refused.expect(422)).attributes("header .side", "href")
    };
    assert_eq!(switch(&format!("{}/check?x=1", app.base)), ["/language?to=en&back=%2Fcheck%3Fx%3D1"]);
    assert!(switch("https://elsewhere.example/check").is_empty(), "a page that is not ours is not gone back to");
    assert!(switch(&format!("{}//elsewhere.example", app.base)).is_empty());
}

#[test]
fn the_duty_telephone_is_named_in_the_readers_language() {
    let app = TestApp::with("office.telephone = '0225 3822 221'");
    let vietnamese = "Trực ban Công an";
    let english = "Duty officer of the police where you live";
    for path in ["/", "/follow/lost", "/check"] {
        let said = |client: &Client| client.get(path).expect(200).text;
        let (own, read) = (said(&app.public()), said(&app.public().with("Accept-Language", WANTS_ENGLISH)));
        let named = |text: &str, lang: &str, label: &str| text.contains(&format!("<span lang=\"{lang}\">{label}"));
        assert!(named(&read, "en", english) && !named(&read, "vi", vietnamese), "{path} in English");
        assert!(named(&own, "vi", vietnamese) && !own.contains(english), "{path} in Vietnamese");
    }
}
