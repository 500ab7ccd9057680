//! Bad input in every field of the wizard: a sentence at the field or stored as typed, never lost, never a failure.
use unicode_normalization::UnicodeNormalization;

use crate::support::TestApp;
use crate::support::html::Page;
use crate::support::wizard::{GRANDMOTHER, REST, Said, Wizard};

/// What people, scripts and clipboards bring.
fn nasty() -> Vec<String> {
    let nfd: String = "Hòa Bình Thủy Đường".nfd().collect();
    vec![
        "x".repeat(5000),
        "👵🏽 bà ngoại 🏠".to_owned(),
        "'; DROP TABLE cases; --".to_owned(),
        "<script>alert('x')</script><b>".to_owned(),
        nfd,
        "\u{202e}gnàoH nễyugN".to_owned(),
        "a\u{0}b\u{7}c".to_owned(),
        "   ".to_owned(),
        "32/13/2026".to_owned(),
        "-1".to_owned(),
        "00004".to_owned(),
        "NaN".to_owned(),
    ]
}

/// A draft in which every question is answered.
fn filled(app: &TestApp) -> Wizard {
    let niece = Wizard::begin(app);
    niece.says_all(&[GRANDMOTHER, REST].concat());
    niece
}

/// As a page's source would show it.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&#60;"),
            '>' => escaped.push_str("&#62;"),
            '\'' => escaped.push_str("&#39;"),
            '&' => escaped.push_str("&#38;"),
            '"' => escaped.push_str("&#34;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether the field keeps text, which a refused page shows again; a choice has no place for it.
fn keeps_text(name: &str) -> bool {
    let texts = ["name", "number", "permanent_address", "line", "hamlet", "old_address", "phone", "email", "note"];
    name == "ward_search"
        || texts.iter().any(|text| name.ends_with(&format!(".{text}")) || name == *text)
        || [".day", ".month", ".year"].iter().any(|part| name.ends_with(part))
}

fn tries(niece: &Wizard, (key, good): Said<'_>, field: &str, text: &str) {
    let others = good.iter().filter(|(name, _)| *name != field).copied();
    let fields: Vec<(&str, &str)> = others.chain([(field, text)]).collect();
    let mut answer = niece.press("next", key, &fields);
    let shown = format!("{key}: {field} = {:?}…", text.chars().take(30).collect::<String>());
    assert!(matches!(answer.status, 303 | 422), "{shown}: {} {}", answer.status, answer.text);
    if answer.status == 303 && answer.header("location").contains("wrong=1") {
        answer = niece.get(&format!("{key}?wrong=1")).expect(422);
    }
    if answer.status == 422 {
        let page = Page::of(&answer);
        assert!(!page.texts(".mistake").is_empty(), "{shown}: a sentence at the field");
        assert!(page.texts(".mistakes li").iter().all(|sentence| sentence.len() > 10), "{shown}");
    }
    assert!(!answer.text.contains("<script>alert"), "{shown}: it is escaped");
    // Whatever came of it, the page shows it again when it is opened again.
    if keeps_text(field) && !text.trim().is_empty() {
        let again = niece.get(key);
        if again.status == 200 {
            assert!(again.text.contains(&escaped(text.trim())), "{shown}: what was typed is kept");
            Page::of(&again);
        }
    }
    let right = niece.press("next", key, good).expect(303);
    assert!(!right.header("location").contains("wrong=1"), "{shown}: and the right answer is taken after it");
}

fn tries_all(niece: &Wizard, said: Said<'_>) {
    for (field, _) in said.1 {
        for text in nasty() {
            tries(niece, said, field, &text);
        }
    }
}

#[test]
fn every_field_takes_anything_without_failing() {
    let app = TestApp::start();
    let niece = filled(&app);
    let more: &[Said<'_>] = &[
        (
            "person-1",
            &[
                ("applicants.0.name", "Nguyễn Thị Hòa"),
                ("applicants.0.birth.day", "1"),
                ("applicants.0.birth.month", "1"),
                ("applicants.0.birth.year", "1950"),
                ("applicants.0.sex", "female"),
            ],
        ),
        (
            "home",
            &[
                ("ward_search", "ngo quyen"),
                ("address.ward_code", "11329"),
                ("address.line", "Số 1"),
                ("address.hamlet", "Tổ 1"),
                ("address.old_address", "Phường Máy Tơ"),
            ],
        ),
        (
            "contact",
            &[
                ("contact.name", "Phạm Thị Lan"),
                ("contact.phone", "0912.345.678"),
                ("contact.email", "lan@example.vn"),
                ("deadline.reason", "benefit"),
                ("deadline.on.day", "31"),
                ("deadline.on.month", "12"),
                ("deadline.on.year", "2026"),
            ],
        ),
    ];
    let asked = GRANDMOTHER.iter().chain(REST).chain(more);
    // The pin has a table of its own (tests/http/pin).
    for said in asked {
        tries_all(&niece, *said);
    }
    // All is right again, so it can be sent; nothing wrong was stored on the way.
    let (code, _) = niece.sends();
    assert!(!code.is_empty());
    app.leave_mails(1);
}

#[test]
fn a_childs_representative_takes_anything_without_failing() {
    let app = TestApp::start();
    let mother = Wizard::begin(&app);
    let child: &[Said<'_>] = &[
        ("who", &[("who", "parent")]),
        (
            "person-1",
            &[
                ("applicants.0.name", "Vũ Minh Khôi"),
                ("applicants.0.birth.day", "1"),
                ("applicants.0.birth.month", "3"),
                ("applicants.0.birth.year", "2016"),
                ("applicants.0.sex", "male"),
            ],
        ),
        ("card-1", &[("applicants.0.card", "none")]),
        ("move-1", &[("applicants.0.mobility", "wheelchair")]),
    ];
    for said in child {
        mother.says(*said);
    }
    tries_all(
        &mother,
        (
            "representative-1",
            &[("applicants.0.representative.name", "Trần Thị Mai"), ("applicants.0.representative.relation", "parent")],
        ),
    );
}

#[test]
fn twelve_ways_to_write_a_telephone() {
    let app = TestApp::start();
    let niece = filled(&app);
    let table = [
        ("0912345678", true),
        ("0912.345.678", true),
        ("0912 345 678", true),
        ("84912345678", true),
        ("+84912345678", true),
        ("(+84) 0912345678", true),
        ("0084912345678", true),
        ("01692345678", true),
        ("02253 822 222", true),
        ("09123456789", false),
        ("1900 1234", false),
        ("không có", false),
    ];
    for (phone, right) in table {
        let fields = [("contact.name", "Phạm Thị Lan"), ("contact.phone", phone)];
        if right {
            assert_eq!(niece.says(("contact", &fields)), "check", "{phone}");
        } else {
            let page = niece.refused("contact", &fields);
            assert_eq!(page.attributes(".mistakes a", "href"), ["#contact.phone"]);
            assert_eq!(page.value("contact.phone").as_deref(), Some(phone));
        }
    }
}

#[test]
fn impossible_dates_get_a_sentence_and_a_year_alone_is_enough() {
    let app = TestApp::start();
    let niece = filled(&app);
    let table = [
        ("30", "2", "1950", false),
        ("31", "4", "1950", false),
        ("1", "13", "1950", false),
        ("12", "", "1950", false),
        ("", "", "", false),
        ("1", "1", "2099", false),
        ("1", "1", "1492", false),
        ("một", "hai", "ba", false),
        ("29", "2", "1948", true),
        ("", "5", "1950", true),
        ("00", "00", "1950", true),
        ("", "", "1950", true),
    ];
    for (day, month, year, right) in table {
        let parts = [("day", day), ("month", month), ("year", year)];
        let names = parts.map(|(part, text)| (format!("applicants.0.birth.{part}"), text));
        let mut fields: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        fields.extend([("applicants.0.name", "Nguyễn Thị Hòa"), ("applicants.0.sex", "female")]);
        if right {
            assert_eq!(niece.says(("person-1", &fields)), "card-1", "{day}/{month}/{year}");
        } else {
            assert_eq!(niece.refused("person-1", &fields).attributes(".mistakes a", "href"), ["#applicants.0.birth"]);
        }
    }
}

#[test]
fn what_is_typed_in_pieces_is_stored_in_one_form() {
    let app = TestApp::start();
    let niece = filled(&app);
    let nfd: String = "Nguyễn Thị Hòa".nfd().collect();
    let person = [("applicants.0.name", &*nfd), ("applicants.0.birth.year", "1950"), ("applicants.0.sex", "female")];
    assert_eq!(niece.says(("person-1", &person)), "card-1");
    let line = "Số 5; DROP TABLE cases; <b>ngõ</b> 'Hòa Bình'";
    let typed: String = line.nfd().collect();
    niece.says(("home", &[("ward_search", "ngo quyen"), ("address.ward_code", "11329"), ("address.line", &typed)]));
    niece.sends();
    let (name, stored) = app.read(|conn| {
        use luudong::cases::store;
        let case = store::list(conn, &store::Wanted { limit: 1, ..store::Wanted::default() })?.remove(0);
        let applicants = store::applicants_of(conn, case.id)?;
        let household = case.unseal(&app.desk.vault, &applicants)?;
        Ok((household.people[0].identity.name.to_string(), household.address.line))
    });
    assert_eq!((name.as_str(), stored.as_str()), ("Nguyễn Thị Hòa", line));
    app.leave_mails(1);
}
