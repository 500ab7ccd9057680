//! Stories over HTTP: a real server, a real database of its own for each test, mail as files.
//!
//! `LUUDONG_TEST_ENGINE=sqlite|postgres` chooses the engine for the whole run (`make test` runs both).
mod accounts;
mod after_booking;
mod apply;
mod apply_bad_input;
mod audit;
mod booking;
mod capacity;
mod edge;
mod errors;
mod every_page;
mod every_url;
mod fair_order;
mod family_follows;
mod holds;
mod idempotency;
mod import_list;
mod kill;
mod lanes;
mod mail;
mod main_job;
mod notice;
mod offers;
mod officer_day;
mod openapi;
mod overdue;
mod pages;
mod permissions;
mod planning;
mod support;
mod waiting_list;
