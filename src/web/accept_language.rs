//! The language that a browser asks for, where nobody has chosen one on our pages (RFC 9110, 12.5.4).
use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};

use crate::text::messages::Locale;

/// Longest header that is read; browsers send some sixty bytes.
const LENGTH_MAX: usize = 500;

/// Programs that fetch a link for a search page or for a messenger's preview say so in their name, and are nobody's
/// reader: what they show goes to people of Hải Phòng, whatever the program's own home speaks.
const BOTS: [&str; 9] =
    ["bot", "crawl", "spider", "preview", "facebookexternalhit", "whatsapp", "zalo", "skype", "embed"];

/// What the request's reader likes best of what we have; none when it does not say, or is a program.
pub fn wanted(request: &HttpRequest) -> Option<Locale> {
    if is_bot(request) {
        return None;
    }
    best_of(sent(request, header::ACCEPT_LANGUAGE))
}

/// Whether a program asks that says so.
pub fn is_bot(request: &HttpRequest) -> bool {
    names_bot(sent(request, header::USER_AGENT))
}

fn sent(request: &HttpRequest, name: HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn names_bot(user_agent: &str) -> bool {
    let name = user_agent.to_ascii_lowercase();
    BOTS.iter().any(|bot| name.contains(bot))
}

/// The first of those that are liked best.
fn best_of(header: &str) -> Option<Locale> {
    if header.len() > LENGTH_MAX {
        return None;
    }
    let mut best: Option<(Locale, f32)> = None;
    for range in header.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |text| text.parse().ok());
        let (Some(locale), Some(weight)) = (locale_of(tag), weight) else { continue };
        // Also false for what is no number; 0 means "not this one".
        if weight > best.map_or(0.0, |(_, most)| most) {
            best = Some((locale, weight));
        }
    }
    best.map(|(locale, _)| locale)
}

/// `en-GB` is English.
fn locale_of(tag: &str) -> Option<Locale> {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_liked_of_our_languages_is_taken() {
        let rows = [
            ("en", Some("en")),
            ("EN-gb;q=0.8", Some("en")),
            ("vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7", Some("vi")),
            ("en-US,en;q=0.9,vi;q=0.8", Some("en")),
            ("en;q=0.3, vi;q=0.7", Some("vi")),
            ("ko-KR,ko;q=0.9,en;q=0.5", Some("en")),
            ("ko-KR,ko;q=0.9", None),
            ("en;q=0", None),
            ("en;q=NaN", None),
            ("en;q=many", None),
            ("*", None),
            ("", None),
            (";;,,-", None),
        ];
        for (header, locale) in rows {
            assert_eq!(best_of(header).map(Locale::code), locale, "{header}");
        }
        assert_eq!(best_of(&"en,".repeat(200)), None, "nobody speaks so many");
    }

    #[test]
    fn a_preview_is_no_reader() {
        for name in [
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "TelegramBot (like TwitterBot)",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "WhatsApp/2.23.20.0",
        ] {
            assert!(names_bot(name), "{name}");
        }
        assert!(!names_bot(
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
        ));
    }
}
