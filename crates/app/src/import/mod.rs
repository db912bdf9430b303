//! Imports: a file is read, every row checked, the good rows written in one transaction with the
//! import record; the bad ones come back with their reasons.

mod exam;
mod photos;
mod registrations;
pub mod report;
mod rooms;
mod roster;

pub use photos::RefusedPhoto;
pub use report::{Finding, ImportReport};

use crate::error::{AppError, Result};
use crate::task::Task;
use crate::workspace::App;
use kaozhan_documents::sheet::{ReadOptions, TableRead, TableRow, write_failed_rows};
use kaozhan_domain::{FieldProblem, RowProblem, ids::ImportId};
use kaozhan_store::ImportRecord;
use report::Findings;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What to import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// 考生信息.
    Roster,
    /// 考场信息.
    Rooms,
    /// 考试计划, 考试科目, 考核站点, 证书与专业.
    Exam,
    /// 报考信息.
    Registrations,
    /// 学生照片.
    Photos,
}

impl ImportKind {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Rooms => "rooms",
            Self::Exam => "exam",
            Self::Registrations => "registrations",
            Self::Photos => "photos",
        }
    }

    /// Name in the import records.
    pub fn label(self) -> &'static str {
        match self {
            Self::Roster => "学生信息",
            Self::Rooms => "考场信息",
            Self::Exam => "考试计划",
            Self::Registrations => "报考信息",
            Self::Photos => "学生照片",
        }
    }
}

/// How to import.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Check only.
    pub dry_run: bool,
    /// Where the failed rows go.
    pub failed: Option<PathBuf>,
    /// The sheet to read.
    pub sheet: Option<String>,
    /// (heading in the file, field or heading of ours).
    pub map: Vec<(String, String)>,
    /// The plan of registrations that name none.
    pub plan: Option<String>,
}

impl ImportOptions {
    fn read_options(&self) -> ReadOptions {
        ReadOptions { sheet: self.sheet.clone(), map: self.map.clone(), ..ReadOptions::default() }
    }
}

/// Imports `path`.
///
/// # Errors
/// When the file can't be read as what it should be, or nothing could be written; the workspace is
/// then unchanged. Faults of single rows are in the report.
pub fn import(
    app: &App,
    kind: ImportKind,
    path: &Path,
    options: &ImportOptions,
    task: &Task<'_>,
) -> Result<ImportReport> {
    // Found out now, not after the rows were written: the failed rows must have somewhere to go.
    if let Some(failed) = &options.failed {
        crate::files::check_writable(failed)?;
    }
    let outcome = match kind {
        ImportKind::Roster => roster::import(app, path, options, task)?,
        ImportKind::Rooms => rooms::import(app, path, options, task)?,
        ImportKind::Exam => exam::import(app, path, options, task)?,
        ImportKind::Registrations => registrations::import(app, path, options, task)?,
        ImportKind::Photos => photos::import(app, path, options, task, false)?.0,
    };
    if let (Some(target), Some(workbook)) = (&options.failed, &outcome.failed) {
        crate::files::write_whole(target, workbook, true)?;
    }
    Ok(outcome.report)
}

/// Imports photos and gives the refused files with small pictures of them.
///
/// # Errors
/// As [`import`].
pub fn import_photos(
    app: &App,
    path: &Path,
    options: &ImportOptions,
    task: &Task<'_>,
) -> Result<(ImportReport, Vec<RefusedPhoto>)> {
    let (outcome, refused) = photos::import(app, path, options, task, true)?;
    if let (Some(target), Some(workbook)) = (&options.failed, &outcome.failed) {
        crate::files::write_whole(target, workbook, true)?;
    }
    Ok((outcome.report, refused))
}

/// What one kind of import gives back.
struct Outcome {
    report: ImportReport,
    /// The failed-rows workbook, when rows were refused.
    failed: Option<Vec<u8>>,
}

/// Counts of an import.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    total: usize,
    accepted: usize,
    unchanged: usize,
}

/// Reads a whole file, refusing folders with a clear message.
fn read_file(path: &Path) -> Result<Vec<u8>> {
    if path.is_dir() {
        return Err(AppError::new("is_a_folder", format!("“{}”是一个文件夹，请选择文件", path.display())));
    }
    std::fs::read(path).map_err(|error| AppError::io("读取文件", path, &error))
}

/// Name of the file without its folder, for messages and records.
fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The cell of `field` as text; empty when it has no value.
fn cell<'r>(read: &TableRead, row: &'r TableRow, field: &str) -> &'r str {
    read.get(row, field).unwrap_or_default()
}

/// Adds the findings of one row under the headings that the file uses.
fn add_all(findings: &mut Findings, read: &TableRead, row: u32, problems: Vec<FieldProblem>) {
    for problem in problems {
        let heading = if problem.field.is_empty() { "" } else { read.heading_of(problem.field) };
        findings.add(&read.sheet, row, heading, problem);
    }
}

/// Of groups of rows that claim the same thing: each row with the numbers of the others.
fn others_of(groups: impl Iterator<Item = Vec<u32>>) -> HashMap<u32, String> {
    let mut others_of = HashMap::new();
    for rows in groups.filter(|rows| rows.len() > 1) {
        for row in &rows {
            let others: Vec<String> =
                rows.iter().filter(|other| *other != row).map(ToString::to_string).collect();
            others_of.insert(*row, others.join("、"));
        }
    }
    others_of
}

/// The failed-rows workbook of the sheets that were read, if any row was refused.
fn failed_workbook(reads: &[&TableRead], findings: &Findings) -> Result<Option<Vec<u8>>> {
    let parts: Vec<(&TableRead, Vec<RowProblem>)> = reads
        .iter()
        .map(|read| (*read, findings.of_sheet(&read.sheet)))
        .filter(|(read, _)| read.rows.iter().any(|row| findings.refuses(&read.sheet, row.row)))
        .collect();
    if parts.is_empty() {
        return Ok(None);
    }
    let parts: Vec<(&TableRead, &[RowProblem])> =
        parts.iter().map(|(read, problems)| (*read, problems.as_slice())).collect();
    Ok(Some(write_failed_rows(&parts)?))
}

/// The report and the record that stays of it.
fn conclude(
    app: &App,
    kind: ImportKind,
    path: &Path,
    counts: Counts,
    findings: Findings,
    dry_run: bool,
) -> (ImportReport, ImportRecord) {
    let (problems, warnings) = findings.split();
    let report = ImportReport {
        kind: kind.code(),
        file: file_name(path),
        total: counts.total,
        accepted: counts.accepted,
        refused: counts.total - counts.accepted - counts.unchanged,
        unchanged: counts.unchanged,
        problems,
        warnings,
        dry_run,
    };
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let record = ImportRecord {
        id: ImportId(uuid::Uuid::now_v7()),
        kind: kind.code().to_owned(),
        file_name: report.file.clone(),
        actor: app.actor().to_owned(),
        at: app.now(),
        total: count(report.total),
        accepted: count(report.accepted),
        refused: count(report.refused),
        unchanged: count(report.unchanged),
    };
    (report, record)
}
