//! Rules, value types and state machines of an exam site (考点).
//!
//! **Architecture invariant:** pure. No SQL, files, network, clock or randomness: the time and the
//! seed are arguments. Rule violations are for users: stable codes and simplified Chinese texts.

pub mod candidate;
pub mod seating;
pub mod violation;

pub use violation::{RowProblem, RuleViolation, Severity};
