//! What an import did: counts, findings, and the record that stays.

use kaozhan_domain::{FieldProblem, RowProblem, Severity};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// The outcome of an import, as the command line prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// `roster`, `rooms`, `exam`, `registrations`, `photos`, `invigilators`.
    pub kind: &'static str,
    /// Name of the file as the user gave it.
    pub file: String,
    /// Rows, or photos, that were looked at.
    pub total: usize,
    /// Rows that were written: new or changed.
    pub accepted: usize,
    /// Rows that were refused; the others were written all the same.
    pub refused: usize,
    /// Rows that say what is there already.
    pub unchanged: usize,
    /// Findings that refused a row.
    pub problems: Vec<Finding>,
    /// Findings that are only shown.
    pub warnings: Vec<Finding>,
    /// Nothing was written: a check only.
    pub dry_run: bool,
}

/// A finding at its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Sheet, or path inside the archive.
    pub sheet: String,
    /// Row as Excel numbers it; 0 for the whole file.
    pub row: u32,
    /// Heading as the file has it.
    pub column: String,
    /// Stable code.
    pub code: String,
    /// Simplified Chinese.
    pub message: String,
}

impl Finding {
    /// `工作表“学生信息”第 12 行“证件号码”：…`, for people.
    pub fn line(&self) -> String {
        let mut place = String::new();
        if !self.sheet.is_empty() {
            place.push_str(&self.sheet);
        }
        if self.row > 0 {
            place.push_str(&format!(" 第 {} 行", self.row));
        }
        if !self.column.is_empty() {
            place.push_str(&format!("“{}”", self.column));
        }
        if place.is_empty() { self.message.clone() } else { format!("{}：{}", place.trim(), self.message) }
    }
}

impl From<RowProblem> for Finding {
    fn from(problem: RowProblem) -> Self {
        Self {
            sheet: problem.sheet,
            row: problem.row,
            column: problem.column,
            code: problem.code,
            message: problem.message,
        }
    }
}

/// Findings gathered while rows are checked.
#[derive(Debug, Default)]
pub struct Findings {
    all: Vec<RowProblem>,
    /// Rows that are refused, by sheet.
    refused: HashMap<String, HashSet<u32>>,
}

impl Findings {
    /// Adds findings that are placed already.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = RowProblem>) {
        for problem in problems {
            if problem.severity == Severity::Error {
                match self.refused.get_mut(&problem.sheet) {
                    Some(rows) => rows.insert(problem.row),
                    None => self.refused.entry(problem.sheet.clone()).or_default().insert(problem.row),
                };
            }
            self.all.push(problem);
        }
    }

    /// Adds a finding on `column` of a row.
    pub fn add(&mut self, sheet: &str, row: u32, column: &str, problem: FieldProblem) {
        self.extend([RowProblem::new(sheet, row, column, problem.violation)]);
    }

    /// Whether a row is refused.
    pub fn refuses(&self, sheet: &str, row: u32) -> bool {
        self.refused.get(sheet).is_some_and(|rows| rows.contains(&row))
    }

    /// Every finding, as they were added.
    pub fn all(&self) -> &[RowProblem] {
        &self.all
    }

    /// The findings of one sheet.
    pub fn of_sheet(&self, sheet: &str) -> Vec<RowProblem> {
        self.all.iter().filter(|problem| problem.sheet == sheet).cloned().collect()
    }

    /// Splits into refusing and shown findings, each in the order of the rows.
    pub fn split(mut self) -> (Vec<Finding>, Vec<Finding>) {
        self.all.sort_by_key(|problem| problem.row);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            self.all.into_iter().partition(|problem| problem.severity == Severity::Error);
        (errors.into_iter().map(Into::into).collect(), warnings.into_iter().map(Into::into).collect())
    }
}
