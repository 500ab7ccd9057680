//! The office's picture as mails carry it: always a PNG, because mail programs show no SVG and fetch nothing.
use std::path::Path;

use super::OfficeSettings;
use super::office::is_png;

/// With its base64 a third more; a well-known receiver cuts mails at 102 kB.
const BYTES_MAX: usize = 40_960;

/// Our own mark on a ground of its own, so that it stays readable where a program turns a mail's colours round.
/// `node web/tests/mark.mjs` draws it again from `assets/favicon.svg`.
pub const OWN_MARK: &[u8] = include_bytes!("../../assets/mail-mark.png");

impl OfficeSettings {
    /// The picture; none when mails go without one. What was named for mails alone must be fit for them.
    pub(super) fn read_mail_emblem(&self) -> Result<Option<Vec<u8>>, &'static str> {
        let read = |path: &Path| std::fs::read(path).map_err(|_| "không đọc được tệp");
        if !self.mail_emblem.as_os_str().is_empty() {
            let bytes = read(&self.mail_emblem)?;
            if bytes.len() > BYTES_MAX {
                return Err("tệp lớn quá 40 kB");
            }
            return if is_png(&self.mail_emblem, &bytes) {
                Ok(Some(bytes))
            } else {
                Err("phải là hình vuông, tệp .png")
            };
        }
        if self.emblem.as_os_str().is_empty() {
            return Ok(Some(OWN_MARK.to_vec()));
        }
        let bytes = read(&self.emblem)?;
        Ok((is_png(&self.emblem, &bytes) && bytes.len() <= BYTES_MAX).then_some(bytes))
    }

    /// What whoever runs the server should know: mails go without the office's picture, and why.
    pub fn mail_warning(&self) -> Option<&'static str> {
        if !matches!(self.read_mail_emblem(), Ok(None)) {
            return None;
        }
        let is_svg = self.emblem.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
        Some(if is_svg {
            "thư gửi đi không có hình: office.emblem là tệp .svg, chương trình thư không hiện. Đặt office.mail_emblem là \
             tệp .png, nhiều nhất 40 kB."
        } else {
            "thư gửi đi không có hình: tệp của office.emblem lớn quá 40 kB. Đặt office.mail_emblem là tệp .png nhỏ hơn."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ConfigError, Office, Settings};

    fn png(bytes: usize) -> Vec<u8> {
        let mut png = OWN_MARK.to_vec();
        png.resize(bytes.max(OWN_MARK.len()), 0);
        png
    }

    #[test]
    fn mails_carry_a_png_or_say_why_they_carry_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'></svg>".to_vec();
        let files = [("a.svg", svg), ("small.png", png(9_000)), ("large.png", png(BYTES_MAX + 1))];
        for (name, bytes) in &files {
            std::fs::write(folder.path().join(name), bytes).expect("a file");
        }
        let setting = |key: &str, name: &str| match name {
            "" => String::new(),
            _ => format!("office.{key} = '{}'\n", folder.path().join(name).display()),
        };
        for (emblem, for_mails, carried, warned) in [
            ("", "", Some(OWN_MARK.len()), ""),
            ("small.png", "", Some(9_000), ""),
            ("large.png", "", None, "lớn quá 40 kB"),
            ("a.svg", "", None, "tệp .svg"),
            ("a.svg", "small.png", Some(9_000), ""),
            ("", "small.png", Some(9_000), ""),
        ] {
            let toml = setting("emblem", emblem) + &setting("mail_emblem", for_mails);
            let settings = Settings::defaults_with(&toml).expect(&toml);
            assert_eq!(Office::of(&settings).mail_emblem.map(|bytes| bytes.len()), carried, "{toml}");
            let warning = settings.office.mail_warning();
            assert_eq!((warning.is_some(), warning.unwrap_or_default().contains(warned)), (!warned.is_empty(), true));
        }
        for wrong in ["large.png", "a.svg", "none.png"] {
            let refused = Settings::defaults_with(&setting("mail_emblem", wrong)).expect_err(wrong);
            assert!(
                matches!(refused, ConfigError::Contradiction { key, .. } if key == "office.mail_emblem"),
                "{refused}"
            );
        }
    }
}
