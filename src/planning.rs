//! Planning: visits and duties in, a checked proposal out; publishing makes promises of it.
pub mod api;
pub mod ask;
pub mod carry_out;
pub mod days;
pub mod inputs;
pub mod pages;
pub mod priority;
pub mod problem;
pub mod promise_risk;
pub mod proposal;
pub mod propose;
pub mod publish;
pub mod reach;
pub mod run_parameters;
pub mod service_areas;
pub mod spread;
pub mod store;
pub mod units;

pub use proposal::{Proposal, Run};
