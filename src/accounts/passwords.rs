//! Passwords: argon2id with the crate's recommended cost, never compared in any other way.
use argon2::{Argon2, PasswordHasher, PasswordVerifier};

/// The hash to store, in PHC format.
///
/// # Panics
/// Never for the default parameters.
pub fn hash(password: &str) -> String {
    let hashed = Argon2::default().hash_password(password.as_bytes());
    hashed.expect("default parameters are valid").to_string()
}

/// Whether the password is the one that was hashed. An unreadable hash fits nothing.
pub fn fits(password: &str, stored: &str) -> bool {
    let Ok(stored) = argon2::PasswordHash::new(stored) else {
        return false;
    };
    Argon2::default().verify_password(password.as_bytes(), &stored).is_ok()
}

/// Spends the time of a check, so that an unknown login answers no faster than a wrong password.
pub fn pretend(password: &str) {
    let _ = hash(password);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_password_fits() {
        let stored = hash("con trâu đi trước cái cày");
        assert!(stored.starts_with("$argon2id$"));
        assert!(fits("con trâu đi trước cái cày", &stored));
        assert!(!fits("con trâu đi trước cái cầy", &stored));
        assert!(!fits("x", "không phải hash"));
    }
}
