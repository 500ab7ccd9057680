//! What an answer of the mail server means: is it about the address, the domain, or about us?
use std::fmt;

/// How far a conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Connecting, greeting, TLS, signing in.
    Opening,
    /// Our own address was named.
    Sender,
    /// The household's address was named.
    Receiver,
    /// The message was handed over.
    Message,
}

/// What an answer says: its code (550) and, where the server gives one, its enhanced code (5.1.1, RFC 3463).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 400…599.
    pub code: u16,
    /// Subject and detail of the enhanced code; its class is the first digit of `code`.
    pub enhanced: Option<(u16, u16)>,
}

impl Reply {
    /// Reads an answer's code and its text, which begins with the enhanced code if there is one.
    pub fn read(code: u16, text: &str) -> Self {
        let first = text.split_whitespace().next().unwrap_or("");
        let mut parts = first.split('.').map(str::parse::<u16>);
        let enhanced = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Ok(class)), Some(Ok(subject)), Some(Ok(detail)), None) if class == code / 100 => {
                Some((subject, detail))
            }
            _ => None,
        };
        Self { code, enhanced }
    }
}

/// Why somebody is left in peace for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// No connection, no answer, or the conversation broke off.
    NoAnswer,
    /// 4xx.
    AskedToWait,
    /// 5xx that is about us: a wrong password, a name on a black list, a relay that does not know us.
    RefusesUs,
}

impl Why {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoAnswer => "no_answer",
            Self::AskedToWait => "asked_to_wait",
            Self::RefusesUs => "refuses_us",
        }
    }
}

/// What to do with a mail that did not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The address or the mail itself is wrong for good: trying again is useless, the family must be called.
    GiveUp,
    /// Only this mail waits: a mailbox that is full or busy for now.
    Wait,
    /// All mails to this domain wait.
    DomainWaits(Why),
    /// All mails wait: it is our own mail server, or what it thinks of us.
    ServerWaits(Why),
    /// The process ends; nothing was wrong with the mail.
    BrokenOff,
}

/// Classifies a failed conversation by how far it had come and what was answered, if anything.
///
/// A 5xx is final only where it is about the mailbox or the message. What it says about *us* (5.7.x, 530, 535, 554, or
/// anything before the household was named) would hit every mail alike, and giving up a thousand mails because of
/// our own password helps nobody.
pub fn classify(phase: Phase, reply: Option<Reply>) -> Verdict {
    let Some(reply) = reply else {
        return match phase {
            Phase::Opening | Phase::Sender => Verdict::ServerWaits(Why::NoAnswer),
            Phase::Receiver | Phase::Message => Verdict::DomainWaits(Why::NoAnswer),
        };
    };
    let is_final = reply.code >= 500;
    if matches!(phase, Phase::Opening | Phase::Sender) {
        return Verdict::ServerWaits(if is_final { Why::RefusesUs } else { Why::AskedToWait });
    }
    if is_final { classify_final(reply) } else { classify_temporary(reply) }
}

fn classify_temporary(reply: Reply) -> Verdict {
    match (reply.code, reply.enhanced) {
        // The server closes or cannot check our password: that is the same for every mail.
        (421 | 454, _) => Verdict::ServerWaits(Why::AskedToWait),
        (_, Some((1 | 2, _))) => Verdict::Wait,
        _ => Verdict::DomainWaits(Why::AskedToWait),
    }
}

fn classify_final(reply: Reply) -> Verdict {
    match (reply.code, reply.enhanced) {
        (530 | 534 | 535 | 538, _) => Verdict::ServerWaits(Why::RefusesUs),
        // Our own address as the sender.
        (_, Some((1, 7 | 8))) => Verdict::ServerWaits(Why::RefusesUs),
        // Address, mailbox, routing of the domain, content, size.
        (_, Some((1 | 2 | 4 | 6, _) | (3, 4))) => Verdict::GiveUp,
        // Policy: what they think of us, or of such mail.
        (_, Some((7, _))) => Verdict::DomainWaits(Why::RefusesUs),
        (501 | 550..=553 | 556, _) => Verdict::GiveUp,
        (500 | 502..=504 | 521 | 555, _) => Verdict::ServerWaits(Why::RefusesUs),
        _ => Verdict::DomainWaits(Why::RefusesUs),
    }
}

impl fmt::Display for Why {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_the_address_is_final_and_what_is_about_us_is_not() {
        use Verdict::{DomainWaits, GiveUp, ServerWaits, Wait};
        use Why::{AskedToWait, NoAnswer, RefusesUs};
        let table = [
            (Phase::Receiver, 550, "5.1.1 no such user", GiveUp),
            (Phase::Receiver, 550, "no such user", GiveUp),
            (Phase::Receiver, 550, "5.4.1 Recipient address rejected: Access denied", GiveUp),
            (Phase::Receiver, 550, "5.5.0 mailbox unavailable", GiveUp),
            (Phase::Receiver, 501, "5.1.3 bad address syntax", GiveUp),
            (Phase::Receiver, 552, "5.2.2 mailbox full", GiveUp),
            (Phase::Message, 552, "5.3.4 message too big", GiveUp),
            (Phase::Message, 554, "5.6.0 malformed", GiveUp),
            (Phase::Receiver, 556, "5.1.10 null MX", GiveUp),
            (Phase::Opening, 535, "5.7.8 wrong password", ServerWaits(RefusesUs)),
            (Phase::Opening, 554, "no service here", ServerWaits(RefusesUs)),
            (Phase::Opening, 421, "too busy", ServerWaits(AskedToWait)),
            (Phase::Sender, 550, "5.1.8 sender unknown", ServerWaits(RefusesUs)),
            (Phase::Sender, 530, "5.7.0 sign in first", ServerWaits(RefusesUs)),
            (Phase::Receiver, 530, "5.7.0 sign in first", ServerWaits(RefusesUs)),
            (Phase::Message, 550, "5.1.8 sender unknown", ServerWaits(RefusesUs)),
            (Phase::Receiver, 503, "5.5.1 bad sequence", ServerWaits(RefusesUs)),
            (Phase::Receiver, 550, "5.7.1 relaying denied", DomainWaits(RefusesUs)),
            (Phase::Message, 554, "rejected by policy", DomainWaits(RefusesUs)),
            (Phase::Receiver, 451, "4.7.1 greylisted", DomainWaits(AskedToWait)),
            (Phase::Receiver, 450, "later", DomainWaits(AskedToWait)),
            (Phase::Receiver, 452, "4.2.2 mailbox full", Wait),
            (Phase::Message, 421, "4.3.2 closing", ServerWaits(AskedToWait)),
        ];
        for (phase, code, text, wanted) in table {
            assert_eq!(classify(phase, Some(Reply::read(code, text))), wanted, "{phase:?} {code} {text}");
        }
        assert_eq!(classify(Phase::Opening, None), ServerWaits(NoAnswer));
        assert_eq!(classify(Phase::Message, None), DomainWaits(NoAnswer));
    }

    #[test]
    fn an_enhanced_code_is_read_only_where_it_stands() {
        assert_eq!(Reply::read(550, "5.1.1 x").enhanced, Some((1, 1)));
        assert_eq!(Reply::read(550, "4.1.1 another class").enhanced, None);
        assert_eq!(Reply::read(550, "10.0.0.1 is an address").enhanced, None);
        assert_eq!(Reply::read(550, "").enhanced, None);
    }
}
