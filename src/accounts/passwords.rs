//! Passwords: argon2id with the crate's recommended cost, never compared in any other way.
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use zxcvbn::{Score, zxcvbn};

use crate::config::AccountSettings;

mod breached;

/// What everybody would try first at this door; an account's own names come on top.
const OBVIOUS: [&str; 8] = ["luudong", "luu dong", "congan", "cong an", "cancuoc", "can cuoc", "haiphong", "matkhau"];

/// Longest password, bytes: longer ones are not even checked at the door.
pub const BYTES_MAX: usize = 1024;

/// A password as the database holds it (PHC format); it was strong enough when it was chosen.
#[derive(Clone)]
pub struct HashedPassword(String);

/// Why a password is not taken.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Shorter than so many characters.
    #[error("mật khẩu cần ít nhất {0} ký tự")]
    Short(usize),
    /// Longer than so many bytes.
    #[error("mật khẩu dài quá {0} byte")]
    Long(usize),
    /// Long enough, and among the first that a program would try.
    #[error("mật khẩu này dễ đoán; hãy dùng vài từ không liên quan đến nhau, không dùng tên hay tên đăng nhập")]
    Guessable,
    /// Strangers have it from another service.
    #[error("mật khẩu này đã lộ ở nơi khác; hãy chọn mật khẩu chưa dùng ở đâu")]
    Breached,
    /// The list of those could not be read.
    #[error("chưa đổi được mật khẩu: máy chủ không đọc được danh sách mật khẩu đã lộ; xin báo quản trị viên")]
    Unchecked,
    /// The one that was to be changed.
    #[error("mật khẩu mới phải khác mật khẩu cũ")]
    Same,
}

impl HashedPassword {
    /// Hashes a password that is hard to guess, also for whoever knows the account's `names`. Takes a core for tens of
    /// milliseconds and 19 MiB: servers do it at the [`super::gate`].
    ///
    /// # Errors
    /// [`WeakPassword`].
    pub fn of(password: &str, names: &[&str], settings: &AccountSettings) -> Result<Self, WeakPassword> {
        check(password, names, settings)?;
        Ok(Self(hash(password)))
    }

    /// From the text that the database holds.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// One that no password fits.
    #[cfg(test)]
    pub fn unusable() -> Self {
        Self("-".to_owned())
    }

    /// The text that the database holds.
    pub fn as_stored(&self) -> &str {
        &self.0
    }
}

/// Whether a password may be used; costs little.
///
/// # Errors
/// [`WeakPassword`].
pub fn check(password: &str, names: &[&str], settings: &AccountSettings) -> Result<(), WeakPassword> {
    if password.chars().count() < settings.password_length_min {
        return Err(WeakPassword::Short(settings.password_length_min));
    }
    if password.len() > BYTES_MAX {
        return Err(WeakPassword::Long(BYTES_MAX));
    }
    let known: Vec<&str> = OBVIOUS.iter().chain(names).copied().collect();
    if zxcvbn(password, &known).score() < Score::Three {
        return Err(WeakPassword::Guessable);
    }
    if settings.breached_file.as_os_str().is_empty() {
        return Ok(());
    }
    match breached::has(&settings.breached_file, password) {
        Ok(false) => Ok(()),
        Ok(true) => Err(WeakPassword::Breached),
        Err(error) => {
            tracing::error!(%error, "accounts.breached_file cannot be read");
            Err(WeakPassword::Unchecked)
        }
    }
}

fn hash(password: &str) -> String {
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

    #[test]
    fn what_a_program_tries_first_is_no_password() {
        let settings = crate::config::Settings::defaults_with("").expect("settings").accounts;
        let checked = |password: &str| check(password, &["an.nguyen", "Nguyễn Văn An"], &settings);
        assert_eq!(checked("ngắn"), Err(WeakPassword::Short(settings.password_length_min)));
        for weak in ["aaaaaaaaaaaa", "123456789012", "password1234", "an.nguyen2026", "qwertyuiop12", "luudong2026!"] {
            assert_eq!(checked(weak), Err(WeakPassword::Guessable), "{weak}");
        }
        let listed = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(listed.path(), "9C9FB2CF3A8A1EA0A7A8B0C1D9C2B9B8F0E6A3D1:2\n").expect("written");
        let known = |file: &std::path::Path| AccountSettings { breached_file: file.to_owned(), ..settings.clone() };
        let mine = "con trâu đi trước cái cày";
        assert_eq!(check(mine, &[], &known(listed.path())), Ok(()));
        let hash = data_encoding::HEXUPPER.encode(&<sha1::Sha1 as sha1::Digest>::digest(mine.as_bytes()));
        std::fs::write(listed.path(), format!("{hash}:2\n")).expect("written");
        assert_eq!(check(mine, &[], &known(listed.path())), Err(WeakPassword::Breached));
        assert_eq!(check(mine, &[], &known(std::path::Path::new("khong/co"))), Err(WeakPassword::Unchecked));
        for strong in ["con trâu đi trước cái cày", "k7Rv-mX2q-Lw9t", "sông thuyền gạo nắng"] {
            assert_eq!(checked(strong), Ok(()), "{strong}");
        }
    }
}
