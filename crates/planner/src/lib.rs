//! Home-visit route planning: pure, deterministic, without clock or I/O.
//!
//! Build a [`Problem`] with [`ProblemBuilder`], [`solve`] it, let [`check`] verify every plan before it is stored.
//! Times are seconds on the problem's own axis; a seed and a [`Watch`] replace chance and clock.

#![forbid(unsafe_code)]

mod check;
mod cost;
mod explain;
mod model;
mod oracle;
mod plan;
mod problem;
mod random;
mod replan;
mod risk;
mod route;
mod schedule;
mod search;
mod solve;
mod units;
mod watch;

pub use check::{Checked, DutyTimes, StopTimes, Violation, check};
pub use cost::CostBreakdown;
pub use explain::{Reason, refusals, why_unserved};
pub use oracle::{DoorLegs, Newcomer, Oracle, Spot, best_spots};
pub use plan::Plan;
pub use problem::*;
pub use replan::{Disturbance, Progress, ReplanError, Replanned, Situation, replan};
pub use risk::{BufferGain, DutyRisk, PerMille, Spread, StopRisk, Trials, promise_risk};
pub use schedule::{Schedule, Stop, schedule};
pub use solve::{Settings, Solution, SolveError, solve};
pub use units::*;
pub use watch::{Unwatched, Watch};
