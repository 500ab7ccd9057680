//! Personal data at rest: sealed with an authenticated cipher, found again by keyed hashes.
use std::fmt;
use std::marker::PhantomData;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use data_encoding::{BASE64_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::dice::Dice;

/// Marks the format and the key generation, so that a later key can be told from this one.
const PREFIX: &str = "s1.";

/// A `T` as the database holds it: unreadable without the vault. Never printed, not even in debug output.
pub struct Sealed<T> {
    text: String,
    holds: PhantomData<fn() -> T>,
}

/// What may be sealed. The purpose is bound into the cipher, so that one column's text is of no use in another.
pub trait Sealable: Serialize + DeserializeOwned {
    /// Table and column, for instance `cases.contact`.
    const PURPOSE: &'static str;
}

/// A sealed column could not be opened: wrong key, wrong column, or damaged text.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value of {purpose} cannot be opened: wrong key or damaged data")]
pub struct UnsealError {
    purpose: &'static str,
}

/// Holds the keys: one seals and opens, one makes look-up hashes. Cloning is cheap; printing shows nothing.
#[derive(Clone)]
pub struct Vault {
    cipher: XChaCha20Poly1305,
    lookup_key: [u8; 32],
    derived_key: [u8; 32],
    dice: Dice,
}

/// A key made from the master key for one purpose. It never leaves the server; printing shows nothing.
#[derive(Clone)]
pub struct DerivedKey([u8; 32]);

impl Vault {
    /// Derives the working keys from one master key of at least 32 characters.
    pub fn new(master_key: &str, dice: Dice) -> Self {
        let data_key = keyed_hash(master_key.as_bytes(), &["luudong data key 1"]);
        Self {
            cipher: XChaCha20Poly1305::new(&Key::from(data_key)),
            lookup_key: keyed_hash(master_key.as_bytes(), &["luudong lookup key 1"]),
            derived_key: keyed_hash(master_key.as_bytes(), &["luudong derived keys 1"]),
            dice,
        }
    }

    /// Seals a value with a fresh nonce: equal values give different texts.
    ///
    /// # Panics
    /// Never for the types of this crate: they all serialise, and the cipher takes any length we store.
    pub fn seal<T: Sealable>(&self, value: &T) -> Sealed<T> {
        let plain = serde_json::to_vec(value).expect("sealable values serialise");
        let nonce: [u8; 24] = self.dice.bytes();
        let payload = Payload { msg: &plain, aad: T::PURPOSE.as_bytes() };
        let cipher_text = self.cipher.encrypt(&XNonce::from(nonce), payload);
        let mut packed = nonce.to_vec();
        packed.extend(cipher_text.expect("a short message can be sealed"));
        Sealed::stored(format!("{PREFIX}{}", BASE64_NOPAD.encode(&packed)))
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// [`UnsealError`] if the key, the column or the text is not the one it was sealed with.
    pub fn open<T: Sealable>(&self, sealed: &Sealed<T>) -> Result<T, UnsealError> {
        self.try_open(&sealed.text).ok_or(UnsealError { purpose: T::PURPOSE })
    }

    fn try_open<T: Sealable>(&self, text: &str) -> Option<T> {
        let packed = BASE64_NOPAD.decode(text.strip_prefix(PREFIX)?.as_bytes()).ok()?;
        let (nonce, cipher_text) = packed.split_at_checked(24)?;
        let nonce: [u8; 24] = nonce.try_into().ok()?;
        let payload = Payload { msg: cipher_text, aad: T::PURPOSE.as_bytes() };
        let plain = self.cipher.decrypt(&XNonce::from(nonce), payload).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// A keyed hash for equality look-up (64 hex digits). Parts are separated, so `ab|c` is not `a|bc`.
    pub fn lookup(&self, purpose: &str, parts: &[&str]) -> String {
        let mut all = vec![purpose];
        all.extend(parts);
        HEXLOWER.encode(&keyed_hash(&self.lookup_key, &all))
    }

    /// A key for one purpose, for instance for the code words of one day. Nobody who knows one of them, or what was
    /// made with it, can work out another.
    pub fn key(&self, purpose: &str, parts: &[&str]) -> DerivedKey {
        let mut all = vec![purpose];
        all.extend(parts);
        DerivedKey(keyed_hash(&self.derived_key, &all))
    }
}

impl DerivedKey {
    /// HMAC-SHA-256 of some parts under this key.
    pub fn mac(&self, parts: &[&str]) -> [u8; 32] {
        keyed_hash(&self.0, parts)
    }
}

impl fmt::Debug for DerivedKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("DerivedKey")
    }
}

/// Whether two texts are the same, found out in a time that does not tell where they differ.
pub fn is_same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differs) == 0
}

impl fmt::Debug for Vault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Vault")
    }
}

impl<T> Sealed<T> {
    /// From the text that the database holds.
    pub fn stored(text: String) -> Self {
        Self { text, holds: PhantomData }
    }

    /// The text that the database holds.
    pub fn as_stored(&self) -> &str {
        &self.text
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self::stored(self.text.clone())
    }
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Sealed(…)")
    }
}

/// The plain SHA-256 of a high-entropy secret (64 hex digits); not for passwords.
pub fn secret_hash(secret: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(secret.as_bytes()))
}

fn keyed_hash(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes any key length");
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Serialize, Deserialize, PartialEq, Debug)]
    struct Name(String);
    impl Sealable for Name {
        const PURPOSE: &'static str = "test.name";
    }

    #[derive(Serialize, Deserialize, Debug)]
    struct Phone(String);
    impl Sealable for Phone {
        const PURPOSE: &'static str = "test.phone";
    }

    fn vault(key: &str) -> Vault {
        Vault::new(key, Dice::seeded(1))
    }

    #[test]
    fn what_was_sealed_opens_with_the_same_key_only() {
        let name = Name("Nguyễn Thị Hòa".into());
        let sealed = vault("a").seal(&name);
        assert!(!sealed.as_stored().contains("Nguy"));
        assert_eq!(vault("a").open(&sealed).unwrap(), name);
        assert!(vault("b").open(&sealed).is_err());
        assert_eq!(format!("{sealed:?}"), "Sealed(…)");
    }

    #[test]
    fn a_sealed_text_is_of_no_use_in_another_column_nor_when_damaged() {
        let vault = vault("a");
        let sealed = vault.seal(&Name("Hòa".into()));
        assert!(vault.open(&Sealed::<Phone>::stored(sealed.text.clone())).is_err());
        for broken in ["", "s1.", "s1.AAAA", &sealed.text[..sealed.text.len() - 2], "đ"] {
            assert!(vault.open(&Sealed::<Name>::stored(broken.into())).is_err());
        }
    }

    #[test]
    fn equal_values_have_equal_hashes_and_different_sealed_texts() {
        let vault = vault("a");
        let name = Name("Hòa".into());
        assert_ne!(vault.seal(&name).text, vault.seal(&name).text);
        assert_eq!(vault.lookup("p", &["x"]), vault.lookup("p", &["x"]));
        assert_ne!(vault.lookup("p", &["ab", "c"]), vault.lookup("p", &["a", "bc"]));
        assert_ne!(vault.lookup("p", &["x"]), vault.lookup("q", &["x"]));
    }
}
