//! The same stories in every language: what nobody typed is in the mail's own language, no key is shown, both forms of a
//! mail say the same, and its family's page at the same moment says nothing else.
use std::collections::BTreeSet;

use luudong::outbox::Mail;
use luudong::text::messages::Words;
use scraper::{Html, Selector};
use serde_json::json;

use super::{Pile, stories};
use crate::mail_and_page::{facts, read_page, unlike};
use crate::support::TestApp;
use crate::support::households::HOUSEHOLDS;
use crate::support::html::Page;
use crate::support::office::{Filed, Office, officer_name};

/// What one mail may hold before a well-known receiver cuts it.
const BYTES_MAX: usize = 102 * 1024;

/// Beginnings of keys: a message that does not exist shows its own.
const KEYS: [&str; 7] = ["mail-", "say-", "follow-", "apply-", "dates-", "lunar-", "frame-"];

/// What the stories type.
const TYPED: [&str; 8] = [
    "Nhà có <giấy khai sinh> của bà không?",
    "Không ở địa bàn.",
    "Không ở địa bàn",
    // As a list of mails shows it.
    "Nhà có <giấy khai sinh>…",
    "Số 7 ngõ 9 phố Mới",
    "Vũ Thị Thay",
    "Lưu Động",
    "Hải Phòng",
];

/// Messages that tell the kinds of mails, and their reasons, apart.
const KINDS: [&str; 35] = [
    "mail-received-request",
    "mail-received-no-visit",
    "mail-triage-online-r10",
    "mail-triage-incomplete-r9",
    "mail-triage-desk-art27_3",
    "follow-next-receipt-booked",
    "follow-next-filed-choose",
    "mail-question-how",
    "say-question",
    "mail-secret-lost",
    "mail-secret-changed",
    "mail-secret-issued",
    "mail-booked-kept",
    "mail-booked-firm",
    "mail-published-title-new",
    "mail-published-title-changed",
    "mail-published-title-officers",
    "mail-published-title-place",
    "mail-published-title-again",
    "mail-ended-postponed",
    "mail-ended-given-back",
    "mail-ended-not-approved",
    "mail-ended-not-needed",
    "mail-ended-refused",
    "mail-ended-withdrawn",
    "mail-failed",
    "say-failed-ours",
    "say-failed-next",
    "mail-notice",
    "say-corrected-done",
    "mail-entry-gone",
    "mail-entry-gone-means",
    "mail-invited-else",
    "mail-deletion-planned-title",
    "mail-deletion-done-title",
];

#[test]
fn every_vietnamese_mail_is_whole_and_says_what_the_page_says() {
    tells_all("vi");
}

#[test]
fn every_english_mail_is_english_and_says_what_the_page_says() {
    tells_all("en");
}

fn tells_all(language: &'static str) {
    let mut piles: Vec<Pile> = stories::ALL.iter().map(|(_, story)| story(language)).collect();
    piles.push(not_everybody(language));
    let faults: Vec<&String> = piles.iter().flat_map(|pile| &pile.faults).collect();
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(8)]);
    let said: String = piles.iter().map(|pile| pile.said.as_str()).collect();
    let words = Words::of_tag(language);
    let begins = |key: &str| words.with(key, &[("question", &"~")]).split('~').next().unwrap_or_default().to_owned();
    let never: Vec<&str> = KINDS.into_iter().filter(|key| !said.contains(&begins(key))).collect();
    assert!(never.is_empty(), "in no mail: {never:?}");
}

/// A household in which not everybody needs a visit.
fn not_everybody(language: &'static str) -> Pile {
    let (app, mut pile) = (TestApp::start(), Pile::in_language(language));
    let office = Office { language, ..Office::of(&app) };
    let mut case = HOUSEHOLDS[0].case();
    case["no_visit"] = json!([
        {"name": "Vũ Minh An", "way": "online_child"}, {"name": "Vũ Văn Bình", "way": "desk"},
        {"name": "Vũ Văn Cường", "way": "online"}, {"name": "Vũ Thị Dung", "way": "apart"},
    ]);
    let filed = office.files(&case);
    pile.after("filed, not everybody", &app, &[&filed]);
    pile
}

/// Looks at a mail, and at the page of its family.
pub fn look(pile: &mut Pile, what: &str, app: &TestApp, families: &[&Filed], mail: &Mail) {
    let words = Words::of_tag(pile.language);
    let shown = shown(&mail.html);
    pile.said.push_str(&format!("{}\n{}\n{shown}\n", mail.subject, mail.text));
    let mut faults = Vec::new();
    if mail.language != pile.language || !mail.html.contains(&format!("<html lang=\"{}\"", pile.language)) {
        faults.push(format!("its language is {}", mail.language));
    }
    if mail.subject.contains('\n') || mail.subject.is_empty() {
        faults.push(format!("its subject is «{}»", mail.subject));
    }
    let names = |code: &String| [&mail.subject, &mail.text, &shown].iter().all(|said| said.contains(code));
    if !families.iter().any(|family| names(&family.code)) {
        faults.push("it does not name the case in each form".to_owned());
    }
    if mail.html.len() > BYTES_MAX {
        faults.push(format!("it has {} bytes", mail.html.len()));
    }
    let entry = mail.invitation.as_ref().map(|entry| entry.ics.replace("\r\n ", "")).unwrap_or_default();
    for text in [&mail.subject, &mail.text, &shown, &entry] {
        let keys = KEYS.iter().filter(|key| text.split_whitespace().any(|word| word.starts_with(**key)));
        let signs = ["{{", "{%", "{ $"].iter().filter(|sign| text.contains(**sign));
        faults.extend(keys.chain(signs).map(|shown| format!("it shows «{shown}»")));
        if words != Words::VIETNAMESE {
            faults.extend(foreign(text, &known(app)).map(|line| format!("not its language: {line}")));
        }
    }
    let missing: BTreeSet<String> = facts(&mail.text).difference(&facts(&shown)).cloned().collect();
    if !missing.is_empty() {
        faults.push(format!("only its text says {missing:?}"));
    }
    faults.extend(unmarked(mail, words));
    faults.extend(links_of(mail, app).iter().filter_map(|link| opened_otherwise(app, link, words)));
    for family in families.iter().filter(|family| mail.subject.contains(&family.code)) {
        if let Some(page) = read_page(&app.public(), family, words) {
            faults.extend(unlike(words, &mail.text, &page));
        }
    }
    pile.faults.extend(faults.into_iter().map(|fault| format!("{what}, «{}»: {fault}", mail.subject)));
}

/// The addresses of our pages in both forms of a mail, as paths.
fn links_of(mail: &Mail, app: &TestApp) -> BTreeSet<String> {
    let html = Html::parse_document(&mail.html);
    let anchors = Selector::parse("a[href]").expect("a selector");
    let named = html.select(&anchors).filter_map(|one| one.value().attr("href"));
    let all = named.chain(mail.text.split_whitespace());
    all.filter_map(|link| link.strip_prefix(app.desk.settings.server.public_url.as_str()).map(str::to_owned)).collect()
}

/// A link that opens in another language than its mail's, in a browser that knows nothing of its reader.
fn opened_otherwise(app: &TestApp, link: &str, words: Words) -> Option<String> {
    let fresh = app.public();
    let first = fresh.get(link);
    let (last, at) = match (words == Words::VIETNAMESE, first.status) {
        (true, _) => (first, link.to_owned()),
        (false, 303) => {
            let (cookie, _) = first.header("set-cookie").split_once(';').unwrap_or_default();
            let at = first.header("location").to_owned();
            (fresh.with("Cookie", cookie).get(&at), at)
        }
        (false, status) => return Some(format!("{link} answers {status}")),
    };
    let opened = Page::of(&last.expect(200)).attributes("html", "lang");
    (opened != [words.lang()] || at.contains("lang=")).then(|| format!("{link} opens {at} in {opened:?}"))
}

/// What somebody sees of it.
fn shown(html: &str) -> String {
    let body = Selector::parse("body").expect("a selector");
    let text: Vec<String> = Html::parse_document(html)
        .select(&body)
        .flat_map(|body| body.text().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names, places and what was typed: these stay as they are, the longest first.
fn known(app: &TestApp) -> Vec<String> {
    let mut known: Vec<String> = TYPED.into_iter().map(str::to_owned).collect();
    for home in HOUSEHOLDS {
        let place = app.desk.full_address(home.line, home.ward);
        known.extend([place.replace(", ", "\\, "), place, home.name.to_owned(), home.contact.to_owned()]);
        known.extend(app.desk.ward_address(home.ward).split(", ").map(str::to_owned));
        known.push(home.line.to_owned());
    }
    known.extend((1..4).flat_map(|number| [format!("Tổ lưu động {number}"), officer_name(number).to_owned()]));
    known.extend([app.desk.office.name.clone(), app.desk.office.address.clone(), "thành phố Hải Phòng".to_owned()]);
    known.retain(|one| !one.is_empty());
    known.sort_by_key(|one| std::cmp::Reverse(one.len()));
    known
}

/// A line with letters that English has not.
fn foreign(text: &str, known: &[String]) -> Option<String> {
    let left = known.iter().fold(text.to_owned(), |text, one| text.replace(one.as_str(), "~"));
    let line = left.lines().find(|line| line.chars().any(|letter| !letter.is_ascii() && letter.is_alphabetic()))?;
    Some(line.to_owned())
}

/// What a dispatcher typed and is not told apart in a mail of another language.
fn unmarked(mail: &Mail, words: Words) -> Option<String> {
    let html = Html::parse_document(&mail.html);
    let marked = Selector::parse("body [lang=vi]").expect("a selector");
    let quoted: Vec<String> = html.select(&marked).map(|one| one.text().collect()).collect();
    let typed = TYPED[..2].iter().find(|typed| mail.text.contains(*typed))?;
    let is_marked = quoted.iter().any(|one| one == typed);
    (is_marked == (words == Words::VIETNAMESE)).then(|| format!("«{typed}» is marked: {is_marked}"))
}
