//! R33 and R38 over every template and message: verifiable mails without bait, dates as people write them, NFC.
use std::path::Path;

use unicode_normalization::is_nfc;

/// Words by which swindlers are known; in our mails they stand in warnings only, that is with a "không".
const BAIT: [&str; 10] =
    ["tiền", "OTP", "chuyển khoản", "tài khoản", "mật khẩu", "đăng nhập", "ứng dụng", "phí", "nạp", "liên kết"];

/// The same in English mails, where they stand with a "no" or a "never".
const ENGLISH_BAIT: [&str; 10] =
    ["money", "OTP", "transfer", "account", "password", "sign-in", "app", "fee", "pay", "download"];

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

/// Every template of a mail, in Vietnamese.
fn mails() -> Vec<(String, String)> {
    mails_in("vi")
}

fn mails_in(language: &str) -> Vec<(String, String)> {
    let all = files("templates/mail");
    // A part that several mails include has no text beside it, or is the warning.
    let is_mail =
        |path: &str| !path.contains("/warning") && all.iter().any(|(other, _)| *other == path.replace(".html", ".txt"));
    all.iter().filter(|(path, _)| is_mail(path)).map(|(path, text)| (path.clone(), said(text, language))).collect()
}

/// A template with the messages that it says, and the parts that it includes. What a message takes stands behind it.
fn said(template: &str, language: &str) -> String {
    let mut text = String::new();
    for part in template.split_inclusive("}}").flat_map(|part| part.split_inclusive("%}")) {
        let quoted = part.split('"').find(|quoted| part.contains(&format!("(\"{quoted}\"")));
        let included = part.split_once("{% include \"").and_then(|(_, rest)| rest.split('"').next());
        let begins = part.rfind("{{").unwrap_or(part.len());
        match (quoted.and_then(|key| message(key, language)), included) {
            (Some(said), _) => text.push_str(&format!("{}{said} {}", &part[..begins], arguments(&part[begins..]))),
            (None, Some(name)) => {
                let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
                text.push_str(&said(&std::fs::read_to_string(root).expect("a part"), language));
            }
            (None, None) => text.push_str(part),
        }
    }
    text
}

/// What stands behind the key of a message.
fn arguments(expression: &str) -> &str {
    expression.split_once(", [").map_or("", |(_, rest)| rest)
}

/// A message of a mail as it is written.
fn message(key: &str, language: &str) -> Option<String> {
    let all = files(&format!("messages/{language}"));
    let lines = all.iter().flat_map(|(_, text)| text.lines());
    lines.filter_map(|line| line.split_once(" = ")).find(|(known, _)| *known == key).map(|(_, said)| said.to_owned())
}

/// Without tags, as sentences.
fn sentences(text: &str) -> Vec<String> {
    let plain: String = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect();
    plain.split(['.', '\n', '!', '?']).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// The sentences of a mail that ask for what only swindlers ask for.
fn baits(text: &str) -> Vec<String> {
    baits_among(text, &BAIT, &["không"])
}

fn baits_among(text: &str, bait: &[&str], denies: &[&str]) -> Vec<String> {
    let is_bait = |sentence: &String| {
        let low = sentence.to_lowercase();
        let word = |bait: &&str| low.split(|c: char| !c.is_alphanumeric() && c != ' ').any(|part| has(part, bait));
        bait.iter().any(word) && !denies.iter().any(|denies| low.contains(denies))
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
    for (path, text) in mails_in("en") {
        assert_eq!(baits_among(&text, &ENGLISH_BAIT, &["never", "no "]), Vec::<String>::new(), "{path}");
    }
    // Also those whose key is chosen in the program. A new secret comes with its link, and says what becomes of the old one.
    let of_mails =
        |key: &str| (key.starts_with("mail-") || key.starts_with("say-")) && !key.starts_with("mail-secret-");
    for (language, bait, denies) in [("vi", &BAIT, &["không"][..]), ("en", &ENGLISH_BAIT, &["never", "no "])] {
        let all: String = files(&format!("messages/{language}")).into_iter().map(|(_, text)| text).collect();
        let messages = all.lines().filter_map(|line| line.split_once(" = ")).filter(|(key, _)| of_mails(key));
        for (key, said) in messages {
            assert_eq!(baits_among(said, bait, denies), Vec::<String>::new(), "{key}");
        }
    }
    let english = "Please pay the fee. Officers never ask for money.";
    assert_eq!(baits_among(english, &ENGLISH_BAIT, &["never", "no "]), ["Please pay the fee"]);
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
fn r33_a_mail_names_the_case_who_writes_and_the_half_day_and_warns() {
    let bodies = mails().into_iter().filter(|(path, _)| !path.ends_with("subject.txt"));
    for (path, text) in bodies {
        // Of a whole sentence with the code in it only the name stands there.
        let named = ["self.0.code", "self.0.about", "self.0.asks", "self.0.said()", "self.0.html()"];
        assert!(named.iter().any(|named| text.contains(named)), "{path} lacks the case code");
        // The office stands in the frame of every HTML form (`outbox/face.html`); a text says it itself.
        assert!(path.ends_with(".html") || text.contains("Công an"), "{path} does not say whose it is");
        // The sentences of `visits/say.rs` begin with the half-day that they are about.
        let half_day = ["self.0.half_day", "self.0.said.text", "self.0.said.parts()"];
        let half_day = half_day.iter().any(|field| text.contains(field));
        assert!(half_day || path.contains("/case_") || path.contains("/data_"), "{path} lacks the half-day");
        assert!(text.contains("OTP"), "{path} does not warn");
    }
    for (path, text) in mails().into_iter().filter(|(path, _)| path.ends_with("subject.txt")) {
        let own = path.rsplit_once("/visit_").and_then(|(_, name)| name.split('.').next()).unwrap_or_default();
        let subject = message(&format!("mail-{own}-subject"), "vi").filter(|_| text.contains("self.0.subject()"));
        let named = text.contains("self.0.code") || subject.is_some_and(|subject| subject.contains("{ $code }"));
        assert!(named, "{path} lacks the case code");
        assert_eq!(text.trim_end().lines().count(), 1, "{path} is one line");
    }
}

#[test]
fn r33_what_stands_under_every_mail_is_no_bait_and_names_nobody() {
    let whose = |(path, text): &(String, String)| path.ends_with("face.html") && text.contains("{{ office.name }}");
    assert!(files("templates/outbox").iter().any(whose), "the frame of HTML forms says whose they are");
    for (path, text) in files("templates/outbox") {
        let text = said(&text, "vi");
        assert_eq!(baits(&text), Vec::<String>::new(), "{path}");
        let written = ["http:", "https:", "www.", "/sign-in"].iter().any(|begin| text.contains(begin));
        assert!(!written, "{path} has an address written out");
        // What the frame itself says is the office's; subject, preheader and body are the mail's own parts.
        let of_office = [
            "link",
            "telephone",
            "dial",
            "office.name",
            "office.address",
            "office.domain",
            "words.lang()",
            "picture",
            "words.say(office.domain_key())",
        ];
        let own_parts = ["subject", "preheader", "body|safe"];
        let said = text.split("{{ ").skip(1).filter_map(|rest| rest.split(" }}").next());
        let strange: Vec<&str> = said.filter(|one| !of_office.contains(one) && !own_parts.contains(one)).collect();
        assert_eq!(strange, [""; 0], "{path} tells something of a family");
    }
}

#[test]
fn r33_no_mail_knows_the_words_at_the_door() {
    for (path, text) in mails() {
        // `words` alone are the messages of a language.
        let mut names = text.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        assert_eq!(names.find(|name| name.contains("word_") || name.contains("_word")), None, "{path}");
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
