//! Personal data at rest: sealed with an authenticated cipher, found again by keyed hashes.
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use data_encoding::{BASE64_NOPAD, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::dice::Dice;

mod ring;

pub use ring::{Ring, SealKey, WrongMasterKey};

/// A text whose key has a name.
const NAMED: &str = "s2.";
/// A text under the key that is made from the master key.
const UNNAMED: &str = "s1.";

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

/// Holds the keys of this process. Cloning is cheap; printing shows nothing.
///
/// Sealed texts name their key: `s2.KEY.TEXT`. Who erases a family destroys its key, and with it every copy of what was
/// sealed, in whatever backup. Texts that begin with `s1.` were sealed before keys had names.
#[derive(Clone)]
pub struct Vault {
    ring: Arc<Ring>,
    dice: Dice,
}

/// A key made from the master key for one purpose. It never leaves the server; printing shows nothing.
#[derive(Clone)]
pub struct DerivedKey([u8; 32]);

impl Vault {
    /// With one master key of at least 32 characters.
    pub fn new(master_key: &str, dice: Dice) -> Self {
        Self { ring: Arc::new(Ring::new(master_key)), dice }
    }

    /// Seals a value under a key, with a fresh nonce: equal values give different texts.
    ///
    /// # Panics
    /// Never for the types of this crate: they all serialise, and the cipher takes any length we store.
    pub fn seal<T: Sealable>(&self, key: &SealKey, value: &T) -> Sealed<T> {
        let plain = serde_json::to_vec(value).expect("sealable values serialise");
        let nonce: [u8; 24] = self.dice.bytes();
        let packed = key.encrypt(nonce, &plain, &bound_to(T::PURPOSE, key.id()));
        Sealed::stored(match key.id() {
            Some(id) => format!("{NAMED}{id}.{}", BASE64_NOPAD.encode(&packed)),
            None => format!("{UNNAMED}{}", BASE64_NOPAD.encode(&packed)),
        })
    }

    /// Seals a value under the key of another text.
    ///
    /// # Errors
    /// [`UnsealError`] when that key is not there any more.
    pub fn seal_like<T: Sealable, U>(&self, other: &Sealed<U>, value: &T) -> Result<Sealed<T>, UnsealError> {
        let gone = || UnsealError { purpose: T::PURPOSE };
        let key = match other.key_id() {
            Some(id) => self.ring.key(id).ok_or_else(gone)?,
            None => self.unnamed_key(),
        };
        Ok(self.seal(&key, value))
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// [`UnsealError`] if the key is gone, or key, column or text is not the one it was sealed with.
    pub fn unseal<T: Sealable>(&self, sealed: &Sealed<T>) -> Result<T, UnsealError> {
        self.try_unseal(sealed).ok_or(UnsealError { purpose: T::PURPOSE })
    }

    fn try_unseal<T: Sealable>(&self, sealed: &Sealed<T>) -> Option<T> {
        let (key, text) = match sealed.text.strip_prefix(UNNAMED) {
            Some(text) => (self.unnamed_key(), text),
            None => {
                let (id, text) = sealed.text.strip_prefix(NAMED)?.split_once('.')?;
                (self.ring.key(id)?, text)
            }
        };
        let packed = BASE64_NOPAD.decode(text.as_bytes()).ok()?;
        let plain = key.decrypt(&packed, &bound_to(T::PURPOSE, key.id()))?;
        serde_json::from_slice(&plain).ok()
    }

    /// The key without a name, made from the master key: for what identifies nobody.
    pub fn unnamed_key(&self) -> SealKey {
        self.ring.roots().first.clone()
    }

    /// The ring of named keys.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// A new key of 32 random bytes.
    pub fn new_key(&self, id: &str) -> SealKey {
        SealKey::named(id.to_owned(), self.dice.bytes())
    }

    /// What the master key makes, as it may be stored.
    pub fn wrap_new_roots(&self) -> String {
        self.ring.wrap_roots(self.dice.bytes())
    }

    /// Roots and keys (name, wrapped) for another master key.
    ///
    /// # Errors
    /// [`WrongMasterKey`] when one of them was not wrapped by this one.
    pub fn rewrap_for(
        &self,
        master_key: &str,
        roots: &str,
        keys: &[(&str, &str)],
    ) -> Result<(String, Vec<String>), WrongMasterKey> {
        self.ring.rewrap_for(master_key, roots, keys, || self.dice.bytes())
    }

    /// A key as it may be stored, under its parent or, without one, under the master key.
    pub fn wrap(&self, key: &SealKey, parent: Option<&SealKey>) -> String {
        self.ring.wrap(key, parent, self.dice.bytes())
    }

    /// A keyed hash for equality look-up (64 hex digits). Parts are separated, so `ab|c` is not `a|bc`.
    pub fn lookup(&self, purpose: &str, parts: &[&str]) -> String {
        let mut all = vec![purpose];
        all.extend(parts);
        HEXLOWER.encode(&keyed_hash(&self.ring.roots().lookup, &all))
    }

    /// A key for one purpose, for instance for the code words of one day. Nobody who knows one of them, or what was
    /// made with it, can work out another.
    pub fn key(&self, purpose: &str, parts: &[&str]) -> DerivedKey {
        let mut all = vec![purpose];
        all.extend(parts);
        DerivedKey(keyed_hash(&self.ring.roots().derived, &all))
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
    one.as_bytes().ct_eq(other.as_bytes()).into()
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

    /// Whether it is a sealed text at all, and not one from before its column was sealed.
    pub fn is_sealed(&self) -> bool {
        self.text.starts_with(NAMED) || self.text.starts_with(UNNAMED)
    }

    /// The name of the key; none for a text from before keys had names.
    pub fn key_id(&self) -> Option<&str> {
        self.text.strip_prefix(NAMED)?.split_once('.').map(|(id, _)| id)
    }

    /// The same if it belongs to a row with this key, otherwise something that nobody can open: the text of one family
    /// is of no use in the row of another.
    #[must_use]
    pub fn of_row(self, key_id: &str) -> Self {
        if self.key_id().is_none_or(|own| own == key_id) { self } else { Self::stored(String::new()) }
    }
}

/// What a text is bound to: its column, and its key's name.
fn bound_to(purpose: &str, key_id: Option<&str>) -> Vec<u8> {
    match key_id {
        Some(id) => format!("{purpose}|{id}").into_bytes(),
        None => purpose.as_bytes().to_vec(),
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
mod tests;
