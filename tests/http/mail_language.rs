//! In which language a family is written to: that of the page on which it filed, until it chooses another.
use diesel::connection::SimpleConnection;
use luudong::accounts::Role;
use luudong::cases::store;
use luudong::text::messages::Words;
use serde_json::{Value, json};

use crate::support::households::{HOUSEHOLDS, WARDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::smtp::{SmtpPeer, read_mails};
use crate::support::wizard::{GRANDMOTHER, REST, Wizard};
use crate::support::{Client, TestApp};

const FRIDAY: &str = "2026-11-27";
const SATURDAY: &str = "2026-11-28";

/// The newest mail that an address has got.
fn newest(app: &TestApp, peer: &SmtpPeer, to: &str) -> Value {
    app.deliver();
    peer.messages().into_iter().rfind(|mail| mail["to"] == to).expect("a mail")
}

/// The mail and its calendar entry, unless they are in another language than this.
#[track_caller]
fn speaks(mail: &Value, language: &str, says: &[&str]) {
    let (text, html) = (mail["text"].as_str().expect("a text"), mail["html"].as_str().expect("HTML"));
    assert_eq!(mail["faults"], json!([]), "{mail}");
    assert!(html.contains(&format!("<html lang=\"{language}\"")), "{html}");
    assert_eq!(text.starts_with("Dear family,"), language == "en", "{text}");
    let whole = format!("{}\n{text}\n{}", mail["subject"], mail["event"]);
    for words in says {
        assert!(whole.contains(words), "«{words}» is missing: {whole}");
    }
}

fn corrects(family: &Client, filed: &Filed, changes: &[(&str, &str)]) {
    let path = format!("/follow/{}/{}/correction", filed.code, filed.secret);
    let page = Page::of(&family.get(&path).expect(200));
    let field = |name: &'static str| (name, page.value(name).unwrap_or_default());
    let names = ["version", "contact.name", "contact.phone", "contact.email", "address.line", "address.hamlet"];
    let mut fields: Vec<(&str, String)> = names.into_iter().map(field).collect();
    fields.push(("contact.relation", "grandchild".to_owned()));
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    family.form(&path, &fields).expect(303);
}

#[test]
fn a_niece_who_files_in_english_is_written_to_in_english_until_she_chooses_vietnamese() {
    let peer = SmtpPeer::start();
    let app = TestApp::with(&format!("booking.staff_minutes = 0\n{}", peer.settings()));
    let office = Office::of(&app);
    let crew = office.crew(1, &WARDS, Some(app.account("can.bo.1", Role::Officer, &[]).id));
    office.duty(crew, day(SATURDAY), "morning");
    office.duty(crew, day(FRIDAY), "morning");
    let niece = Wizard::begun_by(app.public().with("Accept-Language", "en-GB,en;q=0.9"));
    assert_eq!(niece.says_all(&[GRANDMOTHER, REST].concat()), "check");
    let (code, secret) = niece.sends();
    let filed = Filed { code, secret, link: String::new() };
    speaks(
        &newest(&app, &peer, "lan@example.vn"),
        "en",
        &["What comes next", "The police of Phường Ngô Quyền", "Secret: "],
    );

    office.books(&filed, SATURDAY, "morning").expect(201);
    let kept = ["the morning of Saturday 28/11/2026", "A place is kept for you", "not an appointment yet"];
    speaks(&newest(&app, &peer, "lan@example.vn"), "en", &kept);
    office.approves(&filed);
    speaks(
        &newest(&app, &peer, "lan@example.vn"),
        "en",
        &["Your case is approved", "The team comes within this half-day"],
    );
    let case = office.dispatcher.get(&format!("/api/v1/cases/{}", filed.code)).expect(200).json();
    assert_eq!(case["language"], "en");
    let page = Page::of(&app.browser_as("dieu.phoi").get(&format!("/cases/{}", filed.code)).expect(200));
    assert_eq!(page.texts("dd [lang=en]"), ["English"]);

    // The mail is refused for good: whoever calls reads Vietnamese.
    peer.answer("550 5.1.1 no such mailbox");
    office.publish(&office.plan(day(SATURDAY), day(SATURDAY), 1));
    app.deliver();
    let calls = office.dispatcher.get("/api/v1/calls").expect(200).json();
    let say = calls[0]["say"].as_str().expect("what to say");
    let script = "Tổ lưu động 1 sẽ đến nhà làm căn cước vào buổi sáng Thứ Bảy 28/11/2026, từ ";
    assert!(say.contains(script) && !say.contains("team"), "{say}");
    peer.accept();

    // Another address: the same is told again, in her language.
    corrects(&niece.family, &filed, &[("contact.email", "niece@example.test")]);
    let again = ["sent again to this address", "between ", "badge 031-451", "comes to make the identity card"];
    speaks(&newest(&app, &peer, "niece@example.test"), "en", &again);
    let data = Page::of(&niece.family.get(&format!("/follow/{}/{}/data", filed.code, filed.secret)).expect(200));
    assert_eq!(data.texts("dd[lang=en]"), ["English"]);

    corrects(&niece.family, &filed, &[("language", "vi")]);
    let stored = niece.family.get(&format!("/follow/{}/{}/data.json", filed.code, filed.secret)).expect(200).json();
    assert_eq!(stored["language"], "vi");
    office.books(&filed, FRIDAY, "morning").expect(201);
    speaks(&newest(&app, &peer, "niece@example.test"), "vi", &["buổi sáng Thứ Sáu 27/11/2026", "(hồ sơ "]);
    app.leave_mails(1);
}

#[test]
fn what_was_told_in_english_is_told_again_in_english_and_a_refusal_is_quoted_as_it_was_typed() {
    let app = TestApp::start();
    let office = Office { language: "en", ..Office::of(&app) };
    let filed = office.files(&HOUSEHOLDS[0].case());
    app.deliver();
    let path = format!("/api/v1/cases/{}", filed.code);
    let ask = json!({"verdict": "ask", "question": "Nhà ở tầng mấy?"});
    office.dispatcher.post(&format!("{path}/verification"), &ask).expect(201);
    app.deliver();
    // What waits or was told stays as it was said, whatever the language is from now on.
    let version = office.dispatcher.get(&path).expect(200).header("etag").to_owned();
    let contact =
        json!({"name": "Phạm Thị Lan", "relation": "child", "phone": "0912345678", "email": "moi@example.test"});
    let change = json!({"language": "vi", "contact": contact});
    office.dispatcher.with("If-Match", &version).patch(&path, &change).expect(200);
    app.deliver();
    let sent = read_mails(&app.mail_files());
    let repeated: Vec<&Value> = sent.iter().filter(|mail| mail["to"] == "moi@example.test").collect();
    let [repeated] = repeated[..] else { panic!("{} mails", repeated.len()) };
    speaks(repeated, "en", &["Before we approve the case", "Nhà ở tầng mấy?"]);
    assert_eq!(office.dispatcher.get(&path).expect(200).json()["language"], "vi");
    let refuse = json!({"verdict": "refuse", "reason": "Không ở địa bàn"});
    office.dispatcher.post(&format!("{path}/verification"), &refuse).expect(201);
    let (_, key) = app.waiting_mails().pop().expect("a mail waits");
    assert!(key.starts_with("case-refused:"), "{key}");
    app.deliver();
}

#[test]
fn the_api_takes_a_language_that_there_is() {
    let app = TestApp::start();
    let office = Office::of(&app);
    let mut case = HOUSEHOLDS[0].case();
    let filed = office.public.post("/api/v1/cases", &case).expect(201).json();
    let read = |filed: &Value| {
        let family = office.public.with("X-Case-Secret", filed["secret"].as_str().expect("a secret"));
        family.get(&format!("/api/v1/cases/{}", filed["code"].as_str().expect("a code"))).expect(200).json()
    };
    assert_eq!(read(&filed)["language"], "vi", "unless somebody says so");
    case["language"] = json!("tlh");
    let refused = office.public.post("/api/v1/cases", &case);
    refused.assert_problem(422, "invalid");
    let errors = refused.json()["errors"].clone();
    assert_eq!((&errors[0]["pointer"], &errors[0]["code"]), (&json!("/language"), &json!("unknown")), "{errors}");
    assert!(errors[0]["detail"].as_str().is_some_and(|said| said.contains("Chọn ngôn ngữ")), "{errors}");
    case["language"] = json!("en");
    case["contact"]["phone"] = json!("0912 345 679");
    let filed = office.public.post("/api/v1/cases", &case).expect(201).json();
    assert_eq!(read(&filed)["language"], "en");
    app.deliver();
}

#[test]
fn a_language_that_is_no_longer_known_reads_as_vietnamese() {
    let app = TestApp::start();
    let office = Office { language: "en", ..Office::of(&app) };
    let filed = office.files(&HOUSEHOLDS[0].case());
    let done = app.desk.db.write(|conn| {
        conn.batch_execute("UPDATE case_languages SET language = 'xx-gone'")?;
        Ok::<_, luudong::db::StoreError>(())
    });
    done.expect("the database takes it");
    let case = app.read(|conn| store::case_by_code(conn, &filed.code)).expect("the case");
    assert_eq!(case.words(), Words::VIETNAMESE);
    app.browser_as("dieu.phoi").get(&format!("/cases/{}", filed.code)).expect(200);
    app.public().get(&format!("/follow/{}/{}/correction", filed.code, filed.secret)).expect(200);
    app.public().get(&format!("/follow/{}/{}/data", filed.code, filed.secret)).expect(200);
    app.deliver();
}
