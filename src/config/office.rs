//! `[office]`: whose pages these are, as families see it in the band, in mails, letters and posters.
use std::path::Path;

use sha2::{Digest, Sha256};

use super::rules::Rule;
use super::sections::dialable;
use super::{Environment, OfficeSettings, Settings};

/// Larger pictures hold up the first visit.
const EMBLEM_BYTES_MAX: usize = 65_536;

/// Whose pages these are, when nobody has said so: a demonstration names the city whose figures it shows.
const DEMONSTRATION: &str = "Công an thành phố Hải Phòng";

/// And whom they may call: a number that nobody has.
const DEMONSTRATION_TELEPHONE: &str = "0225 000 0010";

/// Whose pages these are.
#[derive(Clone, Debug, Default)]
pub struct Office {
    /// "Công an thành phố Hải Phòng".
    pub name: String,
    /// What families must see in the address bar.
    pub domain: String,
    /// The house, in one line; may be empty.
    pub address: String,
    /// The duty telephone as people write it; may be empty.
    pub telephone: String,
    /// Who answers for what the pages say; may be empty.
    pub responsible: String,
    /// The office's own picture; our mark stands in for it.
    pub emblem: Option<Emblem>,
    /// A PNG in every mail's band; none when there is no picture that mail programs show.
    pub mail_emblem: Option<Vec<u8>>,
    /// Nobody's real office: the band says so.
    pub is_demonstration: bool,
}

/// The office's picture, as it is served.
#[derive(Clone, Debug)]
pub struct Emblem {
    /// The name of the file below `/assets/`, with its fingerprint.
    pub file: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Office {
    /// As the settings say it; what cannot be read was refused with the settings.
    pub fn of(settings: &Settings) -> Self {
        let said = |text: &str| text.trim().to_owned();
        let or = |text: &str, instead: &str| said(if text.trim().is_empty() { instead } else { text });
        let office = &settings.office;
        let is_demonstration = settings.environment == Environment::Development;
        let number = if is_demonstration { DEMONSTRATION_TELEPHONE } else { "" };
        Self {
            name: or(&office.name, DEMONSTRATION),
            domain: or(&office.domain, host_of(&settings.server.public_url)),
            address: said(&office.address),
            telephone: or(&office.telephone, number),
            responsible: said(&office.responsible),
            emblem: office.read_emblem().ok().flatten(),
            mail_emblem: office.read_mail_emblem().ok().flatten(),
            is_demonstration,
        }
    }

    /// The message before the domain: of a demonstration nobody is told that it is official.
    pub fn domain_key(&self) -> &'static str {
        if self.is_demonstration { "frame-domain" } else { "frame-official" }
    }

    /// A text that stands alone, with who says it; `brand` as its language writes it.
    pub fn signed(&self, text: &str, brand: &str) -> String {
        format!("{}\n\n{brand} – {}", text.trim_end(), self.name)
    }

    /// The telephone's number as telephones dial it.
    pub fn dial(&self) -> String {
        self.telephone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

impl OfficeSettings {
    /// Contradictions: broken or not, the key, and what is wrong with it.
    pub(super) fn rules(&self) -> Vec<Rule> {
        let domain = self.domain.trim();
        let addressed = domain.contains(['/', ' ', '@']) || domain.ends_with('.');
        let (unreadable, unfit) = (self.read_emblem().err(), self.read_mail_emblem().err());
        // An emblem that cannot be read is said once.
        let unfit = unfit.filter(|_| !self.mail_emblem.as_os_str().is_empty());
        vec![
            (!dialable(&self.telephone), "office.telephone", "phải để trống, hoặc là một số điện thoại"),
            (addressed, "office.domain", "phải để trống, hoặc là tên miền, không có https:// và dấu /"),
            (unreadable.is_some(), "office.emblem", unreadable.unwrap_or_default()),
            (unfit.is_some(), "office.mail_emblem", unfit.unwrap_or_default()),
        ]
    }

    /// What a production must say of its office: the key, and what is missing.
    pub(super) fn missing(&self) -> Option<(&'static str, &'static str)> {
        let empty = |text: &str| text.trim().is_empty();
        [
            (empty(&self.name), "office.name", "cần tên cơ quan khi environment = production"),
            (empty(&self.telephone), "office.telephone", "cần số điện thoại trực ban khi environment = production"),
            (empty(&self.domain), "office.domain", "cần tên miền chính thức khi environment = production"),
        ]
        .into_iter()
        .find_map(|(missing, key, reason)| missing.then_some((key, reason)))
    }

    fn read_emblem(&self) -> Result<Option<Emblem>, &'static str> {
        if self.emblem.as_os_str().is_empty() {
            return Ok(None);
        }
        let bytes = std::fs::read(&self.emblem).map_err(|_| "không đọc được tệp")?;
        if bytes.len() > EMBLEM_BYTES_MAX {
            return Err("tệp lớn quá 64 kB");
        }
        let kind = kind_of(&self.emblem, &bytes).ok_or("phải là hình vuông, tệp .svg (có viewBox) hoặc .png")?;
        let print = Sha256::digest(&bytes)[..4].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        Ok(Some(Emblem { file: format!("emblem.{print}.{kind}"), bytes }))
    }
}

/// Whether it is a square PNG.
pub(super) fn is_png(path: &Path, bytes: &[u8]) -> bool {
    kind_of(path, bytes) == Some("png")
}

/// The kind of a square picture.
fn kind_of(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    let (kind, sides) = match ending.as_str() {
        "png" => ("png", sides_of_png(bytes)?),
        "svg" => ("svg", sides_of_svg(std::str::from_utf8(bytes).ok()?)?),
        _ => return None,
    };
    (sides.0 > 0.0 && (sides.0 - sides.1).abs() < 0.001 * sides.0).then_some(kind)
}

fn sides_of_png(bytes: &[u8]) -> Option<(f64, f64)> {
    let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let side = |at: usize| Some(f64::from(u32::from_be_bytes(head.get(at..at + 4)?.try_into().ok()?)));
    Some((side(8)?, side(12)?))
}

fn sides_of_svg(text: &str) -> Option<(f64, f64)> {
    let head = text.get(text.find("<svg")?..)?;
    let head = head.get(..head.find('>')?)?;
    let (_, rest) = head.split_once("viewBox=")?;
    let quoted = rest.get(1..)?.split(['"', '\'']).next()?;
    let numbers: Vec<f64> = quoted.split([' ', ',']).filter_map(|part| part.parse().ok()).collect();
    (numbers.len() == 4).then(|| (numbers[2], numbers[3]))
}

fn host_of(public_url: &str) -> &str {
    public_url.split_once("://").map_or(public_url, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigError;

    #[test]
    fn an_office_that_nobody_named_is_a_demonstration() {
        let office = Office::of(&Settings::defaults_with("").expect("defaults"));
        assert!(office.is_demonstration && office.emblem.is_none());
        assert_eq!((office.name.as_str(), office.domain.as_str()), (DEMONSTRATION, "127.0.0.1:8080"));
    }

    #[test]
    fn a_picture_is_square_small_and_of_a_known_kind() {
        let square = r#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"></svg>"#;
        let wide = square.replace("64 64", "64 32");
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0, 9, 0, 0, 0, 9, 8, 6]);
        for (name, bytes, kind) in [
            ("a.svg", square.as_bytes(), Some("svg")),
            ("a.svg", wide.as_bytes(), None),
            ("a.svg", b"<svg></svg>", None),
            ("a.png", png.as_slice(), Some("png")),
            ("a.png", square.as_bytes(), None),
            ("a.gif", square.as_bytes(), None),
        ] {
            assert_eq!(kind_of(Path::new(name), bytes), kind, "{name}");
        }
    }

    #[test]
    fn what_cannot_stand_in_the_band_is_refused_by_its_key() {
        for (toml, wanted) in [
            ("office.emblem = '/there/is/no/such.svg'", "office.emblem"),
            ("office.domain = 'https://luudong.example.vn'", "office.domain"),
            ("office.telephone = 'gọi trực ban'", "office.telephone"),
        ] {
            let refused = Settings::defaults_with(toml).expect_err(toml);
            assert!(matches!(refused, ConfigError::Contradiction { key, .. } if key == wanted), "{refused}");
        }
    }
}
