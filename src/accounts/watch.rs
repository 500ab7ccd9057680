//! What happens at the door, written down: who came in, who was turned away, who asks too often. Each is an audit entry
//! and a line in the log; the same of the same subject at most once a minute, so that a flood is told and floods nothing.
use std::collections::HashMap;
use std::sync::Mutex;

use chrono::Duration;

use super::identity::Staff;
use crate::audit::{self, Action};
use crate::clock::Timestamp;
use crate::db::StoreResult;
use crate::desk::Desk;

/// Subjects remembered for a minute; what comes beyond is in the log only.
const REMEMBERED_MAX: usize = 10_000;

/// What this process wrote down in the last minute.
#[derive(Default)]
pub struct Watch(Mutex<HashMap<String, Timestamp>>);

/// Something that happened at the door.
pub struct Event {
    /// Who did it, where that is known.
    pub staff: Option<Staff>,
    /// What it was.
    pub action: Action,
    /// To what: `account:7`, `url:POST /duties`.
    pub subject: String,
}

impl Watch {
    /// Writes an event down, unless the same was in the last minute.
    ///
    /// # Errors
    /// The database's.
    pub async fn note(&self, desk: &Desk, event: Event) -> StoreResult<()> {
        let source = format!("nguồn {}", desk.source());
        let account = event.staff.as_ref().map(|staff| staff.account_id.0);
        tracing::warn!(action = event.action.code(), subject = event.subject, account, source, "at the door");
        let key = format!("{}/{}/{account:?}", event.action.code(), event.subject);
        if !self.is_new(key, desk.now()) {
            return Ok(());
        }
        let write = move |conn: &mut crate::db::DbConn, desk: &Desk| {
            audit::note(conn, event.staff.as_ref(), event.action, &event.subject, Some(&source), desk.now())
        };
        desk.write(write).await
    }

    fn is_new(&self, key: String, now: Timestamp) -> bool {
        let minute = Duration::minutes(1);
        let mut known = self.0.lock().unwrap_or_else(|poison| poison.into_inner());
        if known.len() >= REMEMBERED_MAX {
            known.retain(|_, at| *at + minute > now);
        }
        if known.get(&key).is_some_and(|at| *at + minute > now) || known.len() >= REMEMBERED_MAX {
            return false;
        }
        known.insert(key, now);
        true
    }
}
