//! Findings about one field of a form or row.

use crate::RuleViolation;

/// A broken rule and the field it concerns. The field is the stable code that the column tables and
/// forms use (`id_number`); empty when the rule concerns the whole row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Stable field code, such as `id_number`.
    pub field: &'static str,
    /// What is wrong.
    pub violation: RuleViolation,
}

impl FieldProblem {
    /// A finding on `field` that refuses the row.
    pub fn error(field: &'static str, code: &str, message: impl Into<String>) -> Self {
        Self { field, violation: RuleViolation::error(code, message) }
    }

    /// A finding on `field` that is only shown.
    pub fn warning(field: &'static str, code: &str, message: impl Into<String>) -> Self {
        Self { field, violation: RuleViolation::warning(code, message) }
    }

    /// Findings of a rule, all on `field`.
    pub fn all(field: &'static str, violations: impl IntoIterator<Item = RuleViolation>) -> Vec<Self> {
        violations.into_iter().map(|violation| Self { field, violation }).collect()
    }
}

/// Whether any of `problems` refuses.
pub fn has_error(problems: &[FieldProblem]) -> bool {
    problems.iter().any(|problem| problem.violation.is_error())
}
