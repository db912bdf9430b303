//! What every form and list of the window has in common: findings by field, what is allowed, pages.

use crate::error::{AppError, Result};
use crate::workspace::App;
use chrono::NaiveDateTime;
use kaozhan_domain::{FieldProblem, RuleViolation};
use kaozhan_store::WriteTx;
use serde::Serialize;
use std::str::FromStr;
use ts_rs::TS;

/// Whether something may be done now, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct Permit {
    /// It may.
    pub allowed: bool,
    /// Why not; empty when it may.
    pub reason: String,
}

impl Permit {
    /// It may be done.
    pub(crate) fn yes() -> Self {
        Self { allowed: true, reason: String::new() }
    }

    /// It may not, because of `reason`.
    pub(crate) fn no(reason: impl Into<String>) -> Self {
        Self { allowed: false, reason: reason.into() }
    }

    /// What a rule says.
    pub(crate) fn of<T>(checked: std::result::Result<T, RuleViolation>) -> Self {
        checked.map_or_else(|violation| Self::no(violation.message), |_| Self::yes())
    }
}

/// A finding about one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct FormProblem {
    /// Stable code of the field; parts of a list as `sessions.0.start_time`.
    pub field: String,
    /// Stable code of the rule.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// It keeps the form from being saved.
    pub refuses: bool,
}

impl FormProblem {
    /// The finding with `prefix` before its field.
    pub(crate) fn under(prefix: &str, problem: FieldProblem) -> Self {
        Self {
            field: format!("{prefix}{}", problem.field),
            refuses: problem.violation.is_error(),
            code: problem.violation.code,
            message: problem.violation.message,
        }
    }
}

impl From<FieldProblem> for FormProblem {
    fn from(problem: FieldProblem) -> Self {
        Self::under("", problem)
    }
}

/// Runs what saves a form as one operation; a form that is refused leaves nothing behind, not even an
/// entry in the trail.
pub(crate) fn save_form(
    app: &App,
    code: &'static str,
    label: &'static str,
    summary: &str,
    save: impl FnOnce(&mut WriteTx<'_>) -> Result<FormAnswer>,
) -> Result<FormAnswer> {
    let mut refused = None;
    let saved = app.write(code, label, summary, |tx| {
        let answer = save(tx)?;
        if answer.id.is_none() {
            refused = Some(answer);
            return Err(AppError::new("form_refused", "有填写不对的地方，没有保存"));
        }
        Ok(answer)
    });
    match refused {
        Some(answer) => Ok(answer),
        None => saved,
    }
}

/// What saving a form came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct FormAnswer {
    /// The record; nothing when it was refused.
    pub id: Option<String>,
    /// Findings; warnings may stand beside a record that was saved.
    pub problems: Vec<FormProblem>,
}

impl FormAnswer {
    /// Refused with these findings.
    pub(crate) fn refused(problems: Vec<FormProblem>) -> Self {
        Self { id: None, problems }
    }
}

/// Whether any finding refuses.
pub(crate) fn refuses(problems: &[FormProblem]) -> bool {
    problems.iter().any(|problem| problem.refuses)
}

/// The identity that the window sends back; `code` and `what` tell what is missing when it is none.
pub(crate) fn identity<T: FromStr>(text: &str, code: &str, what: &str) -> Result<T> {
    text.trim().parse().map_err(|_| AppError::new(code, format!("找不到{what}，可能已被删除")))
}

/// The identity of a filter; nothing when the filter is empty or none.
pub(crate) fn chosen<T: FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}

/// One page, from 1, of what is all in memory.
pub(crate) fn page_of<T>(rows: Vec<T>, page: u64, size: u64) -> Vec<T> {
    let size = usize::try_from(size.clamp(1, 500)).unwrap_or(500);
    let skipped = usize::try_from(page.max(1) - 1).unwrap_or(usize::MAX).saturating_mul(size);
    rows.into_iter().skip(skipped).take(size).collect()
}

/// A moment as the window takes it, ISO 8601 without zone.
pub(crate) fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_begin_at_one_and_end_with_the_rows() {
        let rows = || (1..=7).collect::<Vec<_>>();
        assert_eq!(page_of(rows(), 1, 3), [1, 2, 3]);
        assert_eq!(page_of(rows(), 3, 3), [7]);
        assert!(page_of(rows(), 4, 3).is_empty());
        assert_eq!(page_of(rows(), 0, u64::MAX).len(), 7);
    }
}
