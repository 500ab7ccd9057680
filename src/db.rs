//! One database behind two engines: reading from a pool, writing in transactions of its own or together in a lane.
pub mod connection;
mod lanes;
pub mod migrations;
pub mod probe;
mod retry;
pub mod schema;
pub mod stored;
mod unreadable;

pub use connection::{Db, DbConn, Engine, StoreError, StoreResult, lock_free_name};
pub use lanes::{Outcome, Share};
pub use retry::Passing;
pub use unreadable::{unless_unreadable, unreadable_rows};
