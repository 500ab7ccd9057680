//! The HTTP edge that all nouns share: how handlers read and write, problems, answers, paging, forms, the page frame.
pub mod accept_language;
pub mod answer;
pub mod assets;
pub mod client_address;
pub mod cookies;
pub mod desk;
pub mod extract;
pub mod form;
pub mod guarded;
pub mod icons;
pub mod language;
pub mod leaflet;
pub mod limits;
pub mod own_address;
pub mod page;
pub mod paging;
pub mod passes;
pub mod policy;
pub mod problem;
pub mod problem_types;
pub mod qr;
pub mod strict;
pub mod view;

pub use problem::Problem;
pub use strict::Json;
pub use view::View;
