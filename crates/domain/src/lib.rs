//! Rules, value types and state machines of an exam site (考点).
//!
//! **Architecture invariant:** pure. No SQL, files, network, clock or randomness: the time and the
//! seed are arguments. Rule violations are for users: stable codes and simplified Chinese texts.

pub mod account;
pub mod arrangement;
pub mod attendance;
pub mod candidate;
pub mod clock;
pub mod field;
pub mod ids;
pub mod invigilator;
pub mod plan;
pub mod registration;
pub mod room;
pub mod seating;
pub mod site;
pub mod violation;

pub use field::FieldProblem;
pub use violation::{RowProblem, RuleViolation, Severity};
