//! The worse a burst is, the more a proof of work asks for.
use std::collections::HashMap;

use chrono::Duration;

use super::{begins, family, pass_of, sends, solve};
use crate::support::html::Page;
use crate::support::{Client, TestApp};

#[test]
fn a_solved_proof_counts_after_some_seconds_and_both_grow_with_the_burst() {
    let app = TestApp::with("limits.burst_starts_per_minute = 2\nlimits.work_bits = 8\nlimits.work_bits_max = 10");
    let client = burst_of(&app, 0);
    let asked = |client: &Client| {
        let page = Page::of(&client.get("/pause?next=/apply").expect(200));
        let attribute = |name: &str| page.attributes("form", name).remove(0);
        (attribute("data-bits"), attribute("data-secs"), page.value("challenge").expect("a challenge"))
    };
    // Four starts, the threshold is two: one doubling.
    let (bits, secs, challenge) = asked(&client);
    assert_eq!((bits.as_str(), secs.as_str()), ("9", "8"));
    let fields: HashMap<String, String> = [("challenge", challenge.clone()), ("next", "/apply".to_owned())]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
    let answer = solve(&challenge, 9);
    sends(&client, &fields, &answer).expect(422);
    app.later(Duration::seconds(7));
    sends(&client, &fields, &answer).expect(422);
    app.later(Duration::seconds(1));
    begins(&client.with("Cookie", &pass_of(&sends(&client, &fields, &answer).expect(303))));
    burst_of(&app, 60);
    let (bits, secs, _) = asked(&client);
    assert_eq!((bits.as_str(), secs.as_str()), ("10", "24"), "five doublings, and never more than is set");
    app.later(Duration::minutes(2));
    assert_eq!(asked(&client).0, "8", "it calms down before the burst is over");
}

/// Two families file, so many more begin from as many addresses, and the last one is asked for a proof.
fn burst_of(app: &TestApp, more: usize) -> Client {
    for at in 0..more + 3 {
        family(app, &format!("203.0.{}.{}", 100 + more, at + 1)).form("/apply", &[("x", "")]);
    }
    let client = family(app, "203.0.113.4");
    client.form("/apply", &[("x", "")]).expect(303);
    client
}
