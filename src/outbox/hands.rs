//! Concurrency limit per receiving domain: at most half of the threads, so that one hanging server does not stop all
//! mail.
use std::sync::{Mutex, PoisonError};

use crate::db::StoreResult;

use super::store::Waiting;

/// The receivers of the mails that a process has in hand, one entry for each mail.
#[derive(Clone, Debug, Default)]
pub struct InHand {
    most: usize,
    receivers: Vec<String>,
}

impl InHand {
    /// Receivers that have as many of the threads as one may have.
    pub(super) fn crowded(&self) -> Vec<String> {
        let count = |receiver: &String| self.receivers.iter().filter(|other| *other == receiver).count();
        self.receivers.iter().filter(|receiver| count(receiver) >= self.most).cloned().collect()
    }

    /// Whether a mail to this receiver is in hand.
    pub(super) fn has(&self, receiver: &str) -> bool {
        self.receivers.iter().any(|other| other == receiver)
    }
}

/// The hands of one process. A receiver whose server hangs keeps at most half of them busy, so that mails to others go
/// on with the other half.
#[derive(Debug)]
pub struct Hands(Mutex<InHand>);

impl Hands {
    /// Of so many threads.
    pub fn of(threads: usize) -> Self {
        Self(Mutex::new(InHand { most: (threads / 2).max(1), receivers: Vec::new() }))
    }

    /// What is in hand this moment.
    pub(super) fn copy(&self) -> InHand {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the mail that `claim` finds in hand. Nobody else of this process takes one meanwhile: two would both see
    /// the last free hand for one receiver. Not to be called by who holds a connection: `claim` waits for one.
    pub(super) fn take(
        &self,
        claim: impl FnOnce(&InHand) -> StoreResult<Option<Waiting>>,
    ) -> StoreResult<Option<Held<'_>>> {
        let mut in_hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mail) = claim(&in_hand)? else { return Ok(None) };
        in_hand.receivers.push(mail.receiver.clone());
        Ok(Some(Held { mail, hands: self }))
    }
}

/// A mail in hand; dropping it empties the hand.
pub(super) struct Held<'a> {
    pub(super) mail: Waiting,
    hands: &'a Hands,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut in_hand = self.hands.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = in_hand.receivers.iter().position(|receiver| *receiver == self.mail.receiver) {
            in_hand.receivers.swap_remove(at);
        }
    }
}
