//! What stands under every mail: where the case can be seen, and whom to call.
//!
//! Only the receipt knows the secret of a case, which is stored as a hash. So the others lead to the page that asks for
//! it, with the code filled in; whoever intercepts such a mail learns nothing that opens the case.
use askama::Template;

use super::Mail;
use crate::desk::Desk;
use crate::dice::read_code;

#[derive(Template)]
#[template(path = "outbox/foot.txt")]
struct FootText<'a> {
    link: Option<&'a str>,
    telephone: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "outbox/foot.html")]
struct FootHtml<'a> {
    link: Option<&'a str>,
    telephone: Option<&'a str>,
    dial: &'a str,
}

/// The mail with its foot.
///
/// # Errors
/// When a template fails, which a test excludes.
pub fn under(mail: &Mail, desk: &Desk) -> askama::Result<Mail> {
    let public_url = &desk.settings.server.public_url;
    // The receipt has a link of its own, and two would only confuse.
    let has_link = mail.text.contains(&format!("{public_url}/follow/"));
    let code = code_in(&mail.subject).filter(|_| !has_link);
    let link = code.map(|code| format!("{public_url}/follow?code={code}"));
    let telephone = Some(desk.settings.mail.telephone.trim()).filter(|telephone| !telephone.is_empty());
    let dial = dialled(telephone.unwrap_or_default());
    let text = FootText { link: link.as_deref(), telephone }.render()?;
    let html = FootHtml { link: link.as_deref(), telephone, dial: &dial }.render()?;
    let html = match mail.html.rsplit_once("</body>") {
        Some((body, end)) => format!("{body}{html}\n</body>{end}"),
        None => format!("{}\n{html}", mail.html),
    };
    Ok(Mail { text: format!("{}\n\n{text}", mail.text.trim_end()), html, ..mail.clone() })
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
    fn a_telephone_is_dialled_without_what_people_put_between_the_digits() {
        assert_eq!(dialled("0225 3822 221"), "02253822221");
        assert_eq!(dialled("+84 (225) 3822-221"), "+842253822221");
    }
}
