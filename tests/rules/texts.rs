//! R33 and R38 over every template and message: verifiable mails without bait, dates as people write them, NFC.
use std::collections::BTreeMap;
use std::path::Path;

use unicode_normalization::is_nfc;

/// Words by which swindlers are known; in our mails they stand in warnings only, that is with a "không".
const BAIT: [&str; 10] =
    ["tiền", "OTP", "chuyển khoản", "tài khoản", "mật khẩu", "đăng nhập", "ứng dụng", "phí", "nạp", "liên kết"];

/// Every text file below a folder of the project: its path and text.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the project") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).expect("a text file");
                found.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} is empty");
    found
}

/// The templates of mails, with the Vietnamese message in the place of each call of one.
fn mails() -> Vec<(String, String)> {
    let messages = messages("vi");
    let is_mail =
        |path: &str| !path.contains("/mail/warning") && !["date", "prepare"].iter().any(|part| path.contains(part));
    let all = files("templates/mail").into_iter().filter(|(path, _)| is_mail(path));
    let parts = ["mail/warning.txt", "mail/warning.html", "mail/warning_door.txt", "mail/warning_door.html"];
    let whole = |text: String| {
        parts.iter().fold(text, |text, part| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(part);
            let part_text = std::fs::read_to_string(path).expect("a part of mails");
            text.replace(&format!("{{% include \"{part}\" %}}"), &part_text)
        })
    };
    all.map(|(path, text)| (path, said(&whole(text), &messages))).collect()
}

/// Messages of a locale by their keys.
fn messages(locale: &str) -> BTreeMap<String, String> {
    let all = files(&format!("messages/{locale}")).into_iter().map(|(_, text)| text).collect::<String>();
    let one = |line: &str| line.split_once(" = ").map(|(key, said)| (key.to_owned(), said.to_owned()));
    all.lines().filter(|line| !line.starts_with([' ', '#'])).filter_map(one).collect()
}

fn said(template: &str, messages: &BTreeMap<String, String>) -> String {
    let quoted = template.split('"').map(|part| messages.get(part).map_or(part, String::as_str));
    quoted.collect::<Vec<_>>().join("\"")
}

/// Without tags, as sentences.
fn sentences(text: &str) -> Vec<String> {
    let plain: String = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect();
    plain.split(['.', '\n', '!', '?']).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// The sentences of a mail that ask for what only swindlers ask for.
fn baits(text: &str) -> Vec<String> {
    let is_bait = |sentence: &String| {
        let low = sentence.to_lowercase();
        let word = |bait: &&str| low.split(|c: char| !c.is_alphanumeric() && c != ' ').any(|part| has(part, bait));
        BAIT.iter().any(word) && !low.contains("không")
    };
    sentences(text).into_iter().filter(is_bait).collect()
}

/// Whether the text has the word, not a part of another one.
fn has(text: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    format!(" {text} ").contains(&format!(" {word} "))
}

#[test]
fn r33_a_mail_asks_for_no_money_no_code_no_sign_in_and_no_app() {
    for (path, text) in mails() {
        assert_eq!(baits(&text), Vec::<String>::new(), "{path}");
    }
    // A new secret comes with its link, and says what becomes of the old one.
    let leads_there = |key: &str| key.starts_with("mail-secret-");
    let of_mails = |key: &str| (key.starts_with("mail-") || key.starts_with("say-")) && !leads_there(key);
    for (key, said) in messages("vi").into_iter().filter(|(key, _)| of_mails(key)) {
        assert_eq!(baits(&said), Vec::<String>::new(), "{key}");
    }
    assert_eq!(baits("Cán bộ không thu tiền qua điện thoại.").len(), 0);
    assert_eq!(baits("Xin chuyển khoản 50 000 đồng. Đọc mã OTP cho cán bộ.").len(), 2, "the rule can fail");
}

#[test]
fn r33_a_mail_has_one_link_at_most_and_it_needs_no_sign_in() {
    for (path, text) in mails() {
        let receipt = path.contains("case_received");
        // An invitation and a new secret are answered, or used, on the family's own page.
        let leads_there = receipt || path.contains("visit_invited") || path.contains("case_secret");
        let links = text.matches("{{ self.0.link }}").count() + text.matches("{{ link }}").count();
        assert!(links <= usize::from(leads_there), "{path} has {links} links");
        let written = ["http:", "https:", "www.", "/sign-in"].iter().any(|begin| text.contains(begin));
        assert!(!written, "{path} has an address written out");
        if receipt && path.ends_with(".txt") && !path.ends_with("subject.txt") {
            assert!(text.contains("không cần mật khẩu"), "{path} says that nobody signs in");
        }
    }
}

#[test]
fn r33_a_mail_says_who_writes_and_the_half_day_and_warns() {
    let bodies = mails().into_iter().filter(|(path, _)| !path.ends_with("subject.txt"));
    for (path, text) in bodies {
        // That each names the case is seen in mails as they are said (`http/unchanged/mails`).
        // The office stands in the frame of every HTML form (`outbox/face.html`); a text says it itself.
        assert!(path.ends_with(".html") || text.contains("Công an"), "{path} does not say whose it is");
        // Plain mails are sentences of `visits/say.rs`, which begin with the half-day that they are about.
        let half_day =
            ["self.0.half_day", "self.0.appointment", "self.0.sentences"].iter().any(|field| text.contains(field));
        assert!(
            half_day || ["/case_", "/data_", "/plain."].iter().any(|kind| path.contains(kind)),
            "{path} lacks the half-day"
        );
        assert!(text.contains("OTP"), "{path} does not warn");
    }
    for (path, text) in mails().into_iter().filter(|(path, _)| path.ends_with("subject.txt")) {
        assert_eq!(text.trim_end().lines().count(), 1, "{path} is one line");
    }
}

#[test]
fn r33_what_stands_under_every_mail_is_no_bait_and_names_nobody() {
    let whose = |(path, text): &(String, String)| path.ends_with("face.html") && text.contains("{{ office.name }}");
    assert!(files("templates/outbox").iter().any(whose), "the frame of HTML forms says whose they are");
    for (path, text) in files("templates/outbox") {
        assert_eq!(baits(&self::said(&text, &messages("vi"))), Vec::<String>::new(), "{path}");
        let written = ["http:", "https:", "www.", "/sign-in"].iter().any(|begin| text.contains(begin));
        assert!(!written, "{path} has an address written out");
        // What the frame itself says is the office's; subject, preheader and body are the mail's own parts.
        let of_office = ["link", "telephone", "dial", "office.name", "office.address", "office.domain"];
        let own_parts = ["subject", "preheader", "body|safe"];
        let said = text.split("{{ ").skip(1).filter_map(|rest| rest.split(" }}").next());
        // Messages without an argument, and their language.
        let is_message = |one: &str| one == "words.lang()" || (one.starts_with("words.say(") && one.ends_with("\")"));
        let is_known = |one: &&str| of_office.contains(one) || own_parts.contains(one) || is_message(one);
        let strange: Vec<&str> = said.filter(|one| !is_known(one)).collect();
        assert_eq!(strange, [""; 0], "{path} tells something of a family");
    }
}

#[test]
fn r33_no_mail_knows_the_words_at_the_door() {
    for (path, text) in mails() {
        let own = text
            .replace("self.0.words", "")
            .replace("let words", "")
            .replace("words.say(", "")
            .replace("words.with(", "");
        assert!(!own.contains("words"), "{path}");
    }
}

#[test]
fn r38_everything_that_people_read_is_nfc() {
    for folder in ["templates", "messages", "config/reference"] {
        for (path, text) in files(folder) {
            for (line, text) in (1..).zip(text.lines()) {
                assert!(is_nfc(text), "{path}:{line}: {text}");
            }
        }
    }
}

#[test]
fn r38_no_template_or_message_writes_a_date_of_its_own() {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    for folder in ["templates", "messages"] {
        for (path, text) in files(folder) {
            for own in ["%Y", "%d", "%m", ".format(", "{:?}"] {
                assert!(!text.contains(own), "{path} formats by «{own}»");
            }
            // An ISO date in words for people: 2026-11-28. Addresses and inputs of machines have them in `{{ … }}`.
            let iso = text
                .split(|c: char| !c.is_ascii_digit() && c != '-')
                .find(|part| part.len() == 10 && digits(part) == 8 && part.chars().filter(|c| *c == '-').count() == 2);
            assert_eq!(iso, None, "{path} has a date as machines write it");
        }
    }
}
