//! The face that all mails have, and what stands under them: whose they are, where the case can be seen, whom to call.
//!
//! Only mails whose matter is the secret know it (the receipt, a new secret), because it is stored as a hash. The others
//! lead to the page that asks for it, with the code filled in; whoever intercepts one learns nothing that opens the case.
use askama::Template;

use super::Mail;
use super::emblem::CONTENT_ID;
use crate::config::Office;
use crate::desk::Desk;
use crate::dice::read_code;
use crate::text::messages::Words;

#[derive(Template)]
#[template(path = "outbox/foot.txt")]
struct FootText<'a> {
    words: Words,
    office: &'a Office,
    link: Option<&'a str>,
    telephone: Option<&'a str>,
}

/// Around what the mail itself says: rows of a table.
#[derive(Template)]
#[template(path = "outbox/face.html")]
struct Face<'a> {
    words: Words,
    office: &'a Office,
    /// Where the picture is in the mail; none where there is none.
    picture: Option<&'a str>,
    subject: &'a str,
    preheader: &'a str,
    body: &'a str,
    link: Option<&'a str>,
    telephone: Option<&'a str>,
    dial: &'a str,
}

/// What a list of mails shows of one after its subject.
const PREHEADER_CHARS: usize = 110;

/// The mail with its foot.
///
/// # Errors
/// When a template fails, which a test excludes.
pub fn under(mail: &Mail, desk: &Desk) -> askama::Result<Mail> {
    let public_url = &desk.settings.server.public_url;
    // Some mails have a link of their own, and two would only confuse.
    let has_link = ["/follow/", "/follow?"].iter().any(|page| mail.text.contains(&format!("{public_url}{page}")));
    let code = code_in(&mail.subject).filter(|_| !has_link);
    let words = Words::of_tag(&mail.language);
    let link = code.map(|code| words.link(&format!("{public_url}/follow?code={code}")));
    let own = desk.settings.mail.telephone.trim();
    let telephone = Some(if own.is_empty() { desk.settings.office.telephone.trim() } else { own });
    let telephone = telephone.filter(|telephone| !telephone.is_empty());
    let dial = dialled(telephone.unwrap_or_default());
    let text = FootText { words, office: &desk.office, link: link.as_deref(), telephone }.render()?;
    let face = Face {
        words,
        office: &desk.office,
        picture: desk.office.mail_emblem.as_ref().map(|_| CONTENT_ID),
        subject: &mail.subject,
        preheader: &preheader(&mail.text, words),
        body: &mail.html,
        link: link.as_deref(),
        telephone,
        dial: &dial,
    };
    let html = face.render()?;
    Ok(Mail { text: format!("{}\n\n{text}", mail.text.trim_end()), html, ..mail.clone() })
}

/// What the mail says first, after whom it is for.
fn preheader(text: &str, words: Words) -> String {
    let said = text.split_once("\n\n").map_or(text, |(_, said)| said);
    // Lists of mails stand on locked screens: what opens a case does not.
    let said = said.split_once(&*format!("\n{}: ", words.say("mail-secret"))).map_or(said, |(before, _)| before);
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(PREHEADER_CHARS) {
        Some((end, _)) => format!("{}…", words[..end].rsplit_once(' ').map_or(&words[..end], |(whole, _)| whole)),
        None => words,
    }
}

/// The code of the case, which every subject names; its check character tells it from other words.
fn code_in(subject: &str) -> Option<String> {
    subject.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').find_map(|word| {
        // Codes are written in one way only where we write them.
        read_code(word).filter(|code| code == word)
    })
}

/// `0225 3822 221` as a telephone wants it.
fn dialled(telephone: &str) -> String {
    telephone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn the_code_is_found_in_a_subject_and_nothing_else_is() {
        let code = Dice::seeded(1).code();
        assert_eq!(code_in(&format!("Lịch hẹn từ 07:30 đến 09:30 (hồ sơ {code})")), Some(code.clone()));
        assert_eq!(code_in(&format!("Đã nhận – mã hồ sơ {code}")), Some(code));
        assert_eq!(code_in("Thư số 22223333 về 28/11/2026"), None);
    }

    #[test]
    fn a_list_of_mails_shows_what_a_mail_says_first() {
        assert_eq!(
            preheader("Kính gửi gia đình,\n\nTổ đến:\n\n  Ngày: 3/12\n", Words::VIETNAMESE),
            "Tổ đến: Ngày: 3/12"
        );
        let telling = "Kính gửi,\n\nĐã nhận.\n\nMã hồ sơ: K7MQ-2XPT\nMật mã: 204 118 736\n";
        assert_eq!(preheader(telling, Words::VIETNAMESE), "Đã nhận. Mã hồ sơ: K7MQ-2XPT");
        let telling = "Dear family,\n\nReceived.\n\nCase code: K7MQ-2XPT\nSecret: 204 118 736\n";
        assert_eq!(preheader(telling, Words::of_tag("en")), "Received. Case code: K7MQ-2XPT");
        let long = preheader(&format!("Kính gửi,\n\n{}", "chữ ".repeat(60)), Words::VIETNAMESE);
        assert!(long.chars().count() <= PREHEADER_CHARS + 1 && long.ends_with("chữ…"), "{long}");
    }

    #[test]
    fn a_telephone_is_dialled_without_what_people_put_between_the_digits() {
        assert_eq!(dialled("0225 3822 221"), "02253822221");
        assert_eq!(dialled("+84 (225) 3822-221"), "+842253822221");
    }
}
