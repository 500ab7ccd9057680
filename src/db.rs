//! One database behind two engines: reading from a pool, writing in transactions of its own or together in a lane.
pub mod append_only;
pub mod connection;
mod error;
mod file;
mod lanes;
pub mod migrations;
mod opener;
pub mod probe;
mod retry;
mod rows;
pub mod schema;
pub mod stored;
mod transaction;
mod unreadable;

pub use connection::{Db, DbConn, Engine, Engines};
pub use error::{StoreError, StoreResult};
pub use lanes::{Outcome, Share};
pub use retry::Passing;
pub use rows::{lock_free_name, lock_names};
pub use unreadable::{unless_unreadable, unreadable_rows};
