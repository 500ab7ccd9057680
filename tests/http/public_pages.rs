//! R34: what anybody may open shows no name, phone or door of any household, in either language.
use luudong::accounts::Permission;
use luudong::urls::{API, PAGES};

use crate::code_words::two_appointments;
use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;

#[test]
fn r34_no_public_page_tells_of_a_household() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let english = office.public.with("Cookie", "luudong_language=en");
    // The API's description has invented people as examples. Pages that need a household's secret are that household's own; the rest is everybody's.
    let open = PAGES.iter().chain(API).filter(|url| {
        url.0 == "GET"
            && url.2 == Permission::Public
            && !url.1.contains("{secret}")
            && !url.1.contains("/cases/{code}")
            && !url.1.ends_with("openapi.json")
    });
    let mut crawled = 0;
    for (_, pattern, _) in open {
        let path = crate::permissions::example(pattern).replace("/wards/1", "/wards/11329");
        let path = path.replace("/phuong/1", "/phuong/11329").replace("/problems/1", "/problems/invalid");
        for client in [&office.public, &english] {
            let text = client.get(&path).text;
            for home in &HOUSEHOLDS[..2] {
                for secret in [home.name, home.contact, home.phone, home.dial, home.line] {
                    assert!(!text.contains(secret), "{path} tells «{secret}»");
                }
            }
            for one in &filed {
                assert!(!text.contains(&one.code) && !text.contains(&one.secret), "{path} tells a case");
            }
        }
        crawled += 1;
    }
    assert!(crawled >= 10, "{crawled} pages were walked");
}
