//! What a rule says when it is broken: a stable code for programs, a Chinese sentence for people.

use serde::{Deserialize, Serialize};

/// Whether a finding stops the row (or the print) or is only shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Shown to the user, who may go on.
    Warning,
    /// The row, or the step, is refused.
    Error,
}

/// A broken rule. `code` is stable and in `snake_case`; `message` is simplified Chinese, says what
/// is wrong and what to do, and never holds a full identity or phone number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct RuleViolation {
    /// Stable code, such as `id_check_digit`.
    pub code: String,
    /// Simplified Chinese, for the user.
    pub message: String,
    /// Whether it refuses or only warns.
    pub severity: Severity,
}

impl RuleViolation {
    /// A violation that refuses.
    pub fn error(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), severity: Severity::Error }
    }

    /// A finding that only warns.
    pub fn warning(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), severity: Severity::Warning }
    }

    /// Whether it refuses.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// A rule broken by one cell or row of an imported sheet, located as Excel shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowProblem {
    /// Sheet name; empty for a file without sheets (CSV, zip).
    pub sheet: String,
    /// Row as Excel numbers it (from 1); 0 when it concerns the whole file.
    pub row: u32,
    /// Heading of the column as the file writes it; empty when it concerns the whole row.
    pub column: String,
    /// Stable code of the broken rule.
    pub code: String,
    /// Simplified Chinese, for the user.
    pub message: String,
    /// Whether the row is refused.
    pub severity: Severity,
}

impl RowProblem {
    /// Puts `violation` at its place in the sheet.
    pub fn new(sheet: &str, row: u32, column: &str, violation: RuleViolation) -> Self {
        Self {
            sheet: sheet.to_owned(),
            row,
            column: column.to_owned(),
            code: violation.code,
            message: violation.message,
            severity: violation.severity,
        }
    }
}
