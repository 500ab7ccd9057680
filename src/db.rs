//! One database behind two engines: reading from a pool, writing in one transaction at a time per connection.
pub mod connection;
pub mod migrations;
pub mod schema;
pub mod stored;

pub use connection::{Db, DbConn, Engine, StoreError, StoreResult};
