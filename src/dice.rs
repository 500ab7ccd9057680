//! The only place where chance enters: public codes, secrets, tokens, nonces.
use std::sync::{Arc, Mutex};

use data_encoding::BASE64URL_NOPAD;
use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};

/// Letters and digits of public codes: nothing that sounds or looks like another (no 0, 1, I, L, O).
/// Their number, 31, is prime, so the check character below finds every single slip and every swap.
const CODE_ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Characters of a public code without its hyphen: seven drawn, one computed.
const CODE_LENGTH: usize = 8;

/// Digits of a case's secret. They are said over the telephone and typed on any keyboard, in every dialect; seven
/// threes are 69.7 bits, and docs/adr/0013 says why that is enough.
const SECRET_DIGITS: usize = 21;

/// 10²¹: how many secrets there are.
const SECRETS: u128 = 1_000_000_000_000_000_000_000;

/// A source of chance: the operating system's, or a seeded one that tests and demo data can repeat.
#[derive(Clone, Debug)]
pub enum Dice {
    /// The operating system's generator.
    System,
    /// Repeats itself for the same seed. Never in production.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Dice {
    /// Dice that repeat themselves.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the operating system has no randomness to give; going on without would be worse.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut drawn = [0; N];
        match self {
            Self::System => SysRng.try_fill_bytes(&mut drawn).expect("the system gives random bytes"),
            Self::Seeded(rng) => rng.lock().unwrap_or_else(|poison| poison.into_inner()).fill_bytes(&mut drawn),
        }
        drawn
    }

    /// The secret of a case, as it stands in links: `204-118-736-950-482-117-305`.
    pub fn case_secret(&self) -> String {
        // The bias of the remainder is below 10⁻¹⁷.
        let drawn = u128::from_le_bytes(self.bytes()) % SECRETS;
        in_threes(&format!("{drawn:0SECRET_DIGITS$}"), '-')
    }

    /// A token of 128 bits, 22 characters, safe in a URL; nobody has to say it.
    pub fn secret(&self) -> String {
        BASE64URL_NOPAD.encode(&self.bytes::<16>())
    }

    /// A whole number from `least` to `most`, both included.
    pub fn between(&self, least: u32, most: u32) -> u32 {
        let span = u64::from(most.saturating_sub(least)) + 1;
        let drawn = u64::from_le_bytes(self.bytes()) % span;
        least + u32::try_from(drawn).unwrap_or(0)
    }

    /// A number for seeds, below 2⁵³ so that JSON readers keep it exact.
    pub fn seed(&self) -> u64 {
        u64::from_le_bytes(self.bytes()) >> 11
    }

    /// A number that no content had before, for the stamps of duties: 62 bits.
    pub fn stamp(&self) -> i64 {
        i64::from_le_bytes(self.bytes()) & (i64::MAX >> 1)
    }

    /// A public code such as `K7MQ-2XPT`: speakable, without look-alikes, the last character checks the others.
    pub fn code(&self) -> String {
        // 64 bits are folded into 31⁷ ≈ 2.75 × 10¹⁰ codes; the bias of the remainder is below 10⁻⁹.
        let mut rest = u64::from_le_bytes(self.bytes());
        let mut code: Vec<u8> = Vec::with_capacity(CODE_LENGTH);
        for _ in 1..CODE_LENGTH {
            code.push(CODE_ALPHABET[(rest % 31) as usize]);
            rest /= 31;
        }
        code.push(check_character(&code));
        let (head, tail) = code.split_at(4);
        format!("{}-{}", String::from_utf8_lossy(head), String::from_utf8_lossy(tail))
    }
}

/// Reads a public code as people type it (any case, spaces, with or without hyphen); `None` if the check fails.
pub fn read_code(typed: &str) -> Option<String> {
    let kept: Vec<u8> = typed
        .trim()
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'-' | b'.'))
        .map(|byte| byte.to_ascii_uppercase())
        .collect();
    let (check, body) = kept.split_last()?;
    let known = kept.iter().all(|byte| CODE_ALPHABET.contains(byte));
    if kept.len() != CODE_LENGTH || !known || check_character(body) != *check {
        return None;
    }
    let text = String::from_utf8(kept).ok()?;
    Some(format!("{}-{}", &text[..4], &text[4..]))
}

/// Reads a case's secret as people type or say it: spaces, hyphens and points between the digits, full-width digits.
/// What is no such number may be a secret of before, 22 letters and digits, and stays as it is without its spaces.
pub fn read_secret(typed: &str) -> String {
    let is_between = |c: &char| c.is_whitespace() || matches!(c, '-' | '.' | ',' | '−' | '\u{2010}'..='\u{2015}');
    let digits: Option<String> = typed.chars().filter(|c| !is_between(c)).map(narrow_digit).collect();
    match digits {
        Some(digits) if digits.len() == SECRET_DIGITS => in_threes(&digits, '-'),
        _ => typed.chars().filter(|c| !c.is_whitespace()).collect(),
    }
}

/// A case's secret as it is read out: "204 118 736 950 482 117 305"; one of before as it is.
pub fn spoken_secret(secret: &str) -> String {
    let secret = read_secret(secret);
    let is_number = secret.len() > SECRET_DIGITS && secret.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit());
    if is_number { secret.replace('-', " ") } else { secret }
}

/// `0` and `０` are one digit.
fn narrow_digit(c: char) -> Option<char> {
    let value = if c.is_ascii_digit() { u32::from(c) - u32::from('0') } else { u32::from(c).checked_sub(0xFF10)? };
    char::from_digit(value, 10)
}

fn in_threes(digits: &str, between: char) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let threes: Vec<String> = digits.chunks(3).map(|three| three.iter().collect()).collect();
    threes.join(&between.to_string())
}

/// The public codes that stand in a text as they are written, wherever.
pub fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    // A code is its two halves and the hyphen between them.
    let around = |at: usize| text.get(at.checked_sub(CODE_LENGTH / 2)?..=at + CODE_LENGTH / 2);
    let written = |found: &&str| read_code(found).as_deref() == Some(*found);
    text.match_indices('-').filter_map(move |(at, _)| around(at)).filter(written)
}

/// The weighted sum modulo 31: weights 2…8 are all invertible and neighbours differ.
fn check_character(body: &[u8]) -> u8 {
    let place = |byte: &u8| CODE_ALPHABET.iter().position(|known| known == byte);
    let weighted = body.iter().zip(2..).map(|(byte, weight)| place(byte).unwrap_or(0) * weight);
    CODE_ALPHABET[weighted.sum::<usize>() % CODE_ALPHABET.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_wherever_they_stand() {
        let (one, other) = (Dice::seeded(1).code(), Dice::seeded(2).code());
        let text = format!("/follow/{one}/a-b-c: «{other}», 2026-11-29, {}", other.to_lowercase());
        assert_eq!(codes_in(&text).collect::<Vec<_>>(), [&*one, &*other]);
        assert_eq!(codes_in(&one).collect::<Vec<_>>(), [&*one]);
        assert_eq!(codes_in("-ữ-----").count(), 0);
    }

    #[test]
    fn a_secret_is_read_as_people_type_it() {
        let secret = Dice::seeded(1).case_secret();
        assert_eq!(secret.len(), 27);
        let spoken = spoken_secret(&secret);
        assert_eq!(spoken.split(' ').map(str::len).collect::<Vec<_>>(), [3; 7]);
        let wide: String =
            spoken.chars().map(|c| c.to_digit(10).map_or(c, |d| char::from_u32(0xFF10 + d).unwrap())).collect();
        let plain = spoken.replace(' ', "");
        for typed in [&secret, &spoken, &wide, &plain, &spoken.replace(' ', " – "), &format!(" {plain}\u{a0}")] {
            assert_eq!(read_secret(typed), secret, "{typed}");
        }
        let before = Dice::seeded(1).secret();
        assert_eq!(read_secret(&format!(" {before}\n")), before, "a secret of before is told by every letter");
        assert_eq!(spoken_secret(&before), before);
        assert_eq!(read_secret("204 118"), "204118");
        assert_eq!(read_secret(&"٤".repeat(21)), "٤".repeat(21));
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = Dice::seeded(1).code();
        let sloppy = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(read_code(&sloppy), Some(code));
        assert_eq!(read_code("O0I1-LLLL"), None);
        assert_eq!(read_code(""), None);
        assert_eq!(read_code("điện-thoại"), None);
    }

    #[test]
    fn every_single_slip_and_every_swap_of_neighbours_is_noticed() {
        let dice = Dice::seeded(2);
        for _ in 0..50 {
            let code = dice.code().replace('-', "").into_bytes();
            for at in 0..code.len() {
                for &letter in CODE_ALPHABET {
                    let mut slip = code.clone();
                    slip[at] = letter;
                    let read = read_code(std::str::from_utf8(&slip).unwrap());
                    assert_eq!(read.is_some(), slip == code);
                }
                if at > 0 && code[at] != code[at - 1] {
                    let mut swap = code.clone();
                    swap.swap(at, at - 1);
                    assert_eq!(read_code(std::str::from_utf8(&swap).unwrap()), None);
                }
            }
        }
    }
}
