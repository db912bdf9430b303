//! Workbooks, photos and printed sheets.
//!
//! **Architecture invariant:** knows the domain and bytes, never the database: it gets complete
//! view models and gives back bytes, rows and problems.

pub mod error;
pub mod photo;
pub mod print;
pub mod sheet;

pub use error::DocumentError;
