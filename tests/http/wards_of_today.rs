//! Today's name of a ward comes first, with its province and in any official spelling: by API, on the page, in a list.
use serde_json::Value;

use crate::support::TestApp;

#[test]
fn the_exact_name_of_today_decides_with_or_without_its_province() {
    let app = TestApp::start();
    let first = |typed: &str| -> Value {
        let query = serde_urlencoded::to_string([("q", typed)]).expect("a query");
        app.public().get(&format!("/api/v1/wards?{query}")).expect(200).json()["items"][0]["code"].clone()
    };
    for (typed, code) in [
        ("Phường An Dương, TP Hải Phòng", "11581"),
        ("Phường An Dương, thành phố Hải Phòng, Việt Nam", "11581"),
        ("P. An Dương TP.Hải Phòng", "11581"),
        ("Phường Lê Chân, TP Hải Phòng", "11383"),
        ("phuong le chan, hai phong", "11383"),
        ("Ðồ Sơn, Thành phố Hải Phòng", first("Phường Đồ Sơn").as_str().expect("a code")),
    ] {
        assert_eq!(first(typed), code, "{typed}");
    }
    // The name of the city alone is no ward, and not everything.
    let query = serde_urlencoded::to_string([("q", "Thành phố Hải Phòng")]).expect("a query");
    let found = app.public().get(&format!("/api/v1/wards?{query}")).expect(200).json()["items"].clone();
    assert!(found.as_array().expect("a list").len() < 20, "{found}");
}
