//! The safety headers of every answer: what a page may load (nothing from elsewhere, but map tiles), who may keep it.
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::assets;

/// The content policy of every page.
pub const OWN: &str =
    "default-src 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/// That of the API's description, a library's page: it styles itself in place and has small pictures in its style.
const DESCRIPTION: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                           object-src 'none'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/// What is text and comes from a library without saying so.
const TEXTS: [&str; 5] = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"];

/// What is the same for everybody, with nobody's name on it.
const SHARED: [&str; 3] = ["/assets/", "/map/", "/docs/"];

/// Pages that search engines may keep; below `/phuong/` there are more.
const FOUND: [&str; 4] = ["/", "/apply", "/follow", "/check"];

/// The content policy of a page with a map whose tiles come from this origin; the usual one without tiles. `data:` is
/// the blank picture that Leaflet puts in place of a tile that is not needed any more.
pub fn with_tiles(origin: Option<&str>) -> HeaderValue {
    let policy = origin.map(|origin| format!("{OWN}; img-src 'self' data: {origin}"));
    let policy = policy.and_then(|policy| HeaderValue::from_str(&policy).ok());
    policy.unwrap_or(HeaderValue::from_static(OWN))
}

/// Puts the headers on the answer to a path; `by_tls` when everybody comes by TLS.
pub fn apply(headers: &mut HeaderMap, path: &str, is_success: bool, by_tls: bool) {
    let shared = is_success && SHARED.iter().any(|folder| path.starts_with(folder));
    let caching = match shared {
        true if assets::is_kept(path) => "public, max-age=31536000, immutable",
        true => "public, max-age=3600",
        false => "no-store",
    };
    for (name, value) in [
        (header::CACHE_CONTROL, caching),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Not "no-referrer": under it browsers send "Origin: null" with their own forms, and old ones say nothing else of
        // where a form stood.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !shared && !FOUND.contains(&path) && !path.starts_with("/phuong/") {
        headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow"));
    }
    if !shared {
        // Two readers of one address may read two languages; whoever keeps a page in spite of `no-store` keeps both.
        headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    }
    if by_tls {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    let is_description = path.starts_with("/docs/");
    if is_description {
        // A megabyte that never changes: squeezing it anew for everybody would cost more than it saves.
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    }
    // A page with map tiles has said itself what it loads.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let policy = if is_description { DESCRIPTION } else { OWN };
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    say_charset(headers);
}

/// All our texts are UTF-8, and say so.
fn say_charset(headers: &mut HeaderMap) {
    let plain = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if TEXTS.contains(&plain)
        && let Ok(said) = HeaderValue::from_str(&format!("{plain}; charset=utf-8"))
    {
        headers.insert(header::CONTENT_TYPE, said);
    }
}
