//! A request is carried out once: what it is known by, who is at it in this process, and the answer that is kept for whoever
//! sends it again (draft-ietf-httpapi-idempotency-key-header).
mod answer;
mod key;
mod running;
mod sent_form;
mod store;

pub use answer::{Answer, etag};
pub use key::{CONTENT, Form, IdempotencyKey, KEY_LENGTH_MAX, request_hash};
pub use running::{HeldKey, PATIENCE, RunningKeys};
pub use sent_form::{SentForm, Stage};
pub use store::{claim, find, forget_about, forget_before, give_up, keep};
