//! Use cases of the exam coordinator: what the command line and the window call.
//!
//! **Architecture invariant:** joins domain, store and documents; never Tauri, axum or clap. All texts
//! for users are simplified Chinese; full document and phone numbers leave it only when asked for.

pub mod candidates;
pub mod clock;
pub mod command_list;
pub mod commands;
pub mod desk;
pub mod error;
pub mod exporting;
mod files;
pub mod import;
mod lookup;
pub mod photos;
pub mod printing;
pub mod records;
pub mod safekeeping;
pub mod seating;
pub mod settings;
pub mod task;
pub mod templates;
pub mod tools;
pub mod workspace;

pub use kaozhan_documents::print::DocumentKind;
pub use kaozhan_domain::seating::Order;
