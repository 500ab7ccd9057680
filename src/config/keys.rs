//! Whether a key is worth the name.
use secrecy::{ExposeSecret, SecretString};

/// Guesses, as a power of ten, from which on a key counts as made by chance. The estimate ends at 2⁶⁴ guesses (19), which
/// random digits reach within half a key; what a person makes up or repeats stays far below.
const GUESSES_LOG10_MIN: f64 = 18.0;

/// Fewer characters than a key of 128 bits has in hexadecimal digits.
pub fn too_short(key: &SecretString) -> bool {
    key.expose_secret().chars().count() < 32
}

/// Whether a program could find it by trying what people make up.
pub fn is_guessable(key: &str) -> bool {
    zxcvbn::zxcvbn(key, &[]).guesses_log10() < GUESSES_LOG10_MIN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_a_program_would_try_are_guessable() {
        for weak in ["a".repeat(64), "matkhau1".repeat(8), "abc123".repeat(6), "correct horse".to_owned()] {
            assert!(is_guessable(&weak), "{weak}");
        }
        for strong in ["9f3c1be07d5a48e2b6c4f0918a7d63e5", "Zk3vQm8TtW1xRb6Yp0LsHc5NdGf9JuEa"] {
            assert!(!is_guessable(strong), "{strong}");
        }
    }
}
