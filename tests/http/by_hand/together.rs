//! Two dispatchers at one duty: whoever was slower is shown what the other did, and nothing is written over.
use luudong::accounts::Role;
use serde_json::json;

use super::{THURSDAY, driven, edits, office_at_work, rows, versions};
use crate::support::TestApp;
use crate::support::app::PASSWORD;
use crate::support::environment;
use crate::support::html::Page;
use crate::support::office::DISPATCHER;

#[test]
fn a_colleague_who_was_faster_is_shown_and_nothing_is_written_over() {
    let app = TestApp::start();
    let (office, [first, _], _, _) = office_at_work(&app);
    app.account("dong.nghiep", Role::Dispatcher, &[]);
    let colleague = app.browser_as("dong.nghiep");
    let order = driven(&app, first);
    let versions = format!("{first}:{}", versions(&office, &[first])[0]["version"]);
    let [visit, other, duty] = [order[0], order[1], first].map(|id| id.to_string());
    let fields = [
        ("on", THURSDAY),
        ("visit", &*visit),
        ("other", &*other),
        ("act", "swap"),
        ("place", &*duty),
        ("versions", &*versions),
    ];
    app.browser_as(DISPATCHER).form("/board/edits", &fields).expect(303);
    let after = rows(&app);
    let merge = colleague.form("/board/edits", &fields).expect(409);
    assert!(merge.text.contains("Vừa có người sửa") && merge.text.contains("bản mới nhất"), "{}", merge.text);
    assert!(merge.text.contains("đổi chỗ"), "what the colleague did is named: {}", merge.text);
    assert_eq!(rows(&app), after);
    // It was seen by the colleague, who takes it back.
    let page = Page::of(&colleague.get(&format!("/board?on={THURSDAY}")).expect(200));
    let undo = page.attributes("form", "action").into_iter().find(|action| action.ends_with("/undo"));
    colleague.form(&undo.expect("an undo"), &[("on", THURSDAY)]).expect(303);
    assert_eq!(driven(&app, first), order);
}

#[test]
fn two_dispatchers_at_one_duty_lose_no_edit_without_a_word() {
    let app = TestApp::start();
    let (office, [first, second], _, _) = office_at_work(&app);
    app.account("dong.nghiep", Role::Dispatcher, &[]);
    let clients = [office.dispatcher.clone(), office.public.signed_in("dong.nghiep", PASSWORD)];
    let mut seen = [versions(&office, &[first, second]), versions(&office, &[first, second])];
    let random = luudong::dice::Dice::seeded(17);
    let (mut made, mut refused) = (0, 0);
    for _ in 0..environment::cases(50) {
        let who = usize::try_from(random.between(0, 1)).expect("one of two");
        if random.between(0, 2) == 0 {
            seen[who] = versions(&office, &[first, second]);
        }
        let now = versions(&office, &[first, second]);
        let before = rows(&app);
        let order = driven(&app, first);
        let Some(visit) = order.get(usize::try_from(random.between(0, 1)).expect("small")) else { break };
        let after = random.between(0, 2);
        let wanted = json!({"act": "move", "visit_id": visit, "after_stops": after, "versions": [seen[who][0]]});
        let answer = edits(&clients[who], first, &wanted);
        if seen[who][0] == now[0] {
            assert!([200, 409].contains(&answer.status), "{}", answer.text);
            if answer.status == 200 {
                made += 1;
                seen[who] = versions(&office, &[first, second]);
                assert_ne!(versions(&office, &[first])[0], now[0], "a made edit is a new version");
            } else {
                answer.assert_problem(409, "edit-refused");
            }
        } else {
            answer.assert_problem(409, "conflict");
            refused += 1;
            assert_eq!(rows(&app), before, "what a colleague did stands");
        }
    }
    assert!(made > 0 && refused > 0, "{made} made, {refused} refused");
}
