//! Whether the mailer takes an address: the form asks the same reader that sends.
use lettre::Address;

/// Bytes of an address (RFC 5321, with the length of a path).
const LENGTH_MAX: usize = 254;

/// Whether a mail can be sent to it: ASCII without quotes, at a host with a name.
pub fn is_deliverable(text: &str) -> bool {
    let Some(address) = text.parse::<Address>().ok().filter(|_| text.len() <= LENGTH_MAX && text.is_ascii()) else {
        return false;
    };
    !address.user().contains('"') && address.domain().contains('.') && !address.domain().starts_with('[')
}

#[cfg(test)]
mod tests {
    use lettre::message::Mailbox;

    use super::is_deliverable;

    #[test]
    fn what_is_taken_can_be_sent_to() {
        for good in ["lan@example.vn", "lan+can.cuoc@mail.example.vn", "o'brien@example.vn", "a_b-c@xn--l-9fa.vn"] {
            assert!(is_deliverable(good) && good.parse::<Mailbox>().is_ok(), "{good}");
        }
        for bad in [
            "mailto:lan@example.vn",
            "Lan <lan@example.vn>",
            "lan@example.vn, tu@example.vn",
            "hoa[1]@example.test",
            "lan@example",
            "lan@[192.0.2.1]",
            "\"lan lan\"@example.vn",
            "lan@@example.vn",
            "lan..tu@example.vn",
            "lan.@example.vn",
            "lân@example.vn",
            "lan@ví-dụ.vn",
            "@example.vn",
            "lan@example.vn\u{0}",
        ] {
            assert!(!is_deliverable(bad), "{bad}");
        }
        assert!(!is_deliverable(&format!("{}@example.vn", "a".repeat(300))));
    }
}
