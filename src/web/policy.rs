//! The safety headers of every answer: what a page may load (nothing from elsewhere, but map tiles), who may keep it.
use actix_web::http::header::{self, HeaderMap, HeaderValue};

/// The content policy of every page.
pub const OWN: &str = "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'";

/// What is the same for everybody, with nobody's name on it.
const SHARED: [&str; 2] = ["/assets/", "/map/"];

/// The content policy of a page with a map whose tiles come from this origin; the usual one without tiles. `data:` is
/// the blank picture that Leaflet puts in place of a tile that is not needed any more.
pub fn with_tiles(origin: Option<&str>) -> HeaderValue {
    let policy = origin.map(|origin| format!("{OWN}; img-src 'self' data: {origin}"));
    let policy = policy.and_then(|policy| HeaderValue::from_str(&policy).ok());
    policy.unwrap_or(HeaderValue::from_static(OWN))
}

/// Puts the headers on the answer to a path.
pub fn apply(headers: &mut HeaderMap, path: &str, is_success: bool) {
    let shared = is_success && SHARED.iter().any(|folder| path.starts_with(folder));
    let caching = if shared { "public, max-age=3600" } else { "no-store" };
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
    // A page with map tiles has said itself what it loads. The API's documentation is a library's page.
    if !path.starts_with("/docs/") && !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(OWN));
    }
}
