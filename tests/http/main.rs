//! Stories over HTTP: a real server, a real database of its own for each test, mail as files.
//!
//! `LUUDONG_TEST_ENGINE=sqlite|postgres` chooses the engine for the whole run (`make test` runs both).
mod accounts;
mod edge;
mod errors;
mod idempotency;
mod mail;
mod openapi;
mod pages;
mod permissions;
mod support;
