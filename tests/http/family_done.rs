//! Every act of a family leads to a page that says what is now true, by a redirect; and an address that is opened again
//! later says nothing that is no longer so.
use serde_json::json;

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};

const SATURDAY: &str = "2026-11-28";

fn page_of(filed: &Filed, below: &str) -> String {
    format!("/follow/{}/{}{below}", filed.code, filed.secret)
}

/// What the page says to which an act leads.
fn said(office: &Office, filed: &Filed, below: &str, fields: &[(&str, &str)]) -> Vec<String> {
    let done = office.public.form(&page_of(filed, below), fields).expect(303);
    Page::of(&office.public.get(done.header("location")).expect(200)).texts("[role=status]")
}

/// Where below the case's page a form is sent, with which fields, and what is said after.
type Act<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

#[test]
fn every_act_is_confirmed_by_what_is_now_true() {
    let app = TestApp::with("booking.staff_minutes = 0");
    let office = Office::of(&app);
    office.duty(office.crew(1, &WARDS, None), day(SATURDAY), "morning");
    let filed = office.files(&HOUSEHOLDS[0].case());
    let ask = json!({"verdict": "ask", "question": "Ai là người đại diện?"});
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", filed.code), &ask).expect(201);
    let contact = HOUSEHOLDS[0];
    let version =
        |office: &Office| office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).json()["version"].to_string();
    let first = version(&office);
    let correction = [
        ("version", &*first),
        ("contact.name", contact.contact),
        ("contact.relation", "child"),
        ("contact.phone", "0912345699"),
        ("contact.email", contact.email),
        ("address.line", contact.line),
    ];
    let person = [
        ("name", "Tống Văn Thêm"),
        ("birth", "1940"),
        ("sex", "male"),
        ("procedure", "cccd_to_cc"),
        ("mobility", "bedridden"),
    ];
    let table: [Act<'_>; 9] = [
        ("/correction", &correction, "Đã lưu thông tin mới. Tổ và thư báo theo thông tin này."),
        ("/answer", &[("answer", "Chị Lan")], "Đã gửi câu trả lời. Cán bộ xem tiếp, không phải làm gì thêm."),
        ("/return-channel", &[("channel", "post")], "Đã lưu cách nhận thẻ: nhận qua bưu điện, gia đình trả tiền gửi."),
        ("/people", &person, "Đã thêm người này. Hồ sơ có 2 người, làm trong cùng một lần đến."),
        ("/half-day", &[("choice", "any")], "Đã ghi: gia đình chờ được mời. Không phải làm gì thêm."),
        ("/half-day", &[("choice", "2026-11-28/morning")], "Đã giữ buổi này cho gia đình. Không phải làm gì thêm."),
        (
            "/half-day",
            &[("choice", "2026-11-28/morning")],
            "Gia đình đã giữ buổi sáng Thứ Bảy 28/11/2026 rồi. Không có gì thay đổi.",
        ),
        (
            "/half-day",
            &[("choice", "any")],
            "Gia đình đã trả lại buổi sáng Thứ Bảy 28/11/2026. Hồ sơ vẫn giữ thứ tự, có chỗ chúng tôi báo.",
        ),
        ("/data/no-more-mail", &[("x", "")], "Đã ghi: không gửi thư nữa. Có việc cần báo, cán bộ gọi điện thoại."),
    ];
    for (below, fields, expected) in table {
        assert_eq!(said(&office, &filed, below, fields), [expected], "{below}");
    }
    let now = version(&office);
    let ready = [("version", &*now), ("readiness.power", "no")];
    assert_eq!(said(&office, &filed, "/readiness", &ready), ["Đã lưu. Tổ xem điều này trước khi đến."]);
    // What is no longer so is not said again, and nothing that was made up.
    let again = |query: &str| Page::of(&office.public.get(&page_of(&filed, query)).expect(200)).texts("[role=status]");
    for query in
        ["?done=kept", "?done=accepted", "?done=withdrawn", "?done=erasure", "?done=x", "?done=given-back&on=%3Cb%3E"]
    {
        let shown = again(query);
        assert!(shown.is_empty() || query.contains("given-back"), "{query}: {shown:?}");
    }
    assert_eq!(said(&office, &filed, "/withdrawal", &[("sure", "yes")]), ["Đã rút hồ sơ. Không có ai đến nhà nữa."]);
    assert!(again("?done=waiting").is_empty() && again("?done=corrected").is_empty());
    assert_eq!(said(&office, &filed, "/deletion", &[("sure", "yes")]), ["Đã xóa dữ liệu của gia đình."]);
    app.leave_mails(app.waiting_mails().len());
}

#[test]
fn an_invitation_is_confirmed_either_way() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let short = json!({"starts_secs": 27_000, "ends_secs": 27_000 + 110 * 60});
    for (number, on) in [(1, SATURDAY), (2, "2026-12-05")] {
        let crew = office.crew(number, &WARDS, None);
        let new = json!({
            "team_id": crew.team, "on": on, "half_days": "morning", "kit_id": crew.kit,
            "officer_ids": [crew.officer], "staff_minutes": 0, "shift": short,
        });
        office.dispatcher.post("/api/v1/duties", &new).expect(201);
    }
    let filed = office.approved(&HOUSEHOLDS[4..7]);
    office.books(&filed[0], SATURDAY, "morning").expect(201);
    office.books(&filed[1], "2026-12-05", "morning").expect(201);
    office.withdraws(&filed[0]);
    assert_eq!(app.invite(), 1);
    let declined = "Đã ghi: gia đình không nhận buổi ấy. Hồ sơ vẫn giữ thứ tự, có chỗ chúng tôi báo.";
    assert_eq!(said(&office, &filed[2], "/invitation/refusal", &[("x", "")]), [declined]);
    office.withdraws(&filed[1]);
    assert_eq!(app.invite(), 1);
    let accepted = "Đã nhận lời mời. Buổi này là của gia đình, không phải làm gì thêm.";
    assert_eq!(said(&office, &filed[2], "/invitation/acceptance", &[("x", "")]), [accepted]);
    app.leave_mails(app.waiting_mails().len());
}
