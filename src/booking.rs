//! Booking: half-days that a duty can really keep, taken so that nobody else can take the same minute.
pub mod add_person;
pub mod api;
pub mod board;
pub mod book;
pub mod booker;
pub mod door;
pub mod file;
pub mod holds;
pub mod invitations;
pub mod offers;
pub mod orphan;
pub mod pages;
pub mod preview;
pub mod reasons;
pub mod roads;
pub mod sequence;
mod settle;
pub mod store;
pub mod subject;
pub mod take;
pub mod take_over;
pub mod waiting;

pub use board::Board;
pub use door::Door;
pub use invitations::Inviter;
pub use offers::{Offer, View};
pub use sequence::Sequence;
