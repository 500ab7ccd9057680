//! The chain of entries: each has a number without gaps and a keyed hash over itself and the one before. The key is not in
//! the database.
//!
//! Entries are written where something happens and get their place when the transaction ends: whoever waits there for the
//! head of the chain waits for nothing else any more, so the one lock that all processes share is held for a moment and is
//! part of no deadlock.
use std::cell::RefCell;

use data_encoding::HEXLOWER;

use super::store::{self, ChainedEntry, Head};
use crate::db::{Db, DbConn, StoreResult};
use crate::ids::AuditEntryId;
use crate::sealed::{DerivedKey, Vault};

thread_local! {
    // A transaction stays on its thread. Numbers that a rolled-back one leaves behind name no row, or one with a place.
    static NOTED: RefCell<Vec<AuditEntryId>> = const { RefCell::new(Vec::new()) };
}

/// Remembers that this thread's transaction has written an entry.
pub(super) fn noted(id: AuditEntryId) {
    NOTED.with_borrow_mut(|ids| ids.push(id));
}

/// What makes and checks the chain.
#[derive(Clone, Debug)]
pub struct Chain {
    key: DerivedKey,
}

impl Chain {
    /// With the key for audit entries.
    pub fn new(vault: &Vault) -> Self {
        Self { key: vault.key("audit chain", &[]) }
    }

    /// From now on no transaction of this database ends without its entries in their places.
    pub fn keep(self, db: &Db) {
        db.do_last(move |conn| self.seal_noted(conn));
    }

    /// Gives the entries of this thread's transaction their places. The first transaction of all takes up what was
    /// written before there was a chain; after that an entry that somebody else put into the table never gets a place.
    ///
    /// # Errors
    /// [`crate::db::StoreError`]: what was to be audited must not become durable without its place.
    pub fn seal_noted(&self, conn: &mut DbConn) -> StoreResult<()> {
        let ids = NOTED.take();
        if ids.is_empty() {
            return Ok(());
        }
        // Read before the lock: everybody else's commit waits for it.
        let own = store::unsealed(conn, Some(&ids))?;
        let mut head = store::lock_head(conn)?;
        let entries = if head.entries > 0 { own } else { store::unsealed(conn, None)? };
        for entry in &entries {
            let number = head.entries + 1;
            let reason_mac = entry.reason.as_deref().map(|reason| self.reason_mac(entry.id, reason));
            let mac = self.mac(&head.mac, number, entry, reason_mac.as_deref());
            store::seal(conn, entry.id, number, &mac, reason_mac.as_deref())?;
            head = Head { entries: number, mac };
        }
        store::set_head(conn, &head)
    }

    /// The keyed hash of an entry behind one with the hash `before` (64 hex digits; empty before the first).
    pub fn mac(&self, before: &str, number: i64, entry: &ChainedEntry, reason_mac: Option<&str>) -> String {
        let moment = entry.happened_at.as_stored().and_utc().timestamp_micros().to_string();
        let account = entry.account_id.map(|id| id.to_string()).unwrap_or_default();
        let (number, id) = (number.to_string(), entry.id.to_string());
        let reason = reason_mac.unwrap_or_default();
        let parts = ["entry", before, &number, &id, &moment, &account, &entry.action, &entry.subject, reason];
        HEXLOWER.encode(&self.key.mac(&parts))
    }

    /// The keyed hash of a reason, which stays when the reason goes.
    pub fn reason_mac(&self, id: AuditEntryId, reason: &str) -> String {
        HEXLOWER.encode(&self.key.mac(&["reason", &id.to_string(), reason]))
    }
}
