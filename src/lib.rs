//! Lưu Động books home visits by police teams that issue citizen-ID cards.
//!
//! One idea carries it: *a booking is a promise that a route can keep*. `ARCHITECTURE.md` is the map.

// Commands print by `commands::say`, which survives a closed pipe; `println!` panics.
#![warn(clippy::print_stdout)]

pub mod accounts;
pub mod app;
pub mod audit;
pub mod booking;
pub mod calendar;
pub mod cases;
pub mod clock;
pub mod commands;
pub mod config;
pub mod db;
pub mod desk;
pub mod dice;
pub mod exports;
pub mod families;
pub mod field_problem;
pub mod geography;
pub mod idempotency;
pub mod ids;
pub mod instances;
pub mod keys;
pub mod lists;
pub mod notifications;
pub mod openapi;
pub mod outbox;
pub mod planning;
pub mod reference;
pub mod reference_data;
pub mod sealed;
pub mod seconds;
pub mod teams;
pub mod text;
pub mod urls;
pub mod visits;
pub mod web;
pub mod worker;
pub mod worklist;
