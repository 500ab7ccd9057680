//! Which addresses a page of ours may lead back to.

/// Only addresses of this server: a path that is not `//host`, nor becomes it when a browser drops control characters.
pub fn is_own(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(|c: char| c == '\\' || c.is_control())
}
