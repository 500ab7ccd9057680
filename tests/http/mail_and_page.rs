//! The newest mail and the family's page at the same moment, in every state and language: neither denies the other.
use std::collections::BTreeSet;

use luudong::text::messages::{Locale, Words};
use serde_json::Value;

use crate::every_state::{CASES, Fixture};
use crate::said_together::needles;
use crate::support::Client;
use crate::support::html::Page;
use crate::support::office::{Filed, officer_name};
use crate::support::smtp::read_mails;

/// Messages of mails, and those of the page that deny them.
const DENIED: &[(&[&str], &[&str])] = &[
    // An approval without a half-day is read on the page; nobody is written to about it.
    (&["mail-received-request"], &["follow-state-booked", "follow-state-promised", "follow-state-refused"]),
    (&["mail-question-how"], &["follow-state-booked", "follow-state-promised", "follow-state-refused"]),
    (
        &["mail-booked-kept"],
        &[
            "follow-state-filed",
            "follow-state-waiting",
            "follow-state-booked",
            "follow-state-promised",
            "follow-next-booked",
        ],
    ),
    (
        &["mail-booked-firm"],
        &[
            "follow-state-filed",
            "follow-state-filed-booked",
            "follow-state-waiting",
            "follow-state-promised",
            "follow-next-filed-booked",
            "follow-ticket-not-yet",
        ],
    ),
    (
        &[
            "mail-published-title-new",
            "mail-published-title-changed",
            "mail-published-title-officers",
            "mail-published-title-place",
            "mail-published-title-again",
        ],
        &[
            "follow-state-filed",
            "follow-state-filed-booked",
            "follow-state-waiting",
            "follow-state-booked",
            "follow-next-booked",
            "follow-ticket-later",
            "follow-ticket-not-yet",
        ],
    ),
    (
        &["say-ended-postponed", "say-ended-given-back", "say-ended-not-approved"],
        &["follow-state-filed-booked", "follow-state-booked", "follow-state-promised", "follow-state-withdrawn"],
    ),
    (
        &["say-ended-withdrawn", "say-ended-refused"],
        &[
            "follow-state-filed",
            "follow-state-filed-booked",
            "follow-state-waiting",
            "follow-state-booked",
            "follow-state-promised",
            "follow-prepare",
        ],
    ),
    (&["say-failed-ours", "say-failed-next"], &["follow-state-promised", "follow-state-done", "follow-state-ended"]),
    (&["say-corrected-done", "say-ended-not-needed"], &["follow-state-waiting-again", "follow-state-promised"]),
    (&["mail-deletion-done-title"], &["follow-state-filed", "follow-state-booked", "follow-state-promised"]),
];

/// A family's page, one line an element, its first sentence before all.
pub fn read_page(public: &Client, filed: &Filed, words: Words) -> Option<Vec<String>> {
    let client = public.with("Cookie", &format!("luudong_language={}", words.lang()));
    let answer = client.get(&format!("/follow/{}/{}", filed.code, filed.secret));
    if answer.status != 200 {
        return None;
    }
    assert!(answer.text.contains(&format!("<html lang=\"{}\"", words.lang())), "{}", words.lang());
    let page = Page::of(&answer);
    let mut lines = vec![page.texts("p.lead").join(" ")];
    lines.extend(page.texts("main h1, main p, main h2, main dt, main dd, main li"));
    Some(lines)
}

/// Dates, times, and codes in a text: `28/11/2026`, `9:15`, `K7MQ-2XPT`.
pub fn facts(text: &str) -> BTreeSet<String> {
    let shape = |word: &str| {
        let signs = word.chars().map(|sign| match sign {
            '0'..='9' => '9',
            'A'..='Z' => 'A',
            other => other,
        });
        signs.collect::<String>()
    };
    let words = text.split(|sign: char| !(sign.is_ascii_alphanumeric() || "/:-".contains(sign)));
    let of = |word: &str| match shape(word).as_str() {
        "99/99/9999" => Some(word.to_owned()),
        "99:99" => Some(word.trim_start_matches('0').to_owned()),
        "9:99" => Some(word.to_owned()),
        shape if shape.len() == 9 && shape.as_bytes()[4] == b'-' && shape.replace('9', "A") == "AAAA-AAAA" => {
            Some(word.to_owned())
        }
        _ => None,
    };
    words.map(|word| word.trim_matches([':', '-', '/'])).filter_map(of).collect()
}

/// Where a mail and the page of the same moment say different things.
pub fn unlike(words: Words, mail: &str, page: &[String]) -> Vec<String> {
    let whole = page.join("\n");
    let on_page = |key: &str| {
        let needles = needles(key, words.0);
        page.iter().any(|line| needles.iter().any(|needle| line.contains(needle.as_str())))
    };
    let in_mail = |key: &str| {
        let said = words.with(key, &[("reason", &"~"), ("date", &"~")]);
        said.split('~').next().is_some_and(|said| mail.contains(said.trim()))
    };
    let mut faults = Vec::new();
    for (own, denied) in DENIED {
        let Some(own) = own.iter().find(|own| in_mail(own)) else { continue };
        faults.extend(
            denied.iter().filter(|key| on_page(key)).map(|key| format!("{own} and {key} on the page: {page:?}")),
        );
    }
    let (told, lead, shown) = (facts(mail), facts(&page[0]), facts(&whole));
    let promises = ["mail-booked-kept", "mail-booked-firm", "mail-published-busy"].iter().any(|key| in_mail(key));
    if promises {
        let missing: Vec<&String> = told.difference(&shown).collect();
        faults.extend((!missing.is_empty()).then(|| format!("only the mail says {missing:?}: {page:?}")));
        let untold: Vec<&String> = lead.difference(&told).collect();
        faults.extend((!untold.is_empty()).then(|| format!("only the page begins with {untold:?}: {mail}")));
        for half in ["morning", "afternoon"] {
            let half = words.with("dates-half", &[("half", &half)]);
            let in_both = (mail.contains(&half), whole.contains(&half));
            faults.extend((in_both.0 && !in_both.1).then(|| format!("«{half}» {in_both:?}: {page:?}")));
        }
    }
    let officers = (1..4).map(officer_name).chain(["Vũ Thị Thay"]);
    let named = officers.filter(|name| mail.contains(name) != whole.contains(name));
    faults.extend(named.filter(|_| promises).map(|name| format!("{name} is named by one of them: {mail}\n{page:?}")));
    faults
}

/// The newest mail to each family: its text.
fn newest(fixture: &Fixture) -> Vec<String> {
    let mut files = fixture.app.mail_files();
    files.sort_by_key(|file| file.metadata().and_then(|of| of.modified()).expect("when it left"));
    let mails = read_mails(&files);
    let text = |filed: &Filed| {
        let own = |mail: &&Value| mail["subject"].as_str().is_some_and(|subject| subject.contains(&filed.code));
        mails.iter().rfind(own).map(|mail| mail["text"].as_str().expect("a text").to_owned())
    };
    fixture.families.iter().map(|filed| text(filed).expect("a mail")).collect()
}

fn compare(name: &str, fixture: &Fixture) {
    let words = Words::of_tag(fixture.office.language);
    let mut faults = Vec::new();
    for ((filed, case), mail) in fixture.families.iter().zip(CASES).zip(newest(fixture)) {
        let page = read_page(&fixture.office.public, filed, words).expect("a page");
        let unlike = unlike(words, &mail, &page);
        faults.extend(unlike.into_iter().map(|fault| format!("{case} × {name} × {}: {fault}", words.lang())));
    }
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(4)]);
}

/// The same families before anything is decided about them, and after.
fn in_every_language(name: &str, is_published: bool, happens: fn(&Fixture)) {
    for locale in Locale::all() {
        let mut fixture = Fixture::new(is_published);
        fixture.office.language = locale.code();
        let fixture = fixture.file();
        fixture.app.deliver();
        compare("filed", &fixture);
        happens(&fixture);
        fixture.app.deliver();
        compare(name, &fixture);
        fixture.decide();
        compare(&format!("{name}, decided"), &fixture);
    }
}

#[test]
fn mail_and_page_agree_where_nothing_is_taken() {
    in_every_language("unbooked", false, |_| {});
}

#[test]
fn mail_and_page_agree_about_a_half_day_in_a_round_that_is_not_published() {
    in_every_language("booked unpublished", false, Fixture::book);
}

#[test]
fn mail_and_page_agree_about_a_half_day_in_a_round_that_is_published() {
    in_every_language("booked published", true, Fixture::book);
}

#[test]
fn mail_and_page_agree_about_a_half_day_that_was_taken_back() {
    in_every_language("postponed", true, |fixture| {
        fixture.book();
        fixture.cancel_duty();
    });
}

#[test]
fn a_mail_that_says_something_else_than_the_page_is_seen() {
    for locale in Locale::all() {
        let mut fixture = Fixture::new(true);
        fixture.office.language = locale.code();
        let fixture = fixture.file();
        fixture.app.deliver();
        fixture.book();
        fixture.decide();
        let words = Words(locale);
        let at = CASES.iter().position(|case| *case == "approved").expect("the approved one");
        let (mail, filed) = (newest(&fixture).remove(at), &fixture.families[at]);
        let page = read_page(&fixture.office.public, filed, words).expect("a page");
        assert_eq!(unlike(words, &mail, &page), Vec::<String>::new());
        let hour = facts(&mail).into_iter().find(|fact| fact.contains(':')).expect("an hour");
        let say = |key: &str| words.say(key);
        let half = |half: &str| words.with("dates-half", &[("half", &half)]);
        let other = [
            mail.replace("26/11/2026", "27/11/2026"),
            mail.replace(&hour, "5:55"),
            mail.replace(&half("afternoon"), &half("morning")),
            mail.replace(officer_name(1), officer_name(2)),
            mail.replace(&say("mail-published-busy"), &say("mail-booked-firm")),
            mail.replace(&say("mail-published-busy"), &say("say-ended-postponed")),
        ];
        for planted in other {
            assert_ne!(planted, mail, "something is planted");
            assert_ne!(unlike(words, &planted, &page), Vec::<String>::new(), "{planted}\n{page:?}");
        }
    }
}
