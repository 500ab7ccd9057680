//! "Is this visit real?": yes or no, never who; wrong tries end after a few, over all processes, until tomorrow.
use chrono::NaiveDate;
use serde_json::json;

use crate::code_words::two_appointments;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::html::Page;
use crate::support::office::{Filed, Office};
use crate::support::process::{Binary, Served};
use crate::support::{Answer, TestApp};

/// A code as it must be, that no case has.
fn unknown() -> String {
    luudong::dice::Dice::seeded(4_071).code()
}

fn word_of(office: &Office, filed: &Filed) -> String {
    office.follow(filed)["visits"][0]["code_words"]["officers"].as_str().expect("a word").to_owned()
}

/// A word that is certainly another one.
fn wrong(word: &str, by: u32) -> String {
    format!("{:04}", (word.parse::<u32>().expect("digits") + by) % 10_000)
}

fn ask(office: &Office, code: &str, word: &str) -> Answer {
    office.public.post("/api/v1/checks", &json!({"code": code, "word": word}))
}

fn page(office: &Office, code: &str, word: &str) -> Answer {
    office.public.form("/check", &[("code", code), ("word", word)])
}

fn said(answer: &Answer) -> String {
    Page::of(answer).texts("[role=status]").join(" ")
}

fn saturday() -> NaiveDate {
    day("2026-11-28")
}

#[test]
fn a_right_code_is_confirmed_and_the_ward_only_told_to_who_knows_the_word() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let word = word_of(&office, &filed[0]);
    let nothing_told = json!({"answer": "yes", "real": true, "today": false, "on": null, "ward_code": null});
    assert_eq!(ask(&office, &filed[0].code.to_lowercase(), "").expect(200).json(), nothing_told);
    let told =
        json!({"answer": "yes", "real": true, "today": false, "on": "2026-11-28", "ward_code": HOUSEHOLDS[0].ward});
    assert_eq!(ask(&office, &filed[0].code, &word).expect(200).json(), told);
    assert!(said(&page(&office, &filed[0].code, "").expect(200)).starts_with("Có. Có một lượt đến thật"));
    assert!(said(&page(&office, &filed[0].code, &word)).contains("vào Thứ Bảy 28/11/2026"));
    app.at(saturday(), "07:00");
    assert_eq!(ask(&office, &filed[0].code, "").json()["today"], true);
    assert!(said(&page(&office, &filed[0].code, "")).starts_with("Có. Hôm nay"));
    app.at(day("2026-11-29"), "07:00");
    assert_eq!(ask(&office, &filed[0].code, "").json()["real"], false, "its day is over");
    app.deliver();
}

#[test]
fn a_wrong_word_reads_exactly_as_an_unknown_code() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let wrong = wrong(&word_of(&office, &filed[0]), 1);
    let no = json!({"answer": "no", "real": false, "today": false, "on": null, "ward_code": null});
    assert_eq!(ask(&office, &filed[0].code, &wrong).expect(200).json(), no);
    assert_eq!(ask(&office, &unknown(), &wrong).expect(200).json(), no);
    // Only what was typed differs.
    let text = |code: &str| page(&office, code, &wrong).expect(200).without_tokens().replace(code, "");
    assert_eq!(text(&filed[0].code), text(&unknown()));
    assert!(said(&page(&office, &unknown(), &wrong)).starts_with("Không có lượt nào như vậy."));
    // The family's own word is not the officers'.
    let family = office.follow(&filed[1])["visits"][0]["code_words"]["family"].as_str().expect("a word").to_owned();
    assert_eq!(ask(&office, &filed[1].code, &family).json()["real"], false);
}

#[test]
fn no_answer_names_anybody() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let word = word_of(&office, &filed[0]);
    let answers = [
        office.public.get("/check").text,
        page(&office, &filed[0].code, "").text,
        page(&office, &filed[0].code, &word).text,
        page(&office, &unknown(), &word).text,
        ask(&office, &filed[0].code, &word).text,
    ];
    for home in HOUSEHOLDS {
        for secret in [home.name, home.contact, home.phone, home.dial, home.line] {
            assert!(answers.iter().all(|text| !text.contains(secret)), "{secret}");
        }
    }
}

#[test]
fn what_cannot_be_a_code_or_a_word_is_said_at_its_field_and_not_counted() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    for (code, word, fields) in [
        ("", "", &["#code"][..]),
        ("K7MQ-2XPQ", "", &["#code"]),
        (&filed[0].code, "12", &["#word"]),
        ("<b>'; DROP TABLE visits", "một hai ba bốn", &["#code", "#word"]),
        (&unknown(), "٤٠٧١", &["#word"]),
    ] {
        for _ in 0..10 {
            let shown = Page::of(&page(&office, code, word).expect(422));
            assert_eq!(shown.attributes(".mistakes a", "href"), fields);
            assert_eq!(shown.value("code").as_deref(), Some(code), "what was typed stays");
        }
    }
    ask(&office, "x", "y").assert_invalid(&["/code", "/word"]);
    assert_eq!(ask(&office, &filed[0].code, &word_of(&office, &filed[0])).json()["real"], true);
}

#[test]
fn after_five_wrong_words_whoever_asked_is_not_answered_about_a_code_until_tomorrow() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let word = word_of(&office, &filed[0]);
    let counted = |code: &str| {
        for by in 1..=5 {
            ask(&office, code, &wrong(&word, by)).expect(200);
        }
        let refused = ask(&office, code, &word);
        (refused.assert_problem(429, "too-many-checks"), refused.header("retry-after").to_owned())
    };
    let known = counted(&filed[0].code);
    assert_eq!(known, counted(&unknown()), "the limit does not tell a code from none");
    assert_eq!(known.1, (16 * 3600).to_string(), "until midnight");
    let shown = page(&office, &filed[0].code, &word).expect(429);
    assert!(said(&shown).contains("Gọi trực ban"), "{}", said(&shown));
    assert_eq!(shown.header("retry-after"), known.1);
    // The family's own page is not touched, and neither is another family's code.
    office.public.get(&format!("/follow/{}/{}", filed[0].code, filed[0].secret)).expect(200);
    assert_eq!(ask(&office, &filed[1].code, "").json()["real"], true);
    app.at(day("2026-11-24"), "00:00");
    assert_eq!(ask(&office, &filed[0].code, &word).expect(200).json()["real"], true, "a new day");
}

#[test]
fn right_answers_are_not_counted() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let word = word_of(&office, &filed[0]);
    for _ in 0..30 {
        assert_eq!(ask(&office, &filed[0].code, &word).expect(200).json()["real"], true);
    }
}

#[test]
fn one_address_cannot_try_code_after_code() {
    let app = TestApp::with("limits.wrong_checks_per_address = 3");
    let (office, filed) = two_appointments(&app);
    let dice = luudong::dice::Dice::seeded(99);
    for _ in 0..3 {
        assert_eq!(ask(&office, &dice.code(), "").expect(200).json()["real"], false);
    }
    ask(&office, &filed[0].code, "").assert_problem(429, "too-many-checks");
    let elsewhere = office.public.with("X-Forwarded-For", "203.0.113.7");
    let asked = elsewhere.post("/api/v1/checks", &json!({"code": filed[0].code}));
    assert_eq!(asked.expect(200).json()["real"], true);
}

#[test]
fn strangers_do_not_use_up_a_familys_question_and_together_try_few_words() {
    let app = TestApp::with("limits.wrong_words_per_code = 12");
    let (office, filed) = two_appointments(&app);
    let (code, word) = (&filed[0].code, word_of(&office, &filed[0]));
    let from = |host: u32, body: serde_json::Value| {
        office.public.with("X-Forwarded-For", &format!("203.0.113.{host}")).post("/api/v1/checks", &body)
    };
    for host in 1..=2 {
        for by in 1..=5 {
            from(host, json!({"code": code, "word": wrong(&word, by)})).expect(200);
        }
        from(host, json!({"code": code, "word": word})).assert_problem(429, "too-many-checks");
    }
    assert_eq!(from(3, json!({"code": code, "word": word})).expect(200).json()["real"], true, "the family itself");
    for host in 4..=5 {
        from(host, json!({"code": code, "word": wrong(&word, host)})).expect(200);
    }
    from(6, json!({"code": code, "word": word})).assert_problem(429, "too-many-checks");
    assert_eq!(from(7, json!({"code": code})).expect(200).json()["real"], true, "without a word it is answered");
}

#[test]
fn processes_count_together() {
    let app = TestApp::start();
    let code = luudong::dice::Dice::seeded(5).code();
    let binary = Binary::with(&[("DATABASE__URL", &app.desk.settings.database.url)]);
    let servers = [binary.serve(), binary.serve()];
    let clients: Vec<_> = servers.iter().map(Served::public).collect();
    let body = json!({"code": code, "word": "0000"});
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries = (0..12).map(|at| {
            let (client, body) = (clients[at % 2].clone(), &body);
            scope.spawn(move || client.post("/api/v1/checks", body).status)
        });
        tries.collect::<Vec<_>>().into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    let answered = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!(answered, 5, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 429)), "{statuses:?}");
}

#[test]
fn a_real_code_without_an_hour_is_called_neither_real_nor_fake_whatever_word_is_named() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    let waiting = office.approved(&HOUSEHOLDS[3..4]).remove(0);
    let undecided = office.files(&HOUSEHOLDS[4].case());
    let not_yet = json!({"answer": "no_hour_yet", "real": false, "today": false, "on": null, "ward_code": null});
    for one in [&waiting, &undecided] {
        for word in ["", "0000", "4071"] {
            assert_eq!(ask(&office, &one.code, word).expect(200).json(), not_yet, "{word}");
        }
        let shown = page(&office, &one.code, "").expect(200);
        assert!(said(&shown).starts_with("Mã này có thật, nhưng chưa có giờ đến nhà."), "{}", said(&shown));
        assert!(said(&shown).contains("đừng cho vào nhà"), "{}", said(&shown));
        for home in &HOUSEHOLDS[3..5] {
            assert!([home.name, home.contact, home.phone, home.line].iter().all(|secret| !shown.text.contains(secret)));
        }
    }
    // A word for a visit that has none is never right: it is counted like any wrong one. Without a word nothing is.
    for _ in 0..3 {
        ask(&office, &waiting.code, "1234").expect(200);
    }
    ask(&office, &waiting.code, "").assert_problem(429, "too-many-checks");
    for _ in 0..10 {
        assert_eq!(ask(&office, &undecided.code, "").expect(200).json(), not_yet);
    }
    // Whose visit has an hour gets no third answer for a wrong word.
    let wrong = wrong(&word_of(&office, &filed[0]), 1);
    assert_eq!(ask(&office, &filed[0].code, &wrong).json()["answer"], "no");
    app.deliver();
}

#[test]
fn what_has_ended_is_not_a_visit_any_more() {
    let app = TestApp::start();
    let (office, filed) = two_appointments(&app);
    office.withdraws(&filed[0]);
    assert_eq!(ask(&office, &filed[0].code, "").json()["answer"], "no");
    let refused = office.files(&HOUSEHOLDS[4].case());
    let decision = json!({"verdict": "refuse", "reason": "Đã cấp thẻ tháng trước"});
    office.dispatcher.post(&format!("/api/v1/cases/{}/verification", refused.code), &decision).expect(201);
    assert_eq!(ask(&office, &refused.code, "").json()["answer"], "no");
    app.deliver();
    app.at(day("2026-11-29"), "07:00");
    assert_eq!(ask(&office, &filed[1].code, "").json()["answer"], "no_hour_yet", "its day is over, nobody reported");
    app.deliver();
}
