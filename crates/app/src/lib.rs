//! Use cases of the exam coordinator: what the command line and the window call.
//!
//! **Architecture invariant:** joins domain, store and documents; never Tauri, axum or clap. All texts
//! for users are simplified Chinese; full document and phone numbers leave it only when asked for.

pub mod accounts;
pub mod attendance;
pub mod candidates;
pub mod clock;
pub mod command_list;
pub mod commands;
pub mod desk;
pub mod error;
pub mod exporting;
mod files;
pub mod forms;
pub mod home;
pub mod import;
pub mod institutions;
pub mod invigilators;
mod lookup;
pub mod photos;
#[cfg(test)]
mod plan_tests;
pub mod plans;
pub mod printing;
pub mod records;
pub mod registering;
pub mod rooms;
pub mod rota;
pub mod safekeeping;
mod scope;
pub mod seating;
pub mod settings;
pub mod sites;
pub mod software;
pub mod subjects;
pub mod task;
pub mod templates;
pub mod tools;
pub mod trail;
pub mod workspace;

pub use kaozhan_documents::print::DocumentKind;
pub use kaozhan_domain::seating::Order;
