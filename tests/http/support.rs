//! What stories stand on: the application under test, its database, a client, what a page must be.
pub mod answer;
pub mod app;
pub mod bounds;
pub mod client;
pub mod database;
pub mod described;
pub mod environment;
pub mod households;
pub mod html;
pub mod jobs;
pub mod lossy;
pub mod office;
pub mod plan;
pub mod process;
pub mod rehearsal;
pub mod sheets;
pub mod smtp;
pub mod statements;
pub mod wizard;
pub mod world;

pub use answer::Answer;
pub use app::TestApp;
pub use client::Client;
