//! Filing a case, page by page: which questions there are, in which order, and which of them apply.
//!
//! Everything here is a pure function of the answers, so that reload, the back button and a second device agree.
pub mod answer;
pub mod answers;
mod case;
pub mod choices;
pub mod draft;
pub mod earlier;
pub mod mistakes;
pub mod order;
pub mod pages;
pub mod pin;
pub mod plain;
mod preference;
pub mod questions;
pub mod send;
pub mod stage;

pub use answers::Answers;
pub use order::Step;
pub use questions::{Field, Kind, Question};
pub use stage::Stage;
