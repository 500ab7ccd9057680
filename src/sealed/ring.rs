//! Named keys: how they are wrapped at rest, and those that this process has unwrapped.
use std::collections::HashMap;
use std::fmt;
use std::sync::{OnceLock, PoisonError, RwLock};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use data_encoding::BASE64_NOPAD;

use super::keyed_hash;

/// Most unwrapped keys that are kept: a province's open cases, and some MB. Beyond, all are unwrapped anew.
const KEPT_MAX: usize = 200_000;

/// A key that seals, with its name. Printing shows nothing.
#[derive(Clone)]
pub struct SealKey {
    id: Option<String>,
    bytes: [u8; 32],
}

/// What is made from the master key once, and then stays the same when the master key changes: hashes must be found
/// again.
#[derive(Clone)]
pub(super) struct Roots {
    pub(super) first: SealKey,
    pub(super) lookup: [u8; 32],
    pub(super) derived: [u8; 32],
}

/// Finds keys that this process has not unwrapped yet: the one asked for, with others that will be asked for next.
type Fetch = Box<dyn Fn(&Ring, &str) -> Vec<SealKey> + Send + Sync>;

/// The keys of a process.
pub struct Ring {
    wrapping: SealKey,
    made: Roots,
    stored: OnceLock<Roots>,
    kept: RwLock<HashMap<String, SealKey>>,
    fetch: OnceLock<Fetch>,
}

/// A stored key cannot be unwrapped: another master key, or damaged.
#[derive(Debug, thiserror::Error)]
#[error("keys.data_key không mở được khoá của cơ sở dữ liệu này")]
pub struct WrongMasterKey;

impl SealKey {
    /// A key with a name.
    pub(super) fn named(id: String, bytes: [u8; 32]) -> Self {
        Self { id: Some(id), bytes }
    }

    /// Its name; none for the one made from the master key.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    pub(super) fn encrypt(&self, nonce: [u8; 24], plain: &[u8], bound_to: &[u8]) -> Vec<u8> {
        let payload = Payload { msg: plain, aad: bound_to };
        let sealed = XChaCha20Poly1305::new(&Key::from(self.bytes)).encrypt(&XNonce::from(nonce), payload);
        let mut packed = nonce.to_vec();
        packed.extend(sealed.expect("a short message can be sealed"));
        packed
    }

    pub(super) fn decrypt(&self, packed: &[u8], bound_to: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = packed.split_at_checked(24)?;
        let nonce: [u8; 24] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: bound_to };
        XChaCha20Poly1305::new(&Key::from(self.bytes)).decrypt(&XNonce::from(nonce), payload).ok()
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SealKey")
    }
}

impl Ring {
    pub(super) fn new(master_key: &str) -> Self {
        let made = |purpose: &str| keyed_hash(master_key.as_bytes(), &[purpose]);
        let first = SealKey { id: None, bytes: made("luudong data key 1") };
        let made = Roots { first, lookup: made("luudong lookup key 1"), derived: made("luudong derived keys 1") };
        Self {
            wrapping: wrapping(master_key),
            made,
            stored: OnceLock::new(),
            kept: RwLock::default(),
            fetch: OnceLock::new(),
        }
    }

    pub(super) fn roots(&self) -> &Roots {
        self.stored.get().unwrap_or(&self.made)
    }

    /// From where keys come that this process has not unwrapped yet; set once.
    pub fn fetch_with(&self, fetch: impl Fn(&Ring, &str) -> Vec<SealKey> + Send + Sync + 'static) {
        let _ = self.fetch.set(Box::new(fetch));
    }

    /// A key by its name; none when it was destroyed.
    pub fn key(&self, id: &str) -> Option<SealKey> {
        if let Some(key) = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(id) {
            return Some(key.clone());
        }
        for key in self.fetch.get()?(self, id) {
            self.keep(key);
        }
        self.kept.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Keeps an unwrapped key.
    pub fn keep(&self, key: SealKey) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        if let Some(id) = key.id.clone() {
            kept.insert(id, key);
        }
    }

    /// Forgets an unwrapped key.
    pub fn forget(&self, id: &str) {
        self.kept.write().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    /// Forgets all of them: they are unwrapped anew, if they are still there.
    pub fn forget_all(&self) {
        self.kept.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    pub(super) fn wrap(&self, key: &SealKey, parent: Option<&SealKey>, nonce: [u8; 24]) -> String {
        let parent = parent.unwrap_or(&self.wrapping);
        BASE64_NOPAD.encode(&parent.encrypt(nonce, &key.bytes, &wrapped_as(key.id().unwrap_or_default())))
    }

    /// A key as it was stored; none when the parent (without one, the master key) is another.
    pub fn unwrap_key(&self, id: &str, wrapped: &str, parent: Option<&SealKey>) -> Option<SealKey> {
        unwrap_with(parent.unwrap_or(&self.wrapping), id, wrapped)
    }

    /// What is made from the master key, as it may be stored.
    pub fn wrap_roots(&self, nonce: [u8; 24]) -> String {
        wrap_roots(&self.wrapping, self.roots(), nonce)
    }

    /// Takes what was stored by [`Ring::wrap_roots`] in the place of what this master key would make.
    ///
    /// # Errors
    /// [`WrongMasterKey`].
    pub fn use_roots(&self, stored: &str) -> Result<(), WrongMasterKey> {
        let _ = self.stored.set(unwrap_roots(&self.wrapping, stored).ok_or(WrongMasterKey)?);
        Ok(())
    }

    /// Roots and keys wrapped for another master key, in the order in which they were given.
    ///
    /// # Errors
    /// [`WrongMasterKey`] when one of them was not wrapped by this one.
    pub fn rewrap_for(
        &self,
        master_key: &str,
        roots: &str,
        keys: &[(&str, &str)],
        mut nonce: impl FnMut() -> [u8; 24],
    ) -> Result<(String, Vec<String>), WrongMasterKey> {
        let new = wrapping(master_key);
        let roots = unwrap_roots(&self.wrapping, roots).ok_or(WrongMasterKey)?;
        let roots = wrap_roots(&new, &roots, nonce());
        let mut moved = Vec::with_capacity(keys.len());
        for (id, wrapped) in keys {
            let key = unwrap_with(&self.wrapping, id, wrapped).ok_or(WrongMasterKey)?;
            moved.push(BASE64_NOPAD.encode(&new.encrypt(nonce(), &key.bytes, &wrapped_as(id))));
        }
        Ok((roots, moved))
    }
}

fn wrapping(master_key: &str) -> SealKey {
    SealKey { id: None, bytes: keyed_hash(master_key.as_bytes(), &["luudong wrapping key 1"]) }
}

fn wrapped_as(id: &str) -> Vec<u8> {
    format!("key|{id}").into_bytes()
}

fn unwrap_with(parent: &SealKey, id: &str, wrapped: &str) -> Option<SealKey> {
    let packed = BASE64_NOPAD.decode(wrapped.as_bytes()).ok()?;
    let bytes = parent.decrypt(&packed, &wrapped_as(id))?.try_into().ok()?;
    Some(SealKey::named(id.to_owned(), bytes))
}

fn wrap_roots(wrapping: &SealKey, roots: &Roots, nonce: [u8; 24]) -> String {
    let plain = [roots.first.bytes, roots.lookup, roots.derived].concat();
    BASE64_NOPAD.encode(&wrapping.encrypt(nonce, &plain, b"roots"))
}

fn unwrap_roots(wrapping: &SealKey, stored: &str) -> Option<Roots> {
    let plain = wrapping.decrypt(&BASE64_NOPAD.decode(stored.as_bytes()).ok()?, b"roots")?;
    let part = |at: usize| -> Option<[u8; 32]> { plain.get(32 * at..32 * (at + 1))?.try_into().ok() };
    Some(Roots { first: SealKey { id: None, bytes: part(0)? }, lookup: part(1)?, derived: part(2)? })
}
