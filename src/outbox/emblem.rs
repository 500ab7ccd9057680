//! By what a mail's HTML names the office's picture, which is a part of the same mail (RFC 2392).

/// The part's Content-ID. It is the same in every mail and release: a mail is written now and sent later, perhaps by
/// another process.
pub const CONTENT_ID: &str = "emblem@luu-dong";

/// What the part is called by programs that list a mail's parts.
pub const FILE: &str = "emblem.png";

/// Whether this HTML shows it. What families type cannot: its quotes are escaped.
pub fn is_named_in(html: &str) -> bool {
    html.contains(&format!("src=\"cid:{CONTENT_ID}\""))
}
