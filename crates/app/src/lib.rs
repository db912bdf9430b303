//! Use cases of the exam coordinator: what the command line and the window call.
//!
//! **Architecture invariant:** joins domain, store and documents; never Tauri, axum or clap. All texts
//! for users are simplified Chinese; full document and phone numbers leave it only when asked for.

pub mod candidates;
pub mod clock;
pub mod error;
mod files;
pub mod import;
mod lookup;
pub mod printing;
pub mod seating;
pub mod settings;
pub mod task;
pub mod tools;
pub mod workspace;
